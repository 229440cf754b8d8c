"""State of a request as its patient reads it: plain words for each status, none of the answers."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from appointments.models import AppointmentRequest, Visit
from appointments.statuses import Status
from clinic.lazy_text import StrOrPromise


@dataclass(frozen=True)
class PublicState:
    """State in words for the patient. Possible spam is "received" like any other request."""

    code: str
    title: StrOrPromise
    text: StrOrPromise


_RECEIVED = PublicState(
    "received",
    _("We have received your request"),
    _("It is not booked yet: nothing is arranged until we have spoken with you."),
)
PUBLIC_STATES: dict[Status, PublicState] = {
    Status.QUARANTINED: _RECEIVED,
    Status.NEW: _RECEIVED,
    Status.CONTACTING: PublicState(
        "contacting",
        _("We are getting in touch with you"),
        _("Nothing is booked yet. If you missed us, call us, and we will find a time together."),
    ),
    # No other state may say "confirmed".
    Status.SCHEDULED: PublicState(
        "scheduled",
        _("Your visit is confirmed"),
        _("If you cannot come, tell us as soon as you know."),
    ),
    Status.DECLINED: PublicState(
        "declined",
        _("We cannot offer you this visit"),
        _("If nobody has told you why, or if you have a question, call us."),
    ),
    Status.UNREACHABLE: PublicState(
        "unreachable",
        _("We could not reach you"),
        _("We tried several times, then closed your request. Call us, and we will start again."),
    ),
    Status.WITHDRAWN: PublicState(
        "withdrawn",
        _("Your request is withdrawn"),
        _("Nothing more will happen, and there is nothing you need to do. You can ask again at any time."),
    ),
    Status.EXPIRED: PublicState(
        "expired",
        _("We did not answer in time"),
        _("Your request was closed unanswered. That should not happen: call us, and we will see to it."),
    ),
    Status.DUPLICATE: PublicState(
        "duplicate",
        _("We are working on your other request"),
        _("You sent us more than one request, so we closed this one. We will contact you about the other."),
    ),
    Status.ENTERED_IN_ERROR: PublicState(
        "closed",
        _("This request is closed"),
        _("If you still want to come, call us or send a new request."),
    ),
}
_PAST = PublicState(
    "past",
    _("The time of your visit has passed"),
    _("If you missed it, or would like another visit, call us."),
)


@dataclass(frozen=True)
class Standing:
    """State of a request at a moment, with the time of the promised answer and of the visit."""

    state: PublicState
    due_at: datetime | None
    is_late: bool
    visit_at: datetime | None
    may_withdraw: bool
    is_open: bool

    @property
    def mark(self) -> str:
        """State and visit as the patient saw them; every form sends it back, so that a change is noticed."""
        return f"{self.state.code} {self.visit_at.isoformat() if self.visit_at else ''}".strip()


def standing_of(appointment_request: AppointmentRequest, now: datetime) -> Standing:
    """Return the standing of ``appointment_request``; one query, for the visit, when it is scheduled."""
    state = PUBLIC_STATES[Status(appointment_request.status)]
    visit: Visit | None = None
    if appointment_request.status == Status.SCHEDULED:
        visit = appointment_request.visits.active().first()
    began = visit is not None and visit.during.lower <= now
    return Standing(
        state=_PAST if began else state,
        due_at=appointment_request.due_at if state is _RECEIVED else None,
        is_late=appointment_request.due_at < now,
        visit_at=visit.during.lower if visit else None,
        may_withdraw=appointment_request.is_open and not began,
        is_open=appointment_request.is_open,
    )
