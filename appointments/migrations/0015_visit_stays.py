"""A kind of timeline event: the desk decided that a visit can stay at its time."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("appointments", "0014_offered_times"),
    ]

    operations = [
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
                    ("visit_stays", "Visit stays"),
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
