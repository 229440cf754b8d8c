"""How often the link of a request was ended, and the event that says so."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("appointments", "0015_visit_stays"),
    ]

    operations = [
        migrations.AddField(
            model_name="appointmentrequest",
            name="link_generation",
            field=models.PositiveSmallIntegerField(db_default=0, default=0, verbose_name="links ended"),
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
                    ("visit_stays", "Visit stays"),
                    ("visit_over", "Visit over"),
                    ("practitioner_left", "Practitioner left"),
                    ("undone", "Step undone"),
                    ("message", "Message to the patient"),
                    ("sent_again", "Message sent again"),
                    ("link_ended", "Patient's link ended"),
                    ("escalated", "Waited too long"),
                ],
                max_length=20,
            ),
        ),
    ]
