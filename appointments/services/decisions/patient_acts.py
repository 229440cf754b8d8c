"""What a patient does by the link of "Your request": withdraw, or ask to be called at another number.

As the desk's decisions, both take the ``version`` that was looked at and raise ``RequestMoved`` when the
request has changed since, and ``TransitionRefused`` when its status does not allow them. The desk is told in
the same transaction.
"""

import uuid
from dataclasses import replace

from django.utils import timezone

from appointments.lookup import lookup_hashes
from appointments.models.channels import NoticeChannel
from appointments.models.event_kinds import EventKind
from appointments.models.event_payloads import BY_PATIENT, OtherPhone, Withdrawn
from appointments.notices.channels import channels_to_patient
from appointments.patient_data import seal
from appointments.services.changes import TransitionRefused, change
from appointments.statuses import Status

# Nobody changes the number more often; a stranger with the link could fill the record.
MOST_OTHER_PHONES = 5


class NothingToDo(Exception):
    """What was asked for is already so, as after pressing a button twice."""


class TooManyNumbers(Exception):
    """The patient has given as many other numbers as a record keeps."""


def withdraw_by_patient(*, appointment_request_id: uuid.UUID, version: int) -> None:
    """The patient no longer wants the appointment; a visit to come is cancelled, one that began is not."""
    with change(appointment_request_id, version=version, actor=None) as step:
        if step.appointment_request.status == Status.WITHDRAWN:
            raise NothingToDo
        if step.appointment_request.visits.filter(
            cancelled_at=None, during__startswith__lte=timezone.now()
        ).exists():
            raise TransitionRefused(step.appointment_request.reference)
        step.tell = [*NoticeChannel.to_desk(), *channels_to_patient(step.appointment_request)]
        step.go_to(Status.WITHDRAWN)
        step.free_the_time()
        step.payload = Withdrawn(by=BY_PATIENT)


def call_at_other_phone(
    *, appointment_request_id: uuid.UUID, version: int, phone: str, voicemail_ok: bool
) -> None:
    """Keep ``phone`` beside what was written first, as the number to call. Raises ``DecryptionError``."""
    with change(
        appointment_request_id, version=version, actor=None, kind=EventKind.OTHER_PHONE, note=phone
    ) as step:
        if not step.appointment_request.is_open:
            raise TransitionRefused(step.appointment_request.reference)
        data = step.appointment_request.patient
        other = {"phone": phone, "voicemail_ok": voicemail_ok}
        # Compared with what came by the link alone: so it says nothing about the number written first.
        if data.other_phones[-1:] == [other]:
            raise NothingToDo
        if len(data.other_phones) >= MOST_OTHER_PHONES:
            raise TooManyNumbers
        data = replace(data, other_phones=[*data.other_phones, other])
        step.appointment_request.patient_data = seal(step.appointment_request.pk, data)
        step.appointment_request.lookup = lookup_hashes(data)
        step.payload = OtherPhone()
        step.tell = NoticeChannel.to_desk()
