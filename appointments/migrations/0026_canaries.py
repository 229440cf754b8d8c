"""Table of the canaries."""

import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("appointments", "0023_recipient_counts"),
    ]

    operations = [
        migrations.CreateModel(
            name="Canary",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("written_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("tried_at", models.DateTimeField(null=True)),
                ("arrived_at", models.DateTimeField(null=True)),
                ("rung_at", models.DateTimeField(null=True)),
                ("last_error", models.CharField(blank=True, max_length=80)),
            ],
            options={
                "verbose_name": "canary",
                "verbose_name_plural": "canaries",
                "default_permissions": (),
            },
        ),
    ]
