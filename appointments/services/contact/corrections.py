"""Corrections of what the patient wrote. The original stays, and the correction is kept beside it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Unpack

from django.utils import timezone

from appointments import action_rules
from appointments.lookup import lookup_hashes
from appointments.models import AppointmentRequest
from appointments.models.event_payloads import Corrected
from appointments.notices.mailing import agrees_to_mail
from appointments.patient_data import CORRECTABLE, PatientData, seal
from appointments.services.changes import ChangeArguments, locked_change

# Permission that was given for one number or address does not hold for another.
_LEAVE_FOR = {"phone": "voicemail_ok", "email": "mail_ok"}


class NothingToCorrect(Exception):
    """The corrected answers are the same as those in use."""


def answers_in_use(appointment_request: AppointmentRequest) -> dict[str, Any]:
    """The answers that can be corrected, each as it is used now. Raises ``DecryptionError``."""
    data = appointment_request.patient
    may_write = bool(data.email_to_use) and agrees_to_mail(data, appointment_request.consent_version)
    return {**data.in_use(), "mail_ok": may_write}


def correct(
    *,
    answers: Mapping[str, Any],
    **arguments: Unpack[ChangeArguments],
) -> None:
    """Use those of ``answers`` (of ``CORRECTABLE``) that differ from what is used now, from now on.

    The desk finds the patient by both. Raises ``NothingToCorrect``, ``RequestMoved``, ``TransitionRefused``,
    ``DecryptionError``.
    """
    actor = arguments["actor"]
    with locked_change(action_rules.CORRECT, **arguments) as change:
        data = change.appointment_request.patient
        changed = _changed(answers_in_use(change.appointment_request), answers)
        if not changed:
            raise NothingToCorrect
        origin = {
            "by": actor.get_full_name() or actor.get_username(),
            "at": timezone.now().isoformat(),
            "numbers": len(data.other_phones),
        }
        data = _with(data, changed, origin)
        agreed, agrees = (
            agrees_to_mail(data, change.appointment_request.consent_version),
            answers.get("mail_ok"),
        )
        if data.email_to_use and agrees not in (None, agreed):
            # The leave may depend on how they want to be reached, which has changed: the new answer counts.
            changed["mail_ok"] = agrees
            data = _with(data, {"mail_ok": agrees}, origin)
        change.appointment_request.patient_data = seal(change.appointment_request.pk, data)
        change.appointment_request.lookup = lookup_hashes(data)
        # The names of the questions only: what was answered is sealed.
        change.payload = Corrected(fields=tuple(changed))


def _with(data: PatientData, changed: Mapping[str, Any], origin: Mapping[str, Any]) -> PatientData:
    new = [{"field": name, "value": value, **origin} for name, value in changed.items()]
    return replace(data, corrections=[*data.corrections, *new])


def _changed(in_use: Mapping[str, Any], answers: Mapping[str, Any]) -> dict[str, Any]:
    changed = {
        name: answers[name] for name in CORRECTABLE if name in answers and answers[name] != in_use[name]
    }
    for name, leave in _LEAVE_FOR.items():
        if name in changed:
            changed[leave] = bool(changed[name]) and answers.get(leave, False)
    return changed
