"""Tabs of the inbox: filters of all requests, with counts."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    Aggregate,
    BigIntegerField,
    Count,
    DateTimeField,
    Exists,
    Field,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    UUIDField,
    Value,
)
from django.db.models.expressions import RawSQL
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from appointments.desk.presenters.plan import plan_for, visits_to_move_for
from appointments.models import AppointmentRequest, Notice
from appointments.models.channels import Audience, NoticeChannel
from appointments.statuses import AWAITING_DESK, CLOSED, OPEN, Status
from clinic.database.clock import current_time
from clinic.http.request_cache import cached_on_request
from clinic.identity.clinic_time import clinic_day, start_of_day
from clinic.lazy_text import StrOrPromise
from clinic.models import StaffRequest
from clinic.queries.prepared import Given, PreparedRow

from .searches import SEARCH
from .waiting import Waiting, given_for, one_row, waiting_for, waiting_numbers

PARAMETER = "tab"
NEW_TIME = "new_time"
# Time after its end for which a request is still listed because of a failed message.
UNDELIVERED_LISTED = timedelta(days=30)


_GIVEN: "dict[str, Field[Any, Any]]" = {
    "user_id": BigIntegerField(),
    "midnight": DateTimeField(),
    "monday": DateTimeField(),
    "failed_since": DateTimeField(),
}
_TO_MOVE = Given("to_move", ArrayField(UUIDField()))


@dataclass(frozen=True)
class Look:
    """Look at the lists: by whom, before which midnight, since which Monday, and what needs a new time.

    Failed messages of closed requests count since ``failed_since``.
    """

    user_id: int | Given
    midnight: datetime | Given
    monday: datetime | Given
    failed_since: datetime | Given
    to_move: Collection[UUID] | RawSQL

    @classmethod
    def by(cls, request: StaffRequest) -> "Look":
        """Return the look of the person who asks, now."""
        now = current_time()
        return cls(
            user_id=request.user.pk,
            midnight=start_of_day(now, days_later=1),
            monday=start_of_day(now, days_later=-clinic_day(now).weekday()),
            failed_since=now - UNDELIVERED_LISTED,
            to_move=[visit.appointment_request_id for visit in visits_to_move_for(request)],
        )

    def as_given(self) -> dict[str, Any]:
        """Return the values that stand for a look in a prepared query."""
        return {name: getattr(self, name) for name in (*_GIVEN, _TO_MOVE.name)}

    @classmethod
    def given(cls) -> "Look":
        """Return what stands for a look while a query is prepared."""
        given = {name: Given(name, field) for name, field in _GIVEN.items()}
        return cls(**given, to_move=RawSQL("SELECT unnest(%s::uuid[])", [_TO_MOVE]))


type Rule = Callable[[Look], Q]


def message_failed() -> Exists:
    """Match requests of which a message failed, and whose patient nobody tried to reach since.

    Of a closed request the messages to the patient count, and how the desk was told that it closed.
    """
    to_patient = Q(channel__in=NoticeChannel.of(Audience.PATIENT))
    still_counts = to_patient | Q(appointment_request__closed_at=None) | Q(event__to_status__in=CLOSED)
    return Exists(Notice.objects.undelivered().filter(still_counts, appointment_request=OuterRef("pk")))


def _open_and_not_spam() -> Q:
    # A request whose visit is over keeps the status "scheduled" but is closed.
    return Q(status__in=OPEN - {Status.QUARANTINED}, closed_at=None)


def _undelivered(look: Look) -> Q:
    # A patient whose decline never arrived still waits for an answer.
    return Q(message_failed()) & (_open_and_not_spam() | Q(closed_at__gte=look.failed_since))


@dataclass(frozen=True)
class Tab:
    """Filter of requests. ``slug`` is its name in the address; ``empty`` is shown for an empty list.

    With ``by_visit`` they are in the order of their visits.
    """

    slug: str
    label: StrOrPromise
    rule: Rule
    empty: StrOrPromise
    url_name: str = "requests:index"
    by_visit: bool = False

    @property
    def are_open(self) -> bool | None:
        """Return whether its requests are all open; None if it may hold open and closed ones."""
        return {"closed": False, "failed": None}.get(self.slug, True)

    @property
    def is_alarm(self) -> bool:
        """Return whether any request in it is one too many."""
        return self.slug in ("failed", NEW_TIME)

    @property
    def address(self) -> str:
        """Return the address of the tab."""
        is_own_page = self.url_name != "requests:index" or self.slug == "open"
        return reverse(self.url_name) + ("" if is_own_page else f"?{PARAMETER}={self.slug}")


TABS = {
    tab.slug: tab
    for tab in (
        Tab("open", _("All open"), lambda look: _open_and_not_spam(), _("Nobody is waiting for the desk.")),
        Tab(
            "first_look",
            _("Needs a first look"),
            lambda look: Q(status=Status.NEW, assigned_to=None),
            _("Somebody has looked at every request."),
        ),
        Tab(
            "mine",
            _("Mine"),
            lambda look: Q(status__in=AWAITING_DESK, assigned_to_id=look.user_id),
            _("You have no request in hand. Take one from “All open”."),
        ),
        Tab(
            "again_today",
            _("Call again today"),
            lambda look: Q(status=Status.CONTACTING, next_attempt_at__lt=look.midnight),
            _("Nobody has to be called again today."),
        ),
        Tab(
            "waiting",
            _("Call again later"),
            lambda look: Q(status=Status.CONTACTING, next_attempt_at__gte=look.midnight),
            _("Nobody has to be called again on a later day."),
        ),
        Tab(
            NEW_TIME,
            _("Needs a new time"),
            lambda look: Q(pk__in=look.to_move),
            _("Every visit to come can take place when it was agreed."),
            by_visit=True,
        ),
        Tab(
            "failed",
            _("Message failed"),
            _undelivered,
            _("Every message arrived at the mail server, or is still being tried."),
        ),
        Tab(
            "possible_spam",
            _("Possible spam"),
            lambda look: Q(status=Status.QUARANTINED),
            _("Nothing looks like spam."),
            "requests:possible-spam",
        ),
        Tab(
            "closed",
            _("Closed this week"),
            lambda look: Q(closed_at__gte=look.monday),
            _("No request was closed this week."),
        ),
    )
}


def tab_of(query: QueryDict) -> Tab | None:
    """Return the tab of ``query``; None if it searches or filters by status, which apply to all requests."""
    if query.get(SEARCH) or any(query.getlist("status")):
        return None
    return TABS.get(query.get(PARAMETER, ""), TABS["open"])


@PreparedRow
def _counts() -> QuerySet[Any, Any]:
    rules = {slug: tab.rule(Look.given()) for slug, tab in TABS.items() if slug != NEW_TIME}
    requests = AppointmentRequest.objects.filter(Q(status__in=OPEN, closed_at=None) | rules["closed"])
    counts: dict[str, Aggregate] = {slug: Count("pk", filter=rule) for slug, rule in rules.items()}
    # Counted apart: they are few and found by their messages, not among all closed in a month.
    failed = AppointmentRequest.objects.filter(rules["failed"]).order_by().values(all=Value(1))
    counts["failed"] = Max(Subquery(failed.annotate(number=Count("pk")).values("number")))
    return one_row(requests, {**counts, **waiting_numbers()})


@cached_on_request
def counts_for(request: StaffRequest) -> dict[str, int]:
    """Count the requests of each tab in one query, which also fetches the numbers of ``waiting_for``."""
    numbers = _counts.values(**Look.by(request).as_given(), **given_for(request))
    numbers[NEW_TIME] = len(visits_to_move_for(request))
    waiting_for.remember(request, Waiting.from_numbers(numbers, plan_for(request)))
    # Without any request the numbers are None.
    return {slug: numbers[slug] or 0 for slug in TABS}


def tabs_shown(request: StaffRequest, current: Tab | None) -> list[tuple[Tab, int, bool]]:
    """Return each tab, its number, and whether it is the open one. A rare one is left out while empty."""
    counts = counts_for(request)
    shown = [(tab, counts[slug], tab is current) for slug, tab in TABS.items()]
    return [one for one in shown if one[1] or one[2] or one[0].slug != NEW_TIME]
