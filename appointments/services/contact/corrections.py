"""What the desk finds out better than the patient wrote it. Those words stay; what is right stands beside."""

import uuid
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils import timezone

from appointments.lookup import lookup_hashes
from appointments.models import AppointmentRequest
from appointments.models.event_kinds import EventKind
from appointments.models.event_payloads import Corrected
from appointments.notices.mailing import agrees_to_mail
from appointments.patient_data import CORRECTABLE, PatientData, seal
from appointments.services.changes import TransitionRefused, change
from clinic.models import User

# Leave that was given for a number or an address is none for another.
_LEAVE_FOR = {"phone": "voicemail_ok", "email": "mail_ok"}


class NothingToCorrect(Exception):
    """Everything is as it was known already."""


def known_of(appointment_request: AppointmentRequest) -> dict[str, Any]:
    """All that can be corrected, each as it is used now. Raises ``DecryptionError``."""
    data = appointment_request.patient
    may_write = bool(data.email_to_use) and agrees_to_mail(data, appointment_request.consent_version)
    return {**data.in_use(), "mail_ok": may_write}


def correct(
    *,
    appointment_request_id: uuid.UUID,
    version: int,
    actor: User,
    answers: Mapping[str, Any],
    note: str = "",
) -> None:
    """Use those of ``answers`` (of ``CORRECTABLE``) that differ from what is used now, from now on.

    The desk finds the patient by both. Raises ``NothingToCorrect``, ``RequestMoved``, ``TransitionRefused``,
    ``DecryptionError``.
    """
    with change(
        appointment_request_id, version=version, actor=actor, kind=EventKind.CORRECTED, note=note
    ) as step:
        if not step.appointment_request.is_open:
            raise TransitionRefused(step.appointment_request.reference)
        data = step.appointment_request.patient
        changed = _changed(known_of(step.appointment_request), answers)
        if not changed:
            raise NothingToCorrect
        known = {
            "by": actor.get_full_name() or actor.get_username(),
            "at": timezone.now().isoformat(),
            "numbers": len(data.other_phones),
        }
        data = _with(data, changed, known)
        agrees, said = agrees_to_mail(data, step.appointment_request.consent_version), answers.get("mail_ok")
        if data.email_to_use and said not in (None, agrees):
            # Leave may hang on how they want to be reached, and that has changed: what was said of it counts.
            changed["mail_ok"] = said
            data = _with(data, {"mail_ok": said}, known)
        step.appointment_request.patient_data = seal(step.appointment_request.pk, data)
        step.appointment_request.lookup = lookup_hashes(data)
        # The names of the questions only: what was answered is sealed.
        step.payload = Corrected(fields=tuple(changed))


def _with(data: PatientData, changed: Mapping[str, Any], known: Mapping[str, Any]) -> PatientData:
    new = [{"field": name, "value": value, **known} for name, value in changed.items()]
    return replace(data, corrections=[*data.corrections, *new])


def _changed(known: Mapping[str, Any], answers: Mapping[str, Any]) -> dict[str, Any]:
    changed = {
        name: answers[name] for name in CORRECTABLE if name in answers and answers[name] != known[name]
    }
    for name, leave in _LEAVE_FOR.items():
        if name in changed:
            changed[leave] = bool(changed[name]) and answers.get(leave, False)
    return changed
