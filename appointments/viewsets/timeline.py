"""The timeline of a request in words: who did what, when, and what became of the messages about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import prefetch_related_objects
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from appointments.clinic_time import day_and_time, day_or_time
from appointments.models import AppointmentRequest, Notice, RequestEvent, Signal
from appointments.models.notices import NoticeState
from appointments.models.requests import Channel
from appointments.models.timeline import EventKind
from appointments.patient_data import SealBroken
from appointments.services.attempts import AttemptChannel, AttemptOutcome
from appointments.services.decisions import DeclineReason, ToldBy
from appointments.services.patient_acts import BY_PATIENT
from appointments.statuses import CLOSED, Status


@dataclass(frozen=True)
class Message:
    """A notice: which one, what became of it, and whether somebody should worry."""

    channel: str
    state: str
    level: str


@dataclass(frozen=True)
class Entry:
    """One event. ``note`` is what the desk wrote; ``note_lost`` says that it cannot be opened."""

    when: str
    at_iso: str
    who: str
    what: str
    details: list[str] = field(default_factory=list)
    note: str = ""
    note_lost: bool = False
    messages: list[Message] = field(default_factory=list)


def entries_of(request: AppointmentRequest) -> list[Entry]:
    """Everything that happened, the latest first; two queries, for whoever asks for the events again too."""
    prefetch_related_objects([request], "events__notices")
    events = sorted(request.events.all(), key=lambda event: (event.at, event.pk), reverse=True)
    return [entry_of(event, [message_of(notice) for notice in event.notices.all()]) for event in events]


def entry_of(event: RequestEvent, messages: list[Message] | None = None) -> Entry:
    """One event in words."""
    note, lost = "", False
    try:
        note = event.note
    except SealBroken:
        lost = True
    return Entry(
        when=day_and_time(event.at),
        at_iso=event.at.isoformat(),
        who=_who(event),
        what=_what(event),
        details=_details(event.details),
        note=note,
        note_lost=lost,
        messages=messages or [],
    )


def message_of(notice: Notice) -> Message:
    """A notice in words: "sent 10:02 AM", "trying again 10:30 AM", "failed"."""
    channel = notice.get_channel_display()
    if notice.was_only_for_show:
        failed = notice.state == NoticeState.FAILED
        words = _("failed (invented for the demonstration)") if failed else _("not sent: a demonstration")
        return Message(channel, words, "alert" if failed else "")
    if notice.state == NoticeState.SENT and notice.sent_at:
        return Message(channel, _("sent %(when)s") % {"when": day_or_time(notice.sent_at)}, "fine")
    if notice.state == NoticeState.FAILED:
        return Message(channel, _("failed; it will not be tried again"), "alert")
    if notice.attempts:
        words = _("not sent yet; trying again %(when)s") % {"when": day_or_time(notice.due_at)}
        return Message(channel, words, "alert")
    return Message(channel, _("waiting to be sent"), "")


def _who(event: RequestEvent) -> str:
    if event.details.get("by") == BY_PATIENT:
        return _("The patient")
    return event.actor_name or _("The website")


def _what(event: RequestEvent) -> str:
    if event.kind == EventKind.TRANSITION:
        return _transition(event)
    if "given_to" in event.details:
        return _("Gave the request to %(name)s") % {"name": event.details["given_to"]}
    words = {
        EventKind.RECEIVED: _("Entered the request") if event.actor_name else _("Request received"),
        EventKind.CLAIMED: _("Took the request"),
        EventKind.RELEASED: _("Gave the request back to the desk"),
        EventKind.ATTEMPT: _("Tried to reach the patient"),
        EventKind.NOTE: _("Wrote a note"),
        EventKind.OTHER_PHONE: _("Asked to be called at another number"),
    }
    return words.get(event.kind, event.get_kind_display())


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
}
_SIGNALS = dict(Signal.choices)


def signal_words(details: Mapping) -> list[str]:
    """Why a request was put aside as possible spam; nothing if it was not."""
    return [str(_SIGNALS.get(code, code)) for code in details.get("signals", ())]


def _details(details: Mapping) -> list[str]:
    # Who it was by stands beside the event already when it was the patient.
    codes = {key: code for key, code in details.items() if code != BY_PATIENT}
    said = [str(_CODES[key].get(codes[key], codes[key])) for key in _CODES if key in codes]
    if start := parse_datetime(details.get("start", "")):
        said.append(
            _("%(practitioner)s, %(start)s, %(minutes)s minutes")
            % {
                "practitioner": details["practitioner"],
                "start": day_and_time(start),
                "minutes": details["minutes"],
            }
        )
    if reasons := signal_words(details):
        said.append(_("Put aside as possible spam: %(reasons)s") % {"reasons": "; ".join(reasons)})
    if "original" in details:
        said.append(_("The request that stays: %(reference)s") % {"reference": details["original"]})
    if "told_by" in details:
        how = dict(ToldBy.choices).get(details["told_by"], details["told_by"])
        said.append(_("Patient told: %(how)s") % {"how": how})
    return said
