"""The minutes until a call decide whether the request form says that the desk is slow: visitors see that."""

from django.db import migrations

from clinic.site_version.triggers import watch_otherwise


class Migration(migrations.Migration):
    dependencies = [
        ("clinic", "0035_practitioner_page"),
    ]

    operations = [
        watch_otherwise(
            "clinic_clinicsettings",
            ["first_look_minutes", "opened_by_id", "undo_minutes"],
            before=[
                "first_contact_minutes",
                "first_look_minutes",
                "opened_by_id",
                "undo_minutes",
                "urgent_minutes",
            ],
        ),
    ]
