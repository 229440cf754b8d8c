"""Takes away what Wagtail's documents left in the database: their table, and the leave to use them."""

from typing import Any

from django.apps.registry import Apps
from django.db import migrations


def take_leave_away(apps: Apps, schema_editor: Any) -> None:
    """Delete the permissions, with the rows that give them to groups for a collection."""
    permissions = apps.get_model("auth", "Permission").objects.filter(content_type__app_label="wagtaildocs")
    apps.get_model("wagtailcore", "GroupCollectionPermission").objects.filter(
        permission__in=permissions
    ).delete()
    permissions.delete()


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("clinic", "0011_account_events"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0098_apitoken"),
    ]

    # Backwards there is nothing to do: Wagtail's own migrations would have to make the table, and do not run.
    operations = [
        migrations.RunPython(take_leave_away, migrations.RunPython.noop),
        migrations.RunSQL("DROP TABLE IF EXISTS wagtaildocs_document", migrations.RunSQL.noop),
    ]
