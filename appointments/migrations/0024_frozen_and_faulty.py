"""Faults and sweeping of notices, and the row that freezes those of a restored backup."""

import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("appointments", "0019_events_dated"),
    ]

    operations = [
        migrations.AddField(
            model_name="notice",
            name="faults",
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="notice",
            name="was_missing",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.CreateModel(
            name="NoticeFreeze",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "verbose_name": "frozen notices",
                "verbose_name_plural": "frozen notices",
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="freeze_single_row")
                ],
            },
        ),
    ]
