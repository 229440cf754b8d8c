"""Messages made of an approved text and facts about a request. Nothing in them was typed by a patient."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from itertools import groupby

from django.utils import timezone, translation
from django.utils.formats import date_format, time_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from appointments.messages.checks import unusable_fields
from appointments.messages.kinds import MessageKind
from appointments.messages.merge_fields import LINK, filled_in
from appointments.models import AppointmentRequest, MessageTemplate
from appointments.patient_link import link_for
from clinic.models import ClinicSettings
from clinic.templatetags.clinic_tags import national

SUBJECT_LENGTH = 120
USUAL_LANGUAGE = "en"
_LINK = f"{{{LINK}}}"
_EMAIL = "{email}"


@dataclass(frozen=True, kw_only=True)
class VisitFacts:
    """Facts about a visit for a message; ``earlier`` is the time before it was moved."""

    start: datetime
    practitioner: str
    earlier: datetime | None = None


@dataclass(frozen=True)
class OfferedTime:
    """Free time that a message offers."""

    start: datetime
    practitioner: str


@dataclass(frozen=True)
class Wording:
    """Message as it is sent, without the patient's link, which neither desk nor database ever sees."""

    subject: str
    body: str

    @property
    def body_for_the_desk(self) -> str:
        """Text as the desk sees it."""
        return for_the_desk(self.body)


def texts_for(
    kind: MessageKind, appointment_request: AppointmentRequest, clinic: ClinicSettings
) -> list[MessageTemplate]:
    """Return the published texts of ``kind`` that can be sent, in one language.

    It is the one that the patient speaks with us, that of the form, or English: the first that has a text.
    """
    answers = appointment_request.answers
    speaks = answers.in_use()["speaks"] if answers else ""
    published = MessageTemplate.objects.filter(kind=kind, live=True)
    usable = [
        one
        for one in published
        if not unusable_fields(kind, f"{one.subject} {one.body}") and (clinic.email or _EMAIL not in one.body)
    ]
    for language in (speaks, appointment_request.language, USUAL_LANGUAGE):
        if texts := [one for one in usable if one.language == language]:
            return texts
    return []


def worded(
    text: MessageTemplate,
    *,
    appointment_request: AppointmentRequest,
    clinic: ClinicSettings,
    visit: VisitFacts | None = None,
    offered: Iterable[OfferedTime] = (),
) -> Wording:
    """Return the message of ``text`` about ``appointment_request``, all of it in the language of the text."""
    with translation.override(text.language):
        values = _values(appointment_request, clinic) | (_values_of_visit(visit) if visit else {})
        values["times"] = "\n".join(map(_offered_in_words, offered))
        return compose(text, values, clinic.mail_ending)


def compose(text: MessageTemplate, values: Mapping[str, str], mail_ending: str) -> Wording:
    """Return the whole message: greeting, text, and the ending, which no editor can leave out."""
    subject = Truncator(filled_in(text.subject, values)).chars(SUBJECT_LENGTH)
    body = filled_in(text.body.replace("\r\n", "\n").strip(), values)
    return Wording(" ".join(subject.split()), f"{_('Hello,')}\n\n{body}\n\n{mail_ending}\n")


def for_the_desk(body: str) -> str:
    """Replace the link in ``body`` by words, as only the patient may see it."""
    return body.replace(_LINK, _("[the patient's own link goes here]"))


def with_the_link(body: str, appointment_request: AppointmentRequest) -> str:
    """Fill in the patient's link; without one, drop the lines that would hold it."""
    link = link_for(appointment_request)
    if link:
        return body.replace(_LINK, link)
    return "\n".join(line for line in body.split("\n") if _LINK not in line)


def _values(appointment_request: AppointmentRequest, clinic: ClinicSettings) -> dict[str, str]:
    return {
        "clinic": clinic.clinic_name,
        "phone": national(clinic.phone),
        "email": clinic.email,
        "hours": opening_hours(clinic),
        "address": f"{clinic.street_address}, {clinic.locality}, {clinic.region} {clinic.postal_code}",
        "reference": appointment_request.reference,
        "due": _in_full(appointment_request.due_at),
    }


def _values_of_visit(visit: VisitFacts) -> dict[str, str]:
    values = {"visit_time": _in_full(visit.start), "practitioner": visit.practitioner}
    return values | ({"earlier_time": _in_full(visit.earlier)} if visit.earlier else {})


def _offered_in_words(time: OfferedTime) -> str:
    return f"{_in_full(time.start)} ({time.practitioner})"


def _in_full(moment: datetime) -> str:
    """Format day, year and time in the clinic's time zone."""
    local = timezone.localtime(moment, timezone.get_default_timezone())
    return date_format(local, pgettext("format of a date", "l, F j, Y, g:i A"))


def opening_hours(clinic: ClinicSettings) -> str:
    """Format the week in one line: "Monday to Friday, 9:00 AM to 5:00 PM"."""
    parts = []
    for hours, days in groupby(clinic.week, key=lambda day: day[1]):
        names = [name for name, _hours in days]
        if hours:
            parts.append(f"{_days(names)}, {_spans(hours)}")
    return "; ".join(parts) or _("call us to hear when we are open")


def _days(names: list[str]) -> str:
    if len(names) == 1:
        return names[0]
    words = _("%(first)s and %(last)s") if len(names) == 2 else _("%(first)s to %(last)s")
    return words % {"first": names[0], "last": names[-1]}


def _spans(hours: list[tuple[time, time]]) -> str:
    spans = [
        _("%(start)s to %(end)s")
        % {"start": time_format(opens, "g:i A"), "end": time_format(closes, "g:i A")}
        for opens, closes in hours
    ]
    return _(" and ").join(spans)
