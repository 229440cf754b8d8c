"""Notices that failed can be sent again, for another 72 hours from the first attempt."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("appointments", "0008_practitioner_left"),
    ]

    operations = [
        migrations.AddField(
            model_name="notice",
            name="give_up_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name="requestevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("received", "Request received"),
                    ("claimed", "Taken"),
                    ("released", "Given back to the desk"),
                    ("attempt", "Contact attempt"),
                    ("transition", "Status changed"),
                    ("discarded", "Discarded as spam"),
                    ("note", "Note"),
                    ("other_phone", "Another phone number"),
                    ("corrected", "Correction"),
                    ("priority", "Priority changed"),
                    ("merged", "Duplicate merged"),
                    ("visit_moved", "Visit moved"),
                    ("visit_cancelled", "Visit cancelled"),
                    ("visit_over", "Visit over"),
                    ("practitioner_left", "Practitioner left"),
                    ("undone", "Step undone"),
                    ("message", "Message to the patient"),
                    ("sent_again", "Message sent again"),
                    ("escalated", "Waited too long"),
                ],
                max_length=20,
            ),
        ),
    ]
