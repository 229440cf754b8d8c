"""Sending again of notices that failed: one that the desk points at, or all of many requests."""

import uuid
from collections.abc import Collection, Iterable

from django.db.models.functions import Now

from appointments import action_rules
from appointments.models import Notice
from appointments.models.notices import NoticeState
from appointments.notices.mailing import UP_TO_THE_PATIENT
from appointments.services.changes import TransitionRefused, locked_change
from clinic.models import User


class NothingToSend(Exception):
    """Error: the message goes again already, or a later step has overtaken it."""


def send_again(*, appointment_request_id: uuid.UUID, notice_id: int, actor: User) -> None:
    """Put the failed notice ``notice_id`` among those to be sent, for another 72 hours.

    Raises ``NothingToSend``, ``AppointmentRequest.DoesNotExist``.
    """
    if not _send_again(appointment_request_id, actor, only=[notice_id]):
        raise NothingToSend


def send_many_again(seen: Iterable[uuid.UUID], *, actor: User) -> int:
    """Send again what failed for a technical reason on the requests; return on how many there was something.

    Where the patient's address or consent is the reason, somebody corrects that first.
    """
    return sum(_send_again(pk, actor) for pk in seen)


def _send_again(appointment_request_id: uuid.UUID, actor: User, only: Collection[int] = ()) -> bool:
    try:
        # Nothing that a colleague did meanwhile speaks against it, so no version is compared.
        with locked_change(
            action_rules.SEND_AGAIN, appointment_request_id=appointment_request_id, version=None, actor=actor
        ) as change:
            notices = [
                notice
                for notice in action_rules.to_send_again(change.appointment_request)
                if notice.pk in only or not (only or notice.last_error in UP_TO_THE_PATIENT)
            ]
            if not notices:
                raise TransitionRefused(change.appointment_request)
            failed = Notice.objects.filter(pk__in=[one.pk for one in notices], state=NoticeState.FAILED)
            # The number of attempts stays: it fences off a worker that wakes up late.
            failed.update(
                state=NoticeState.PENDING, due_at=Now(), lease_until=None, give_up_at=None, faults=0
            )
    except TransitionRefused:
        return False
    return True
