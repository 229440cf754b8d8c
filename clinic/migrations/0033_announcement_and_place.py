"""An announcement with a beginning and an end, who may set it, and where the clinic is on a map."""

from decimal import Decimal
from typing import Any

import django.core.validators
from django.apps.registry import Apps
from django.db import migrations, models

# Who knows first that the clinic stays closed.
GROUPS = ("Editors", "Front desk", "Owner")
# In one statement, and last: the form reads this table, which nobody else gets at from here to the migration's end.
COLUMNS = """
ALTER TABLE clinic_clinicsettings
    ADD COLUMN announced_from timestamp with time zone NULL,
    ADD COLUMN announced_until timestamp with time zone NULL,
    ADD COLUMN announcement varchar(240) DEFAULT '' NOT NULL,
    ADD COLUMN latitude numeric(8, 6) NULL,
    ADD COLUMN longitude numeric(9, 6) NULL,
    ADD COLUMN parking text DEFAULT '' NOT NULL
"""
NO_COLUMNS = """
ALTER TABLE clinic_clinicsettings
    DROP COLUMN announced_from,
    DROP COLUMN announced_until,
    DROP COLUMN announcement,
    DROP COLUMN latitude,
    DROP COLUMN longitude,
    DROP COLUMN parking
"""


def let_announce(apps: Apps, schema_editor: Any) -> None:
    """Give those groups the permission, which Django would make only after the last migration."""
    content_type, _created = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="clinic", model="clinicsettings"
    )
    permission, _created = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type,
        codename="announce",
        defaults={"name": "Can set the announcement on every page"},
    )
    for group in apps.get_model("auth", "Group").objects.filter(name__in=GROUPS):
        group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("clinic", "0037_phone_languages"),
        # They make the groups, and set what each of them may do.
        ("appointments", "0007_owner_runs_the_clinic"),
        ("articles", "0003_groups"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="clinicsettings",
            options={
                "permissions": [("announce", "Can set the announcement on every page")],
                "verbose_name": "Clinic details",
                "verbose_name_plural": "Clinic details",
            },
        ),
        migrations.RunPython(let_announce, migrations.RunPython.noop),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(COLUMNS, NO_COLUMNS)],
            state_operations=[
                migrations.AddField(
                    model_name="clinicsettings",
                    name="announced_from",
                    field=models.DateTimeField(
                        blank=True,
                        help_text="Left empty, it is shown at once.",
                        null=True,
                        verbose_name="shown from",
                    ),
                ),
                migrations.AddField(
                    model_name="clinicsettings",
                    name="announced_until",
                    field=models.DateTimeField(
                        blank=True, help_text="Then it goes by itself.", null=True, verbose_name="shown until"
                    ),
                ),
                migrations.AddField(
                    model_name="clinicsettings",
                    name="announcement",
                    field=models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        help_text="One or two sentences. It stands on every page, above everything else.",
                        max_length=240,
                        verbose_name="announcement",
                    ),
                ),
                migrations.AddField(
                    model_name="clinicsettings",
                    name="latitude",
                    field=models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        help_text="For maps and search engines. Find your door on a map, and copy its first number, such as 12.345678. Leave both empty rather than guess.",
                        max_digits=8,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("-90")),
                            django.core.validators.MaxValueValidator(Decimal("90")),
                        ],
                        verbose_name="latitude",
                    ),
                ),
                migrations.AddField(
                    model_name="clinicsettings",
                    name="longitude",
                    field=models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        help_text="The second number. West of Greenwich it begins with a minus, such as -123.456789.",
                        max_digits=9,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("-180")),
                            django.core.validators.MaxValueValidator(Decimal("180")),
                        ],
                        verbose_name="longitude",
                    ),
                ),
                migrations.AddField(
                    model_name="clinicsettings",
                    name="parking",
                    field=models.TextField(
                        blank=True,
                        db_default="",
                        default="",
                        help_text="Where to park, what it costs, and where the spaces for people with a placard are.",
                        max_length=300,
                        verbose_name="parking",
                    ),
                ),
            ],
        ),
    ]
