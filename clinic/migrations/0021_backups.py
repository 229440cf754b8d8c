"""Record of each backup."""

import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("clinic", "0017_kept_for"),
    ]

    operations = [
        migrations.CreateModel(
            name="Backup",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("file", models.CharField(max_length=80)),
                ("size", models.BigIntegerField()),
                ("sha256", models.CharField(max_length=64, unique=True)),
                ("rows", models.BigIntegerField()),
                ("files", models.PositiveIntegerField()),
                ("tried_at", models.DateTimeField(null=True)),
                ("restored_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "backup",
                "verbose_name_plural": "backups",
                "default_permissions": (),
                "indexes": [models.Index(fields=["-made_at"], name="backups_latest")],
            },
        ),
    ]
