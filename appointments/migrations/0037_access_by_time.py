"""An index that counts the reads of a period without reading a row of the access log."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("appointments", "0036_heartbeats")]

    operations = [
        AddIndexConcurrently(
            model_name="accessrecord",
            index=models.Index(fields=["at"], include=("actor", "action"), name="access_by_time"),
        ),
    ]
