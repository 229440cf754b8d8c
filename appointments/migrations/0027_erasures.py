"""Table of erasures, whose rows are chained and kept for six years, as those of reads."""

import django.db.models.functions.datetime
from django.db import migrations, models

from clinic.database.chaining import chain


class Migration(migrations.Migration):
    dependencies = [
        ("appointments", "0026_canaries"),
        ("clinic", "0019_chained_records"),
    ]

    operations = [
        migrations.CreateModel(
            name="Erasure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="when"
                    ),
                ),
                ("database_role", models.CharField(blank=True, db_default="", editable=False, max_length=63)),
                ("previous", models.BinaryField(null=True)),
                ("hash", models.BinaryField(null=True)),
                ("reference", models.CharField(db_index=True, max_length=8, verbose_name="reference")),
                (
                    "rule",
                    models.CharField(
                        choices=[
                            ("closed", "Some time after it was closed"),
                            ("refused", "Some time after it was declined, or discarded as spam"),
                        ],
                        max_length=10,
                        verbose_name="why",
                    ),
                ),
                ("closed_at", models.DateTimeField(verbose_name="closed")),
                ("days", models.PositiveSmallIntegerField(verbose_name="kept for days")),
            ],
            options={
                "verbose_name": "erasure",
                "verbose_name_plural": "erasures",
                "ordering": ["-pk"],
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("rule__in", ["closed", "refused"])), name="erasure_rule_known"
                    )
                ],
            },
        ),
        chain("appointments_erasure"),
    ]
