"""The clinic's phone number is read as every other typed number, and keeps its extension."""

from django.db import migrations

import clinic.typed.phone_fields


class Migration(migrations.Migration):
    dependencies = [
        ("clinic", "0004_home_page"),
    ]

    operations = [
        migrations.AlterField(
            model_name="clinicsettings",
            name="phone",
            field=clinic.typed.phone_fields.ClinicPhoneField(
                help_text="The number that patients call, such as 949-510-6333. An extension is dialled too.",
                max_length=128,
                region=None,
                verbose_name="phone",
            ),
        ),
    ]
