"""What the patient wrote, word for word, with the labels that the desk reads."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from appointments.forms import (
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
from appointments.models import AppointmentRequest
from appointments.patient_data import PatientData
from appointments.phones import to_e164
from articles.models import ConditionPage


@dataclass(frozen=True)
class Answer:
    """One question and its answer; ``href`` makes it a link, ``level`` "alert" makes it unmissable."""

    name: str
    label: str
    value: str
    href: str = ""
    level: str = ""


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
    "email": gettext_lazy("We may say by e-mail that it arrived"),
}


def answers_of(request: AppointmentRequest) -> list[Answer]:
    """Every answer, unanswered optional ones included. Raises ``SealBroken``."""
    data = request.patient
    return [
        Answer(
            name, str(label), _VALUES.get(name, _as_typed)(data, name), _link(data, name), _level(data, name)
        )
        for name, label in LABELS.items()
        if name not in UNLESS_EMPTY or getattr(data, name)
    ]


def answers_for_the_call(request: AppointmentRequest) -> list[Answer]:
    """How to reach the patient, and when. Raises ``SealBroken``."""
    return [answer for answer in answers_of(request) if answer.name in FOR_THE_CALL and answer.value]


def contact_words(data: PatientData) -> str:
    """How the patient wants to be reached."""
    return str(_CONTACT_BY.get(data.contact_by, data.contact_by))


def voicemail_words(data: PatientData) -> str:
    """Whether a message may be left on the patient's phone."""
    if not data.phone_to_call:
        return _("No phone number given")
    return _("Voicemail is fine") if data.may_leave_voicemail else _("No voicemail")


def _as_typed(data: PatientData, name: str) -> str:
    return getattr(data, name)


def _chosen(choices: dict[str, Any]) -> Callable[[PatientData, str], str]:
    def words(data: PatientData, name: str) -> str:
        value = getattr(data, name)
        values = value if isinstance(value, list) else [value]
        return ", ".join(str(choices.get(one, one)) for one in values if one)

    return words


def _topic(data: PatientData, name: str) -> str:
    known = {OTHER_TOPIC: _("Something else"), IN_PERSON_TOPIC: _("Would rather say in person")}
    if not data.topic or data.topic in known:
        return known.get(data.topic, "")
    article = ConditionPage.objects.filter(slug=data.topic).only("title").first()
    return article.title if article else data.topic


def _agreed(data: PatientData, name: str) -> str:
    return ", ".join(str(_CONSENTS.get(one, one)) for one, given in data.consents.items() if given)


_VALUES: dict[str, Callable[[PatientData, str], str]] = {
    "other_phones": lambda data, name: data.phone_to_call,
    "who_for": _chosen(_WHO_FOR),
    "child_age": _chosen(dict(CHILD_AGES)),
    "relationship": _chosen(dict(RELATIONSHIPS)),
    "call_times": _chosen(dict(TIMES)),
    "voicemail_ok": lambda data, name: voicemail_words(data),
    "contact_by": lambda data, name: contact_words(data),
    "speaks": _chosen(dict(SPEAKS)),
    "visited_before": _chosen(dict(VISITED)),
    "topic": _topic,
    "days": _chosen(dict(DAYS)),
    "times": _chosen(dict(TIMES)),
    "consents": _agreed,
}


def _link(data: PatientData, name: str) -> str:
    if name == "phone" and data.phone_e164:
        return f"tel:{data.phone_e164}"
    if name == "other_phones":
        return f"tel:{to_e164(data.phone_to_call)}"
    return f"mailto:{data.email}" if name == "email" and data.email else ""


def _level(data: PatientData, name: str) -> str:
    if name == "voicemail_ok" and data.phone_to_call:
        return "fine" if data.may_leave_voicemail else "alert"
    return ""
