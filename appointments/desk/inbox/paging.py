"""One page of the inbox at a time: which requests stand on it, and then all that its columns tell of them.

Only open requests are sorted, of which there are a few hundred; closed ones come in the order of an index,
however many there are. What costs a look into other tables is asked for the rows of the page alone.
"""

from typing import Any

from django.core.paginator import Page
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from wagtail.admin.paginator import WagtailPaginator

from appointments.desk.lists.tabs import message_failed
from appointments.models import AppointmentRequest, Notice, RequestEvent, Visit
from appointments.models.notices import NoticeState
from appointments.models.timeline import EventKind

FEW = 5_000
# Who finds more than these by a name, types more of it. To count a hundred thousand takes longer than to
# read a page of them.
MOST_FOUND = 1_000


class DeskPaginator(WagtailPaginator):
    """Open requests in the desk's order, then closed ones, the latest first.

    Of what a search has found only the first ``MOST_FOUND`` are counted and shown; ``has_more`` tells.
    """

    is_of_search = False
    has_more = False

    def knows(self, number: int, *, are_open: bool) -> None:
        """Take the ``number`` from the tab, which has counted already; all are open, or all closed."""
        self._count, self.still_open = number, number if are_open else 0

    def page(self, number: Any) -> Page:
        """The page with that number, with the details of its rows."""
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        last = min(first + self.per_page, self.count)
        return self._get_page(self._rows(first, last), number, self)

    @property
    def count(self) -> int:
        """How many there are on all pages."""
        if not hasattr(self, "_count"):
            (self._count_found if self.is_of_search else self._count_all)()
        return self._count

    def _count_all(self) -> None:
        # Both can be counted in an index: nothing is asked of the rows themselves.
        found = self.object_list.order_by().aggregate(all=Count("*"), closed=Count("closed_at"))
        self._count, self.still_open = found["all"], found["all"] - found["closed"]

    def _count_found(self) -> None:
        known = self.object_list.order_by().values_list("closed_at", flat=True)
        still_open = known.filter(closed_at=None)[: MOST_FOUND + 1]
        closed = known.exclude(closed_at=None)[: MOST_FOUND + 1]
        moments = list(still_open.union(closed, all=True).order_by())
        self.has_more = len(moments) > MOST_FOUND
        self._count, self.still_open = min(len(moments), MOST_FOUND), moments.count(None)

    def _rows(self, first: int, last: int) -> QuerySet[AppointmentRequest]:
        pressing = Q(message_failed())
        still_open = self.object_list.filter(closed_at=None)
        if last <= self.still_open:
            return with_details(still_open).in_desk_order(pressing=pressing)[first:last]
        closed = self.object_list.exclude(closed_at=None)
        # Both are the same order. Few are found and sorted; of many, the first are soon met along the index.
        closed = closed.in_desk_order() if self.count <= FEW else closed.order_by("-closed_at", "pk")
        found = closed[max(first - self.still_open, 0) : last - self.still_open].values("pk")
        if first < self.still_open:
            ahead = still_open.in_desk_order(pressing=pressing)[first:].values("pk")
            found = ahead.union(found, all=True)
        page = AppointmentRequest.objects.filter(pk__in=found)
        return with_details(page).in_desk_order(pressing=pressing)


def with_details(requests: QuerySet[AppointmentRequest]) -> QuerySet[AppointmentRequest]:
    """The ``requests`` with what the columns tell besides what is in the row itself."""
    attempts = (
        RequestEvent.objects.filter(appointment_request=OuterRef("pk"), kind=EventKind.ATTEMPT)
        .order_by()
        .values("appointment_request")
        .annotate(count=Count("pk"))
        .values("count")
    )
    standing = Visit.objects.filter(appointment_request=OuterRef("pk"), cancelled_at=None)
    owed = Notice.objects.filter(appointment_request=OuterRef("pk"), state=NoticeState.PENDING)
    return requests.select_related("assigned_to").annotate(
        attempts=Coalesce(Subquery(attempts), 0),
        message_failed=message_failed(),
        message_owed=Exists(owed),
        visit_starts=Subquery(standing.values("during__startswith")[:1]),
    )
