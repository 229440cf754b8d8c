"""One clock: when the present wait of a request began is stored, and no longer read from its timeline."""

import django.db.models.functions.datetime
from django.db import migrations, models

# A wait begins with the arrival, and anew with an attempt, a cancelled visit, and a request that is reopened or
# restored. The answer is due as long after that as it was due after the arrival; a restored request keeps what
# its patient was promised.
BEGIN_WAITS = """
UPDATE appointments_appointmentrequest AS request
SET waiting_since = greatest(request.received_at, begun.at),
    due_at = CASE
        WHEN begun.at > request.received_at AND begun.promised
            THEN greatest(request.due_at, begun.at + (request.due_at - request.received_at))
        ELSE request.due_at
    END,
    urgent_since = CASE
        WHEN request.priority = 1 THEN greatest(request.received_at, begun.at, begun.urgent_at)
    END
FROM (
    SELECT one.id,
        (
            SELECT max(event.at) FROM appointments_requestevent AS event
            WHERE event.appointment_request_id = one.id
                AND event.kind IN ('transition', 'discarded', 'visit_cancelled', 'attempt', 'undone')
        ) AS at,
        NOT EXISTS (
            SELECT 1 FROM appointments_requestevent AS event
            WHERE event.appointment_request_id = one.id
                AND event.from_status = 'quarantined' AND event.to_status = 'new'
        ) OR one.status <> 'new' AS promised,
        (
            SELECT max(event.at) FROM appointments_requestevent AS event
            WHERE event.appointment_request_id = one.id
                AND event.kind = 'priority' AND event.details->>'priority' = '1'
        ) AS urgent_at
    FROM appointments_appointmentrequest AS one
) AS begun
WHERE begun.id = request.id
"""


class Migration(migrations.Migration):
    dependencies = [("appointments", "0009_sent_again")]

    operations = [
        migrations.AddField(
            "appointmentrequest",
            "waiting_since",
            models.DateTimeField(
                db_default=django.db.models.functions.datetime.Now(), verbose_name="waiting since"
            ),
        ),
        migrations.AddField(
            "appointmentrequest",
            "urgent_since",
            models.DateTimeField(null=True, verbose_name="urgent since"),
        ),
        migrations.RunSQL(BEGIN_WAITS, migrations.RunSQL.noop),
    ]
