"""What the front desk decides: who works on a request, and how it ends.

Every function takes the ``version`` that the person saw and raises ``RequestMoved`` when the request has
changed since, and ``TransitionRefused`` when the step is not allowed from its status.
"""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from appointments.models import AppointmentRequest
from appointments.models.channels import NoticeChannel
from appointments.models.event_kinds import EventKind
from appointments.models.event_payloads import Declined, PrioritySet
from appointments.models.requests import Priority
from appointments.notices.channels import channels_to_patient
from appointments.services.changes import PatientMessage, TransitionRefused, change
from appointments.services.contact.attempts import may_be_called_unreachable
from appointments.statuses import Status
from clinic.models import User


class DeclineReason(models.TextChoices):
    NOT_OFFERED = "not_offered", _("We do not offer what was asked for")
    NO_CAPACITY = "no_capacity", _("We have no free time in the weeks asked for")
    OTHER_CARE = "other_care", _("Another kind of care is needed first")
    OTHER = "other", _("Another reason")


class ToldBy(models.TextChoices):
    PHONE = "phone", _("By phone")
    EMAIL = "email", _("By e-mail")
    IN_PERSON = "in_person", _("In person")
    LETTER = "letter", _("By letter")
    # True only once the message has gone.
    MESSAGE = "message", _("By this site's message")


def claim(*, appointment_request_id: uuid.UUID, version: int, actor: User) -> None:
    """``actor`` takes the request."""
    with change(appointment_request_id, version=version, actor=actor, kind=EventKind.CLAIMED) as step:
        _must_be_open(step.appointment_request)
        step.appointment_request.assigned_to = actor


def release(*, appointment_request_id: uuid.UUID, version: int, actor: User) -> None:
    """The request goes back to the desk, for anybody to take."""
    with change(appointment_request_id, version=version, actor=actor, kind=EventKind.RELEASED) as step:
        _must_be_open(step.appointment_request)
        step.appointment_request.assigned_to = None


def set_priority(
    *, appointment_request_id: uuid.UUID, version: int, actor: User, priority: Priority, note: str = ""
) -> None:
    """How soon the desk should see to it; what is urgent stands first in its list."""
    with change(
        appointment_request_id, version=version, actor=actor, kind=EventKind.PRIORITY, note=note
    ) as step:
        _must_be_open(step.appointment_request)
        step.payload = PrioritySet(priority=int(priority))
        step.appointment_request.priority = priority


def add_note(*, appointment_request_id: uuid.UUID, version: int, actor: User, note: str) -> None:
    """Keep ``note`` in the timeline, sealed. Allowed in every status."""
    with change(appointment_request_id, version=version, actor=actor, kind=EventKind.NOTE, note=note):
        pass


def decline(
    *,
    appointment_request_id: uuid.UUID,
    version: int,
    actor: User,
    reason: str,
    told_by: str,
    note: str = "",
    message: PatientMessage | None = None,
) -> None:
    """The clinic cannot offer this. ``told_by``: nobody is declined without being told."""
    with change(appointment_request_id, version=version, actor=actor, note=note, message=message) as step:
        if step.appointment_request.status == Status.QUARANTINED:
            # Spam is discarded; a patient is put among the new ones first.
            raise TransitionRefused(step.appointment_request.reference)
        step.go_to(Status.DECLINED)
        step.free_the_time()
        step.payload = Declined(reason=reason, told_by=told_by)


def withdraw(*, appointment_request_id: uuid.UUID, version: int, actor: User, note: str = "") -> None:
    """The patient no longer wants the appointment."""
    with change(appointment_request_id, version=version, actor=actor, note=note) as step:
        step.go_to(Status.WITHDRAWN)
        step.free_the_time()


def mark_unreachable(
    *,
    appointment_request_id: uuid.UUID,
    version: int,
    actor: User,
    note: str = "",
    message: PatientMessage | None = None,
) -> None:
    """The desk tried often enough (``may_be_called_unreachable``) and stops trying."""
    with change(appointment_request_id, version=version, actor=actor, note=note, message=message) as step:
        if not may_be_called_unreachable(step.appointment_request):
            raise TransitionRefused(step.appointment_request.reference)
        step.go_to(Status.UNREACHABLE)


def close_as_error(*, appointment_request_id: uuid.UUID, version: int, actor: User, note: str) -> None:
    """The request should not be there: a test, a slip of the desk. ``note`` says what happened."""
    with change(appointment_request_id, version=version, actor=actor, note=note) as step:
        step.go_to(Status.ENTERED_IN_ERROR)
        step.free_the_time()


def reopen(*, appointment_request_id: uuid.UUID, version: int, actor: User, note: str) -> None:
    """A closed request needs work after all."""
    with change(appointment_request_id, version=version, actor=actor, note=note) as step:
        if step.appointment_request.is_open:
            raise TransitionRefused(step.appointment_request.reference)
        step.go_to(Status.NEW)
        step.appointment_request.duplicate_of = None


def restore(*, appointment_request_id: uuid.UUID, version: int, actor: User) -> None:
    """What looked like spam is a patient: whoever was not told of the request is told now.

    The time by which the clinic answers stays the one that the patient was promised.
    """
    with change(appointment_request_id, version=version, actor=actor) as step:
        _must_be_quarantined(step.appointment_request)
        step.go_to(Status.NEW)
        step.tell = [*NoticeChannel.to_desk(), *_patient_who_waits_for_mail(step.appointment_request)]


def discard(*, appointment_request_id: uuid.UUID, version: int, actor: User) -> None:
    """What looked like spam is spam. Nobody is told; whoever finds out better may reopen it."""
    with change(appointment_request_id, version=version, actor=actor, kind=EventKind.DISCARDED) as step:
        _must_be_quarantined(step.appointment_request)
        step.go_to(Status.DECLINED)


def _must_be_quarantined(appointment_request: AppointmentRequest) -> None:
    if appointment_request.status != Status.QUARANTINED:
        raise TransitionRefused(appointment_request.reference)


def _patient_who_waits_for_mail(appointment_request: AppointmentRequest) -> list[str]:
    channels = channels_to_patient(appointment_request, acknowledgement=True)
    return [] if appointment_request.notices.to_patient().exists() else channels


def _must_be_open(appointment_request: AppointmentRequest) -> None:
    if not appointment_request.is_open:
        raise TransitionRefused(appointment_request.reference)
