"""The hash of the link at which a patient finds the request again, and the event of another phone number."""

from django.db import migrations, models

KINDS = [
    ("received", "Request received"),
    ("claimed", "Taken"),
    ("released", "Given back to the desk"),
    ("attempt", "Contact attempt"),
    ("transition", "Status changed"),
    ("note", "Note"),
    ("other_phone", "Another phone number"),
]


class Migration(migrations.Migration):
    dependencies = [("appointments", "0004_screening")]

    operations = [
        migrations.AddField(
            model_name="appointmentrequest",
            name="link_hash",
            field=models.BinaryField(
                max_length=32, null=True, unique=True, verbose_name="patient's link, hashed"
            ),
        ),
        migrations.AlterField(
            model_name="requestevent",
            name="kind",
            field=models.CharField(choices=KINDS, max_length=12),
        ),
    ]
