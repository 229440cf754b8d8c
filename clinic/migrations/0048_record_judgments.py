"""Judgments of records that are public once they are saved: people, pictures, notices, details."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("clinic", "0040_waits_are_public"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.CreateModel(
            name="RecordJudgment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("object_id", models.BigIntegerField(verbose_name="number of the record")),
                ("name", models.CharField(blank=True, default="", max_length=200, verbose_name="record")),
                ("passed", models.CharField(blank=True, default="", max_length=64)),
                ("judged", models.CharField(blank=True, default="", max_length=64)),
                ("judged_at", models.DateTimeField(null=True, verbose_name="judged at")),
                ("findings", models.JSONField(default=list)),
                ("fails_since", models.DateTimeField(null=True, verbose_name="does not hold since")),
                ("withheld", models.JSONField(default=dict)),
                ("told", models.CharField(blank=True, default="", max_length=64)),
                (
                    "content_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        to="contenttypes.contenttype",
                        verbose_name="kind of record",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("content_type", "object_id"), name="clinic_recordjudgment_once"
                    )
                ],
            },
        ),
    ]
