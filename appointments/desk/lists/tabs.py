"""The tabs over the inbox: each one question about all requests, with the number of those it finds."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, Max, OuterRef, Q, Subquery, Value
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from appointments.models import AppointmentRequest, Notice, RequestEvent
from appointments.models.channels import Audience, NoticeChannel
from appointments.models.notices import NoticeState
from appointments.models.timeline import EventKind
from appointments.services.contact.undelivered import REACHED_OUT
from appointments.statuses import AWAITING_DESK, OPEN, Status
from clinic.identity.clinic_time import clinic_day, start_of_day
from clinic.models import User

from .waiting import keep_waiting, numbers_for, numbers_of

PARAMETER = "tab"
_KEPT = "_appointments_tab_counts"
# How long after its end a request is still listed for a message that failed.
TELL_WITHIN = timedelta(days=30)
Rule = Callable[[User, datetime], Q]


def message_failed() -> Exists:
    """Whether a message about the request was given up, and nobody tried to reach the patient since.

    Of a closed request only those to the patient count: the desk is no longer told of it.
    """
    tried = RequestEvent.objects.filter(
        appointment_request=OuterRef("appointment_request"),
        kind__in=REACHED_OUT,
        at__gt=OuterRef("created_at"),
    )
    # A digest of what waits too long hangs on one of the requests, and says nothing about it.
    given_up = Notice.objects.filter(
        Q(channel__in=NoticeChannel.of(Audience.PATIENT)) | Q(appointment_request__closed_at=None),
        appointment_request=OuterRef("pk"),
        state=NoticeState.FAILED,
    ).exclude(event__kind=EventKind.ESCALATED)
    return Exists(given_up.exclude(Exists(tried)))


def _in_the_list() -> Q:
    # One whose visit is over stays "scheduled", and is closed all the same.
    return Q(status__in=OPEN - {Status.QUARANTINED}, closed_at=None)


def _untold(_user: User, now: datetime) -> Q:
    # Who was declined by a message that never arrived still waits for an answer.
    known = _in_the_list() | Q(closed_at__gte=now - TELL_WITHIN)
    return Q(message_failed()) & known


def _closed_this_week(_user: User, now: datetime) -> Q:
    monday = start_of_day(now, days_later=-clinic_day(now).weekday())
    return Q(closed_at__gte=monday)


@dataclass(frozen=True)
class Tab:
    """``slug`` stands in the address; ``empty`` reassures when nothing is found."""

    slug: str
    label: str
    rule: Rule
    empty: str
    url_name: str = "requests:index"

    @property
    def are_open(self) -> bool | None:
        """Whether all that it holds is still open; None if it may hold open and closed ones."""
        return {"closed": False, "failed": None}.get(self.slug, True)

    @property
    def address(self) -> str:
        """Where the tab leads."""
        is_own_page = self.url_name != "requests:index" or self.slug == "open"
        return reverse(self.url_name) + ("" if is_own_page else f"?{PARAMETER}={self.slug}")


TABS = {
    tab.slug: tab
    for tab in (
        Tab("open", _("All open"), lambda user, now: _in_the_list(), _("Nobody waits for the desk.")),
        Tab(
            "first_look",
            _("Needs first look"),
            lambda user, now: Q(status=Status.NEW, assigned_to=None),
            _("Somebody has looked at every request."),
        ),
        Tab(
            "mine",
            _("Mine"),
            lambda user, now: Q(status__in=AWAITING_DESK, assigned_to=user),
            _("You have no request in hand. Take one from “All open”."),
        ),
        Tab(
            "again_today",
            _("Call again today"),
            lambda user, now: Q(
                status=Status.CONTACTING, next_attempt_at__lt=start_of_day(now, days_later=1)
            ),
            _("Nobody has to be called again today."),
        ),
        Tab(
            "waiting",
            _("Waiting on the patient"),
            lambda user, now: Q(status=Status.CONTACTING, next_attempt_at__gt=now),
            _("No request waits for its patient."),
        ),
        Tab(
            "failed",
            _("Message failed"),
            _untold,
            _("Every message arrived at the mail server, or is still being tried."),
        ),
        Tab(
            "possible_spam",
            _("Possible spam"),
            lambda user, now: Q(status=Status.QUARANTINED),
            _("Nothing looks like spam."),
            "requests:possible-spam",
        ),
        Tab("closed", _("Closed this week"), _closed_this_week, _("No request was closed this week.")),
    )
}


def tab_of(query: QueryDict) -> Tab | None:
    """The tab of ``query``; none while it searches or asks for a status: then all are looked at."""
    if query.get("q", "").strip() or any(query.getlist("status")):
        return None
    return TABS.get(query.get(PARAMETER, ""), TABS["open"])


def counts_for(request: HttpRequest) -> dict[str, int]:
    """How many requests each tab holds while ``appointment_request`` is answered: one query."""
    if not hasattr(request, _KEPT):
        now = timezone.now()
        rules = {slug: tab.rule(request.user, now) for slug, tab in TABS.items()}
        known = AppointmentRequest.objects.filter(Q(status__in=OPEN, closed_at=None) | rules["closed"])
        counts = {slug: Count("pk", filter=rule) for slug, rule in rules.items()}
        # Those are few, found by their messages: not among all that were closed in a month.
        untold = AppointmentRequest.objects.filter(rules["failed"]).order_by().values(all=Value(1))
        counts["failed"] = Max(Subquery(untold.annotate(number=Count("pk")).values("number")))
        found = numbers_of(known, {**counts, **numbers_for(request)})
        # Without any request there is no row to hold the answer.
        found["failed"] = found["failed"] or 0
        keep_waiting(request, found)
        setattr(request, _KEPT, found)
    return getattr(request, _KEPT)


def tabs_shown(request: HttpRequest, current: Tab | None) -> list[tuple[Tab, int, bool]]:
    """Every tab with its number, and whether it is the one that is open."""
    counts = counts_for(request)
    return [(tab, counts[slug], tab is current) for slug, tab in TABS.items()]
