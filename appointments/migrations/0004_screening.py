"""The tokens by which floods from one address are noticed."""

from django.db import migrations, models

TABLE = "appointments_senderbucket"


class Migration(migrations.Migration):
    dependencies = [("appointments", "0003_front_desk")]

    operations = [
        migrations.CreateModel(
            name="SenderBucket",
            fields=[
                ("sender", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("soft", models.FloatField()),
                ("hard", models.FloatField()),
                ("filled_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "sender's tokens",
                "verbose_name_plural": "senders' tokens",
                "default_permissions": (),
                "indexes": [models.Index(fields=["filled_at"], name="sender_bucket_age")],
            },
        ),
        # Worth nothing after a crash or in a backup: without the write-ahead log a try costs no disk write.
        migrations.RunSQL(f"ALTER TABLE {TABLE} SET UNLOGGED", f"ALTER TABLE {TABLE} SET LOGGED"),
    ]
