"""Heartbeat of each worker, with where it runs and whether Postgres wakes it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("appointments", "0035_bell"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="workerheartbeat",
            options={
                "default_permissions": (),
                "verbose_name": "worker heartbeat",
                "verbose_name_plural": "worker heartbeats",
            },
        ),
        migrations.RemoveConstraint(model_name="workerheartbeat", name="heartbeat_single_row"),
        migrations.AddField(
            model_name="workerheartbeat",
            name="host",
            field=models.CharField(blank=True, db_default="", default="", max_length=255),
        ),
        migrations.AddField(
            model_name="workerheartbeat",
            name="process",
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="workerheartbeat",
            name="is_woken",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
