"""Objections to the time of a visit that were known when it was agreed."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("appointments", "0010_waiting_since"),
    ]

    operations = [
        migrations.AddField(
            model_name="visit",
            name="despite",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=20),
                db_default=[],
                default=list,
                verbose_name="agreed all the same",
            ),
        ),
    ]
