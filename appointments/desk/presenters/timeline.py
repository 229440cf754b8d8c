"""Timeline of a request in words: events with their actor and time, and the state of their messages."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from appointments.action_rules import to_send_again
from appointments.models import AppointmentRequest, RequestEvent
from appointments.models import event_payloads as payloads
from appointments.models.event_kinds import EventKind
from appointments.patient_data import DecryptionError
from appointments.services.decisions.undo import Undone
from appointments.statuses import CLOSED, Status
from clinic.database.clock import current_time
from clinic.identity.clinic_time import day_and_time

from .event_details import details_of
from .message_state import Message, message_of
from .undoing import undoable_steps


@dataclass(frozen=True)
class Entry:
    """Entry of the timeline. ``note`` is what the desk wrote; ``note_lost`` says that it cannot be opened.

    ``of`` is the reference of the duplicate to whose timeline the event belongs. ``event`` is set while the
    step can be undone, ``undone`` when it was.
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
    event: RequestEvent | None = None
    undone: bool = False

    @property
    def has_waiting_message(self) -> bool:
        """True while the desk can hold a message of the step back."""
        return any(message.waits for message in self.messages)


def entries_of(
    appointment_request: AppointmentRequest,
    merged: Iterable[AppointmentRequest] = (),
    *,
    window: timedelta = timedelta(0),
) -> list[Entry]:
    """Return the events of the request and of those ``merged`` into it, the latest first.

    Steps can be undone within ``window``. Takes two queries and leaves events and notices prefetched.
    """
    requests = [appointment_request, *merged]
    prefetch_related_objects(requests, "events__notices")
    duplicates = {one.pk: "" if one == appointment_request else one.reference for one in requests}
    events = [event for one in requests for event in one.events.all()]
    events.sort(key=lambda event: (event.at, event.pk), reverse=True)
    again = to_send_again(appointment_request)
    by_key, now = {event.pk: event for event in events}, current_time()
    undoable = {key for one in requests for key in undoable_steps(one, window, now)}
    undone = {event.undoes_id for event in events}
    for event in events:
        if event.undoes_id in by_key:
            event.undoes = by_key[event.undoes_id]
    entries = (
        entry_of(
            event,
            [message_of(notice, can_be_sent_again=notice in again) for notice in event.notices.all()],
            duplicates[event.appointment_request_id],
        )
        for event in events
    )
    return [
        replace(
            _with_note(entry, event),
            event=event if event.pk in undoable else None,
            undone=event.pk in undone,
        )
        for event, entry in zip(events, entries, strict=True)
    ]


def _with_note(entry: Entry, event: RequestEvent) -> Entry:
    try:
        return replace(entry, note=event.note)
    except DecryptionError:
        return replace(entry, note_lost=True)


def entry_of(event: RequestEvent, messages: list[Message] | None = None, of: str = "") -> Entry:
    """Describe one event, without its note."""
    return Entry(
        when=day_and_time(event.at),
        at_iso=event.at.isoformat(),
        who=_who(event),
        what=_what(event),
        details=details_of(event.payload, messages or []),
        messages=messages or [],
        of=of,
    )


def _who(event: RequestEvent) -> str:
    return _("The patient") if _is_by_patient(event) else event.actor_name or _("The website")


def _is_by_patient(event: RequestEvent) -> bool:
    payload = event.payload
    acts = payloads.Withdrawn | payloads.OtherPhone | payloads.LinkEnded
    return isinstance(payload, acts) and payload.by == payloads.BY_PATIENT


def _what(event: RequestEvent) -> str:
    payload = event.payload
    if event.kind == EventKind.TRANSITION:
        return _transition(event)
    if isinstance(payload, payloads.ActionUndone):
        return _undone(event, payload)
    if isinstance(payload, payloads.Claimed) and payload.given_to:
        return _("Gave the request to %(name)s") % {"name": payload.given_to}
    if event.kind == EventKind.LINK_ENDED and _is_by_patient(event):
        return _("Said that the link reached somebody else: it is ended")
    words: dict[str, str] = {
        EventKind.RECEIVED: _("Entered the request") if event.actor_name else _("Request received"),
        EventKind.CLAIMED: _("Took the request"),
        EventKind.RELEASED: _("Gave the request back to the desk"),
        EventKind.ATTEMPT: _("Tried to reach the patient"),
        EventKind.DISCARDED: _("Discarded it as spam"),
        EventKind.NOTE: _("Wrote a note"),
        EventKind.VISIT_MOVED: _("Moved the visit"),
        EventKind.VISIT_STAYS: _("Decided that the visit can stay"),
        EventKind.VISIT_CANCELLED: _("Cancelled the visit"),
        EventKind.ESCALATED: _("Waited longer than planned"),
        EventKind.VISIT_OVER: _("The visit is over: the request is closed"),
        EventKind.OTHER_PHONE: _("Asked to be called at another number"),
        EventKind.PRACTITIONER_LEFT: _("The practitioner left: the visit needs somebody else"),
        EventKind.CORRECTED: _("Corrected a detail"),
        EventKind.PRIORITY: _("Changed the priority"),
        EventKind.MERGED: _("Merged a duplicate into it"),
        EventKind.MESSAGE: _("Told the patient what a message should have said"),
        EventKind.SENT_AGAIN: _("Sent a message again that had failed"),
        EventKind.LINK_ENDED: _("Ended the patient's link and made a new one"),
        EventKind.HELD: _("Put a legal hold on the request: nothing is erased"),
        EventKind.HOLD_LIFTED: _("Lifted the legal hold"),
    }
    return words.get(event.kind, event.get_kind_display())


def _undone(event: RequestEvent, payload: payloads.ActionUndone) -> str:
    if event.undoes:
        return _("Undid: %(step)s") % {"step": _what(event.undoes)}
    words = {
        Undone.MOVED_ON.value: _("Held the message back; the step stays, as somebody had gone on from it"),
        Undone.TIME_TAKEN.value: _(
            "Held the message back; the step stays, as the time was given to somebody else"
        ),
    }
    return words.get(payload.undone, event.get_kind_display())


def _transition(event: RequestEvent) -> str:
    if event.to_status == Status.NEW:
        return _("Reopened the request") if event.from_status in CLOSED else _("Marked it as not spam")
    if _is_by_patient(event):
        return _("Withdrew the request")
    words: dict[str, str] = {
        Status.SCHEDULED: _("Scheduled a visit"),
        Status.DECLINED: _("Declined the request"),
        Status.UNREACHABLE: _("Closed it: the patient could not be reached"),
        Status.WITHDRAWN: _("Closed it: the patient withdrew"),
        Status.EXPIRED: _("The request expired"),
        Status.DUPLICATE: _("Closed it as a duplicate"),
        Status.ENTERED_IN_ERROR: _("Closed it as entered in error"),
    }
    return words.get(event.to_status, event.get_kind_display())
