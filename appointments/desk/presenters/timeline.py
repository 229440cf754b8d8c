"""The timeline of a request in words: who did what, when, and what became of the messages about it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import prefetch_related_objects
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from appointments.models import AppointmentRequest, RequestEvent, Signal
from appointments.models.requests import Channel, Priority
from appointments.models.timeline import EventKind
from appointments.patient_data import DecryptionError
from appointments.services.contact.attempts import AttemptChannel, AttemptOutcome
from appointments.services.decisions.decisions import DeclineReason, ToldBy
from appointments.services.decisions.patient_acts import BY_PATIENT
from appointments.services.decisions.undo import Undone
from appointments.statuses import CLOSED, Status
from appointments.targets.clock import DESK, OWNER, PUBLIC, Clock
from clinic.identity.clinic_time import day_and_time

from .answers import LABELS
from .message_state import Message, message_of


@dataclass(frozen=True)
class Entry:
    """One event. ``note`` is what the desk wrote; ``note_lost`` says that it cannot be opened.

    ``of`` is the reference of the duplicate in whose timeline it stands.
    """

    when: str
    at_iso: str
    who: str
    what: str
    details: list[str] = field(default_factory=list)
    note: str = ""
    note_lost: bool = False
    messages: list[Message] = field(default_factory=list)
    of: str = ""


def entries_of(
    appointment_request: AppointmentRequest, merged: Iterable[AppointmentRequest] = ()
) -> list[Entry]:
    """Everything that happened to it and what was ``merged`` into it, the latest first.

    Two queries, for whoever asks for the events again too.
    """
    requests = [appointment_request, *merged]
    prefetch_related_objects(requests, "events__notices")
    of = {one.pk: "" if one == appointment_request else one.reference for one in requests}
    events = [event for one in requests for event in one.events.all()]
    events.sort(key=lambda event: (event.at, event.pk), reverse=True)
    return [
        entry_of(
            event, [message_of(notice) for notice in event.notices.all()], of[event.appointment_request_id]
        )
        for event in events
    ]


def entry_of(event: RequestEvent, messages: list[Message] | None = None, of: str = "") -> Entry:
    """One event in words."""
    note, lost = "", False
    try:
        note = event.note
    except DecryptionError:
        lost = True
    return Entry(
        when=day_and_time(event.at),
        at_iso=event.at.isoformat(),
        who=_who(event),
        what=_what(event),
        details=[*_details(event.details), *_told(event.details, messages or [])],
        note=note,
        note_lost=lost,
        messages=messages or [],
        of=of,
    )


def _who(event: RequestEvent) -> str:
    if event.details.get("by") == BY_PATIENT:
        return _("The patient")
    return event.actor_name or _("The website")


def _what(event: RequestEvent) -> str:
    if event.kind == EventKind.TRANSITION:
        return _transition(event)
    if event.kind == EventKind.UNDONE:
        return _undone(event)
    if "given_to" in event.details:
        return _("Gave the request to %(name)s") % {"name": event.details["given_to"]}
    words = {
        EventKind.RECEIVED: _("Entered the request") if event.actor_name else _("Request received"),
        EventKind.CLAIMED: _("Took the request"),
        EventKind.RELEASED: _("Gave the request back to the desk"),
        EventKind.ATTEMPT: _("Tried to reach the patient"),
        EventKind.NOTE: _("Wrote a note"),
        EventKind.VISIT_MOVED: _("Moved the visit"),
        EventKind.ESCALATED: _("Waited longer than planned"),
        EventKind.VISIT_OVER: _("The visit is over: the request is closed"),
        EventKind.OTHER_PHONE: _("Asked to be called at another number"),
        EventKind.CORRECTED: _("Corrected a detail"),
        EventKind.PRIORITY: _("Changed how soon"),
        EventKind.MERGED: _("Merged a duplicate into it"),
        EventKind.MESSAGE: _("Told the patient what a message should have said"),
    }
    return words.get(event.kind, event.get_kind_display())


def _undone(event: RequestEvent) -> str:
    words = {
        Undone.STEP: _("Took the step back before its message went"),
        Undone.MESSAGE: _("Held the message back"),
        Undone.MOVED_ON: _("Held the message back; the step stays, as somebody had gone on from it"),
        Undone.TIME_TAKEN: _("Held the message back; the step stays, as the time was given to somebody else"),
    }
    return words[Undone(event.details["undone"])]


def _transition(event: RequestEvent) -> str:
    if event.details.get("visit_cancelled"):
        return _("Cancelled the visit")
    if event.details.get("by") == BY_PATIENT:
        return _("Withdrew the request")
    if event.details.get("spam"):
        return _("Discarded it as spam")
    if event.to_status == Status.NEW:
        return _("Reopened the request") if event.from_status in CLOSED else _("Said that it is no spam")
    words = {
        Status.SCHEDULED: _("Scheduled a visit"),
        Status.DECLINED: _("Declined the request"),
        Status.UNREACHABLE: _("Closed it: the patient could not be reached"),
        Status.WITHDRAWN: _("Closed it: the patient withdrew"),
        Status.EXPIRED: _("The request expired"),
        Status.DUPLICATE: _("Closed it as a duplicate"),
        Status.ENTERED_IN_ERROR: _("Closed it as entered in error"),
    }
    return words.get(event.to_status, event.get_kind_display())


# The codes in an event's details, and what each says to the desk.
_CODES = {
    "by": dict(Channel.choices),
    "channel": dict(AttemptChannel.choices),
    "outcome": dict(AttemptOutcome.choices),
    "reason": dict(DeclineReason.choices),
    "priority": dict(Priority.choices),
    "clock": dict(Clock.choices),
    "percent": {
        DESK: gettext_lazy("over its time"),
        OWNER: gettext_lazy("half as long again"),
        PUBLIC: gettext_lazy("twice as long"),
    },
}
_SIGNALS = dict(Signal.choices)
_QUESTIONS = {**LABELS, "mail_ok": gettext_lazy("Leave to write by e-mail")}


def signal_words(details: Mapping) -> list[str]:
    """Why a request was put aside as possible spam; nothing if it was not."""
    return [str(_SIGNALS.get(code, code)) for code in details.get("signals", ())]


def _visit(details: Mapping) -> str:
    start = parse_datetime(details["start"])
    words = _("%(practitioner)s, %(start)s, %(minutes)s minutes")
    return words % {**details, "start": day_and_time(start)}


def _details(details: Mapping) -> list[str]:
    # Who it was by stands beside the event already when it was the patient.
    codes = {key: code for key, code in details.items() if code != BY_PATIENT}
    said = [str(_CODES[key].get(codes[key], codes[key])) for key in _CODES if key in codes]
    if "start" in details:
        said.append(_visit(details))
    if earlier := details.get("earlier"):
        said.append(_("before: %(visit)s") % {"visit": _visit(earlier)})
    if reasons := signal_words(details):
        said.append(_("Put aside as possible spam: %(reasons)s") % {"reasons": "; ".join(reasons)})
    if fields := details.get("fields"):
        said.append(", ".join(str(_QUESTIONS.get(name, name)) for name in fields))
    said += details.get("merged", ())
    if "original" in details:
        said.append(_("The request that stays: %(reference)s") % {"reference": details["original"]})
    return said


def _told(details: Mapping, messages: list[Message]) -> list[str]:
    """How the patient was told. By a message nobody is, before it has gone."""
    if "told_by" not in details:
        return []
    if details["told_by"] == ToldBy.MESSAGE and not any(message.is_sent for message in messages):
        if any(message.is_owed for message in messages):
            return [_("Patient not told until the message is sent")]
        return [_("Patient not told, as far as we know")]
    how = dict(ToldBy.choices).get(details["told_by"], details["told_by"])
    return [_("Patient told: %(how)s") % {"how": how}]
