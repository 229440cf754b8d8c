"""Where patients could send requests before the form had to be opened, it stays open."""

from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.models.functions import Now


def keep_open(apps: Apps, schema_editor: Any) -> None:
    """Open the form of every clinic that has told its phone: the release before took its requests."""
    apps.get_model("clinic", "ClinicSettings").objects.exclude(phone="").update(opened_at=Now())


class Migration(migrations.Migration):
    dependencies = [("clinic", "0024_opened_form")]

    operations = [migrations.RunPython(keep_open, migrations.RunPython.noop)]
