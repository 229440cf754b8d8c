"""What a message should have told a patient, and somebody told in another way."""

import uuid

from django.db.models import prefetch_related_objects

from appointments.models import AppointmentRequest
from appointments.models.event_kinds import EventKind
from appointments.models.event_payloads import Told
from appointments.models.notices import NoticeState
from appointments.services.changes import TransitionRefused, change
from appointments.statuses import Status
from clinic.models import User

# After these, what a message should have said is no longer owed.
REACHED_OUT = (EventKind.ATTEMPT, EventKind.MESSAGE)


def is_undelivered(appointment_request: AppointmentRequest) -> bool:
    """Whether a message to the patient was given up, and nobody has reached out to the patient since."""
    prefetch_related_objects([appointment_request], "events__notices")
    events = list(appointment_request.events.all())
    reached = [event.at for event in events if event.kind in REACHED_OUT]
    return any(
        notice.is_to_patient
        and notice.state == NoticeState.FAILED
        and not any(at > notice.created_at for at in reached)
        for event in events
        for notice in event.notices.all()
    )


def told_another_way(
    *, appointment_request_id: uuid.UUID, version: int, actor: User, told_by: str, note: str = ""
) -> None:
    """Keep how the patient was told what a message should have said, whatever became of the request.

    The status stays. Raises ``RequestMoved``, and ``TransitionRefused`` where every message went.
    """
    with change(
        appointment_request_id, version=version, actor=actor, kind=EventKind.MESSAGE, note=note
    ) as step:
        # Whoever floods the form must not keep the desk busy with telling.
        if step.appointment_request.status == Status.QUARANTINED or not is_undelivered(
            step.appointment_request
        ):
            raise TransitionRefused(step.appointment_request.reference)
        step.payload = Told(told_by=told_by)
