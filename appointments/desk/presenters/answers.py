"""What the patient wrote, word for word, with the labels that the desk reads."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from appointments.consents import LEAVE_TO_MAIL, Leave
from appointments.models import AppointmentRequest
from appointments.patient_data import PatientData
from appointments.phones import to_e164
from appointments.questions.choices import (
    CHILD_AGES,
    DAYS,
    IN_PERSON_TOPIC,
    OTHER_TOPIC,
    RELATIONSHIPS,
    SPEAKS,
    TIMES,
    VISITED,
    WHO_FOR,
)
from articles.models import ConditionPage
from clinic.identity.clinic_time import day_and_time


@dataclass(frozen=True)
class Answer:
    """One question and its answer; ``href`` makes it a link, ``level`` "alert" makes it unmissable.

    ``correction`` is what the desk knows better: ``value`` stays what the patient gave.
    """

    name: str
    label: str
    value: str
    href: str = ""
    level: str = ""
    correction: "Correction | None" = None


@dataclass(frozen=True)
class Correction:
    """What is used instead, and who found it out when."""

    value: str
    href: str
    level: str
    who: str
    when: str


# As the form asks them, but from the desk's side.
LABELS = {
    "full_name": gettext_lazy("Name"),
    "other_phones": gettext_lazy("Call this number instead"),
    "who_for": gettext_lazy("The visit is for"),
    "child_age": gettext_lazy("The child's age"),
    "guardian_name": gettext_lazy("Speak with"),
    "relationship": gettext_lazy("Who is the patient's"),
    "phone": gettext_lazy("Phone"),
    "voicemail_ok": gettext_lazy("Voicemail"),
    "email": gettext_lazy("E-mail"),
    "contact_by": gettext_lazy("Wants to be reached"),
    "call_times": gettext_lazy("Best time to call"),
    "speaks": gettext_lazy("Speaks"),
    "visited_before": gettext_lazy("Has visited us before"),
    "topic": gettext_lazy("Wants help with"),
    "days": gettext_lazy("Days that suit"),
    "times": gettext_lazy("Times that suit"),
    "access_needs": gettext_lazy("Interpreter or access"),
    "note": gettext_lazy("Note for the desk"),
    "consents": gettext_lazy("Agreed"),
}
# Shown only when there is something to show.
UNLESS_EMPTY = ("child_age", "guardian_name", "relationship", "other_phones")
# What somebody on the phone with the patient needs in sight.
FOR_THE_CALL = (
    "full_name",
    "other_phones",
    "child_age",
    "guardian_name",
    "relationship",
    "phone",
    "voicemail_ok",
    "email",
    "contact_by",
    "call_times",
    "speaks",
    "days",
    "times",
)

_WHO_FOR = dict(WHO_FOR) | {"self": gettext_lazy("The person who asked")}
_CONTACT_BY = {"phone": gettext_lazy("By phone"), "email": gettext_lazy("By e-mail")}
_CONSENTS = {
    "contact": gettext_lazy("We may contact them about this request"),
    "email": gettext_lazy("We may e-mail them about it"),
}


def answers_of(appointment_request: AppointmentRequest) -> list[Answer]:
    """Every answer, unanswered optional ones included. Raises ``DecryptionError``."""
    data = appointment_request.patient
    return [
        _answer(data, name, str(label), appointment_request.consent_version)
        for name, label in LABELS.items()
        if name not in UNLESS_EMPTY or getattr(data, name) or data.correction_of(name)
    ]


def _answer(data: PatientData, name: str, label: str, consent_version: str) -> Answer:
    value = _VALUES.get(name, _as_typed)(data, name)
    if name == "consents":
        value = _agreed(data, consent_version)
    # Leave to write is one of the things that were agreed to.
    correction = data.correction_of("mail_ok" if name == "consents" else name)
    if name == "other_phones" and data.correction_of("phone"):
        # The desk knows a better one, which stands with the first.
        return Answer("later_phone", _("Number given later"), value)
    if correction is None:
        return Answer(name, label, value, _link(name, value), _level(data, name))
    words = _CORRECTED.get(correction["field"], str)(correction["value"])
    known = Correction(
        value=words,
        href=_link(name, words),
        level=_level(data, name),
        who=correction["by"],
        when=day_and_time(datetime.fromisoformat(correction["at"])),
    )
    # The number that turned out wrong is no link: nobody should call it again.
    return Answer(name, label, value, correction=known)


def answers_for_the_call(appointment_request: AppointmentRequest) -> list[Answer]:
    """How to reach the patient, and when. Raises ``DecryptionError``."""
    return [
        answer for answer in answers_of(appointment_request) if answer.name in FOR_THE_CALL and answer.value
    ]


def _voicemail(data: PatientData, name: str) -> str:
    """What was said of the number that the patient gave last."""
    given = (
        data.other_phones[-1]
        if data.other_phones
        else {"phone": data.phone, "voicemail_ok": data.voicemail_ok}
    )
    return _voicemail_words(given["voicemail_ok"]) if given["phone"] else _("No phone number given")


def _voicemail_words(allowed: bool) -> str:
    return _("Voicemail is fine") if allowed else _("No voicemail")


def _named(choices: dict[str, Any]) -> Callable[[Any], str]:
    def words(value: Any) -> str:
        values = value if isinstance(value, list) else [value]
        return ", ".join(str(choices.get(one, one)) for one in values if one)

    return words


def _as_typed(data: PatientData, name: str) -> str:
    return getattr(data, name)


def _chosen(choices: dict[str, Any]) -> Callable[[PatientData, str], str]:
    return lambda data, name: _named(choices)(getattr(data, name))


def _topic(data: PatientData, name: str) -> str:
    known = {OTHER_TOPIC: _("Something else"), IN_PERSON_TOPIC: _("Would rather say in person")}
    if not data.topic or data.topic in known:
        return known.get(data.topic, "")
    article = ConditionPage.objects.filter(slug=data.topic).only("title").first()
    return article.title if article else data.topic


def _agreed(data: PatientData, consent_version: str) -> str:
    words = _CONSENTS
    if LEAVE_TO_MAIL.get(consent_version) is not Leave.ALL:
        words = words | {"email": _("We may send one e-mail, to say that it arrived")}
    return ", ".join(str(words.get(one, one)) for one, given in data.consents.items() if given)


_VALUES: dict[str, Callable[[PatientData, str], str]] = {
    "other_phones": lambda data, name: data.other_phones[-1]["phone"],
    "who_for": _chosen(_WHO_FOR),
    "child_age": _chosen(dict(CHILD_AGES)),
    "relationship": _chosen(dict(RELATIONSHIPS)),
    "call_times": _chosen(dict(TIMES)),
    "voicemail_ok": _voicemail,
    "contact_by": _chosen(_CONTACT_BY),
    "speaks": _chosen(dict(SPEAKS)),
    "visited_before": _chosen(dict(VISITED)),
    "topic": _topic,
    "days": _chosen(dict(DAYS)),
    "times": _chosen(dict(TIMES)),
}


# What the desk corrected, in words.
_CORRECTED: dict[str, Callable[[Any], str]] = {
    "voicemail_ok": _voicemail_words,
    "mail_ok": lambda allowed: _("We may write by e-mail") if allowed else _("No e-mail"),
    "contact_by": _named(_CONTACT_BY),
    "call_times": _named(dict(TIMES)),
    "speaks": _named(dict(SPEAKS)),
}


def _link(name: str, value: str) -> str:
    if name in ("phone", "other_phones") and (number := to_e164(value)):
        return f"tel:{number}"
    return f"mailto:{value}" if name == "email" and value else ""


def _level(data: PatientData, name: str) -> str:
    if name == "voicemail_ok" and data.phone_to_call:
        return "fine" if data.may_leave_voicemail else "alert"
    return ""
