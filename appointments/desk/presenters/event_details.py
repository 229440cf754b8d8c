"""Details below an event of the timeline: its payload in the words that the desk reads."""

from functools import singledispatch
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from appointments.models import AppointmentRequest, Signal
from appointments.models import event_payloads as payloads
from appointments.models.event_kinds import AttemptChannel, AttemptOutcome, DeclineReason, EventKind, ToldBy
from appointments.models.requests import Channel, Priority
from appointments.models.stored_documents import VisitTime
from appointments.targets.response_targets import LATE, OWNER_TOLD, VISITORS_TOLD, Target
from clinic.identity.clinic_time import day_and_time

from .answers import LABELS
from .message_state import Message

_PERCENTS = {
    LATE: gettext_lazy("over its time"),
    OWNER_TOLD: gettext_lazy("half as long again"),
    VISITORS_TOLD: gettext_lazy("twice as long"),
}
_QUESTIONS = {**LABELS, "mail_ok": gettext_lazy("Leave to write by e-mail")}


def details_of(payload: payloads.EventPayload, messages: list[Message]) -> list[str]:
    """Return the lines below an event."""
    lines = [*_lines(payload), *_told_by(payload, messages)]
    if payload.not_mailed:
        lines.append(_("No e-mail went to the patient: their address has had as many today as we send."))
    return lines


@singledispatch
def _lines(payload: payloads.EventPayload) -> list[str]:
    """Return the lines about a payload; none for classes that have no function below."""
    return []


@_lines.register
def _received(payload: payloads.Received) -> list[str]:
    lines = _labels((Channel.choices, payload.by))
    if reasons := "; ".join(_signal_words(payload)):
        lines.append(_("Put aside as possible spam: %(reasons)s") % {"reasons": reasons})
    return lines


@_lines.register
def _attempt(payload: payloads.Attempt) -> list[str]:
    channel, outcome = payload.channel, payload.outcome
    return _labels((AttemptChannel.choices, channel), (AttemptOutcome.choices, outcome))


@_lines.register
def _priority_set(payload: payloads.PrioritySet) -> list[str]:
    return _labels((Priority.choices, payload.priority))


@_lines.register
def _escalated(payload: payloads.Escalated) -> list[str]:
    return _labels((Target.choices, payload.clock), (_PERCENTS, payload.percent))


@_lines.register
def _corrected(payload: payloads.Corrected) -> list[str]:
    names = ", ".join(str(_QUESTIONS.get(name, name)) for name in payload.fields)
    return [names] if names else []


@_lines.register
def _merged(payload: payloads.Merged) -> list[str]:
    return list(payload.merged)


@_lines.register
def _closed_as_duplicate(payload: payloads.ClosedAsDuplicate) -> list[str]:
    if not payload.original:
        return []
    return [_("The request that stays: %(reference)s") % {"reference": payload.original}]


@_lines.register
def _reason_and_visit(payload: payloads.Told) -> list[str]:
    lines = _labels((DeclineReason.choices, getattr(payload, "reason", "")))
    if isinstance(payload, VisitTime) and payload.start:
        lines.append(_visit(payload))
    if earlier := getattr(payload, "earlier", None):
        lines.append(_("before: %(visit)s") % {"visit": _visit(earlier)})
    return lines


@_lines.register
def _visit_stays(payload: payloads.VisitStays) -> list[str]:
    return [_visit(payload)]


def _labels(*codes: tuple[Any, Any]) -> list[str]:
    """Return the label of each code that is set, or a code itself that the site no longer knows."""
    return [str(dict(labels).get(code, code)) for labels, code in codes if code not in (None, "")]


def _signal_words(payload: payloads.EventPayload) -> list[str]:
    """Return the reasons to suspect spam when a request was received; none for other events."""
    return _labels(*((Signal.choices, code) for code in getattr(payload, "signals", ())))


def spam_reasons_of(appointment_request: AppointmentRequest) -> list[str]:
    """Return why the request was quarantined; takes one query unless the events were prefetched."""
    events = getattr(appointment_request, "receptions", None)
    if events is None:
        events = appointment_request.events.filter(kind=EventKind.RECEIVED)
    return [words for event in events for words in _signal_words(event.payload)]


def _visit(visit: VisitTime) -> str:
    words = _("%(practitioner)s, %(start)s, %(minutes)s minutes")
    return words % {
        "practitioner": visit.practitioner,
        "start": day_and_time(visit.start) if visit.start else "",
        "minutes": visit.minutes,
    }


def _told_by(payload: payloads.EventPayload, messages: list[Message]) -> list[str]:
    """Describe how the patient was told. A message tells nobody before it is sent."""
    if not isinstance(payload, payloads.Told) or not payload.told_by:
        return []
    if payload.told_by == ToldBy.MESSAGE and not any(message.is_sent for message in messages):
        if any(message.is_owed for message in messages):
            return [_("Patient not told until the message is sent")]
        return [_("Patient not told, as far as we know")]
    how = dict(ToldBy.choices).get(payload.told_by, payload.told_by)
    return [_("Patient told: %(how)s") % {"how": how}]
