"""Answers of the patient, word for word, with the labels that the desk reads."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from appointments.consents import texts_agreed_to
from appointments.models import AppointmentRequest
from appointments.patient_data import PatientData, StoredCorrection
from appointments.questions.question import Question, Readback
from appointments.questions.table import ON_RECORD
from clinic.identity.clinic_time import day_and_time
from clinic.typed.emails import mail_link

from .dialling import dialling_of

# Label of each question, for the timeline too.
LABELS = {question.name: record.label for question, record in ON_RECORD}


@dataclass(frozen=True)
class Correction:
    """Correction by the desk: the value used instead, its author and time."""

    value: str
    href: str
    level: str
    warning: str
    who: str
    when: str


@dataclass(frozen=True)
class Answer:
    """Question and its answer; ``href`` makes it a link, ``level`` "alert" makes it unmissable.

    ``correction`` is the desk's; ``value`` stays what the patient gave.
    """

    name: str
    label: str
    value: str
    href: str = ""
    level: str = ""
    warning: str = ""
    correction: Correction | None = None
    for_the_call: bool = False


def answers_of(appointment_request: AppointmentRequest) -> list[Answer]:
    """Return every answer, unanswered optional ones included; empty when they cannot be opened."""
    data = appointment_request.answers
    if data is None:
        return []
    answers = [
        _answer(data, question, record, appointment_request.consent_version)
        for question, record in ON_RECORD
        if _is_shown(data, question, record)
    ]
    return [*answers, *_texts_agreed_to(data, appointment_request.consent_version), *_other_answers(data)]


def answers_for_the_call(appointment_request: AppointmentRequest) -> list[Answer]:
    """Return the answers about how and when to reach the patient; empty when they cannot be opened."""
    return [answer for answer in answers_of(appointment_request) if answer.for_the_call and answer.value]


def _is_shown(data: PatientData, question: Question, record: Readback) -> bool:
    """Return whether the question was asked and, if only answers are shown, answered."""
    if question.since > data.schema:
        return False
    is_answered = getattr(data, question.name) or data.correction_of(question.correction_name)
    return bool(is_answered) or not record.only_if_answered


def _answer(data: PatientData, question: Question, record: Readback, consent_version: str) -> Answer:
    name, label = question.name, str(record.label)
    value = record.words(data, consent_version) if record.words else record.in_words(getattr(data, name))
    if name == "other_phones" and data.correction_of("phone"):
        # The corrected number is shown with the first.
        return Answer("later_phone", _("Number given later"), value)
    correction = data.correction_of(question.correction_name)
    if correction is None:
        href, warning = _link(name, value)
        level = _level(data, name)
        return Answer(name, label, value, href, level, warning, for_the_call=record.for_the_call)
    # A wrong number is no link: nobody should call it again.
    corrected = _correction(data, question, record, correction)
    return Answer(name, label, value, correction=corrected, for_the_call=record.for_the_call)


def _correction(
    data: PatientData, question: Question, record: Readback, correction: StoredCorrection
) -> Correction:
    words = (record.corrected or record.in_words)(correction["value"])
    href, warning = _link(question.name, words)
    return Correction(
        value=words,
        href=href,
        level=_level(data, question.name),
        warning=warning,
        who=correction["by"],
        when=day_and_time(datetime.fromisoformat(correction["at"])),
    )


def _texts_agreed_to(data: PatientData, version: str) -> list[Answer]:
    """Return what the patient read or heard before agreeing, word for word."""
    texts = texts_agreed_to(version, data.consents)
    label = _("In these words (%(version)s)") % {"version": version}
    return [Answer("consent_texts", label, "\n".join(texts))] if texts else []


def _other_answers(data: PatientData) -> list[Answer]:
    """Return answers to questions of other releases of this site, under the names that they had there."""
    if not data.other_answers:
        return []
    lines = [f"{name}: {_plain(value)}" for name, value in sorted(data.other_answers.items())]
    return [Answer("other_answers", _("Other answers"), "\n".join(lines))]


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _link(name: str, value: str) -> tuple[str, str]:
    """Return the address to which the answer leads, and what to heed before."""
    if name in ("phone", "other_phones"):
        dialling = dialling_of(value)
        return dialling.href, dialling.warning
    return (mail_link(value) if name == "email" and value else ""), ""


def _level(data: PatientData, name: str) -> str:
    if name == "voicemail_ok" and data.phone_to_call:
        return "fine" if data.may_leave_voicemail else "alert"
    return ""
