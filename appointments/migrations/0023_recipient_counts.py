"""Counts of the mails that strangers can cause to one address, kept out of the write-ahead log like the senders'."""

from django.db import migrations, models

TABLE = "appointments_recipientcount"


class Migration(migrations.Migration):
    dependencies = [("appointments", "0022_keys_rotated")]

    operations = [
        migrations.CreateModel(
            name="RecipientCount",
            fields=[
                ("recipient", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("mails", models.PositiveSmallIntegerField()),
                ("counted_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "mails to a recipient",
                "verbose_name_plural": "mails to recipients",
                "default_permissions": (),
                "indexes": [models.Index(fields=["counted_at"], name="recipient_count_age")],
            },
        ),
        migrations.RunSQL(f"ALTER TABLE {TABLE} SET UNLOGGED", f"ALTER TABLE {TABLE} SET LOGGED"),
    ]
