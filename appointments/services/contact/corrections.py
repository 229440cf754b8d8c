"""Corrections of the patient's answers. The original stays, and the correction is kept beside it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Unpack

from appointments import action_rules
from appointments.models import AppointmentRequest
from appointments.models.event_payloads import Corrected
from appointments.models.mail_consent import agrees_to_mail
from appointments.patient_data import CORRECTABLE, PatientData, StoredCorrection
from appointments.patient_link import end_link
from appointments.services.changes import ChangeArguments, locked_change
from clinic.database.clock import database_now

# Permission for each number or address: given for one, it does not hold for another.
_PERMISSION_FOR = {"phone": "voicemail_ok", "email": "mail_ok"}


class NothingToCorrect(Exception):
    """Error: the corrected answers are the same as those in use."""


def answers_in_use(appointment_request: AppointmentRequest) -> dict[str, Any]:
    """Return the answers that can be corrected, as they are used now. Raises ``DecryptionError``."""
    data = appointment_request.patient
    may_write = bool(data.email_to_use) and agrees_to_mail(data, appointment_request.consent_version)
    return {**data.in_use(), "mail_ok": may_write}


def correct(
    *,
    answers: Mapping[str, Any],
    **arguments: Unpack[ChangeArguments],
) -> None:
    """Correct each of ``answers`` (of ``CORRECTABLE``) that differs from the one in use.

    Searches find the patient by the original and the correction. Another e-mail address ends the patient's
    link, which may have reached a stranger. Raises ``NothingToCorrect``,
    ``RequestMoved``, ``TransitionRefused``, ``DecryptionError``.
    """
    actor = arguments["actor"]
    with locked_change(action_rules.CORRECT, **arguments) as change:
        data = change.appointment_request.patient
        changed = _changed(answers_in_use(change.appointment_request), answers)
        if not changed:
            raise NothingToCorrect
        by, at = actor.get_full_name() or actor.get_username(), database_now().isoformat()
        kept, data = len(data.corrections), _with(data, changed, by, at)
        agreed = agrees_to_mail(data, change.appointment_request.consent_version)
        agrees = answers.get("mail_ok")
        if data.email_to_use and agrees not in (None, agreed):
            # The permission may depend on the way of contact, which has changed: the new answer counts.
            changed["mail_ok"] = agrees
            data = _with(data, {"mail_ok": agrees}, by, at)
        change.appointment_request.keep_answers(data)
        if "email" in changed:
            end_link(change.appointment_request)
        # Only the names of the questions: the answers are sealed.
        change.payload = Corrected(fields=tuple(changed), kept=kept)


def take_back_corrections(appointment_request: AppointmentRequest, kept: int) -> None:
    """Remove all corrections but the first ``kept``, in the columns only. Raises ``DecryptionError``."""
    data = appointment_request.patient
    appointment_request.keep_answers(replace(data, corrections=data.corrections[:kept]))


def _with(data: PatientData, changed: Mapping[str, Any], by: str, at: str) -> PatientData:
    numbers = len(data.other_phones)
    new = [
        StoredCorrection(field=name, value=value, by=by, at=at, numbers=numbers)
        for name, value in changed.items()
    ]
    return replace(data, corrections=[*data.corrections, *new])


def _changed(in_use: Mapping[str, Any], answers: Mapping[str, Any]) -> dict[str, Any]:
    changed = {
        name: answers[name] for name in CORRECTABLE if name in answers and answers[name] != in_use[name]
    }
    for name, permission in _PERMISSION_FOR.items():
        if name in changed:
            changed[permission] = bool(changed[name]) and answers.get(permission, False)
    return changed
