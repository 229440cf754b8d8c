"""The minutes until a call decide whether the request form says that the desk is slow: visitors see that."""

from django.db import migrations

from clinic.site_version.triggers import watch_otherwise


class Migration(migrations.Migration):
    dependencies = [
        ("clinic", "0038_page_judgments"),
    ]

    operations = [
        watch_otherwise(
            "clinic_clinicsettings",
            ["first_look_minutes", "opened_by_id", "undo_minutes", "unpassed_grace_hours"],
            before=[
                "first_contact_minutes",
                "first_look_minutes",
                "opened_by_id",
                "undo_minutes",
                "unpassed_grace_hours",
                "urgent_minutes",
            ],
        ),
    ]
