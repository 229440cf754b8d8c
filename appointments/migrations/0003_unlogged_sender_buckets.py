"""Keeps the tokens by which floods are noticed out of the write-ahead log.

They are worth nothing after a crash or in a backup, and without the log a patient's try costs no disk write.
"""

from django.db import migrations

TABLE = "appointments_senderbucket"


class Migration(migrations.Migration):
    dependencies = [("appointments", "0002_triggers")]

    operations = [migrations.RunSQL(f"ALTER TABLE {TABLE} SET UNLOGGED", f"ALTER TABLE {TABLE} SET LOGGED")]
