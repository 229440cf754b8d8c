"""Kinds of events for spam that was discarded and for cancelled visits, which were keys of ``details``."""

from django.db import migrations, models

import appointments.models.channels

# The trigger refuses every change of the timeline; this one says the same in another column.
FORWARDS = """
ALTER TABLE appointments_requestevent DISABLE TRIGGER refuse_update;
UPDATE appointments_requestevent SET kind = 'discarded', details = details - 'spam'
    WHERE kind = 'transition' AND details @> '{"spam": true}';
UPDATE appointments_requestevent SET kind = 'visit_cancelled', details = details - 'visit_cancelled'
    WHERE kind = 'transition' AND details @> '{"visit_cancelled": true}';
ALTER TABLE appointments_requestevent ENABLE TRIGGER refuse_update;
"""


class Migration(migrations.Migration):
    dependencies = [("appointments", "0010_open_requests")]

    operations = [
        migrations.AlterField(
            "requestevent",
            "kind",
            models.CharField(
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
                    ("undone", "Step undone"),
                    ("message", "Message to the patient"),
                    ("escalated", "Waited too long"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            "notice",
            "channel",
            models.CharField(choices=appointments.models.channels.channel_choices, max_length=20),
        ),
        migrations.RunSQL(FORWARDS, migrations.RunSQL.noop),
    ]
