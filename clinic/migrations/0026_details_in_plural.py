"""Name of several clinics' details in lists."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("clinic", "0025_kept_open"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="clinicsettings",
            options={"verbose_name": "Clinic details", "verbose_name_plural": "Clinic details"},
        ),
    ]
