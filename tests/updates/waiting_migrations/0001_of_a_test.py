"""Changes a table that patients use, for tests of `migrate` beside them."""

from django.db import migrations


class Migration(migrations.Migration):
    operations = [
        migrations.RunSQL(
            "ALTER TABLE appointments_appointmentrequest ADD COLUMN of_a_test integer",
            "ALTER TABLE appointments_appointmentrequest DROP COLUMN of_a_test",
        )
    ]
