"""One page of the inbox at a time: which requests stand on it, and then all that its columns tell of them.

Only open requests are sorted, of which there are a few hundred; closed ones come in the order of an index,
however many there are. What costs a look into other tables is asked for the rows of the page alone.
"""

from typing import Any

from django.core.paginator import Page
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from wagtail.admin.paginator import WagtailPaginator

from appointments.models import AppointmentRequest, Notice, RequestEvent, Visit
from appointments.models.notices import NoticeState
from appointments.models.timeline import EventKind

from .tabs import message_failed

FEW = 5_000


class DeskPaginator(WagtailPaginator):
    """Open requests in the desk's order, then closed ones, the latest first."""

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
            # Both can be counted in an index: nothing is asked of the rows themselves.
            found = self.object_list.order_by().aggregate(all=Count("*"), closed=Count("closed_at"))
            self._count, self.still_open = found["all"], found["all"] - found["closed"]
        return self._count

    def _rows(self, first: int, last: int) -> QuerySet[AppointmentRequest]:
        closed_from = max(first - self.still_open, 0)
        pressing = Q(message_failed())
        still_open = self.object_list.filter(closed_at=None).in_desk_order(pressing=pressing)
        closed = self.object_list.exclude(closed_at=None)
        # Both are the same order. Few are found and sorted; of many, the first are soon met along the index.
        closed = closed.in_desk_order() if self.count <= FEW else closed.order_by("-closed_at", "pk")
        parts = []
        if first < self.still_open:
            parts.append(still_open[first:last])
        if last > self.still_open:
            parts.append(closed[closed_from : last - self.still_open])
        if not parts:
            return self.object_list.none()
        keys, *more = [part.values("pk") for part in parts]
        found = AppointmentRequest.objects.filter(pk__in=keys.union(*more, all=True) if more else keys)
        return with_details(found).in_desk_order(pressing=pressing)


def with_details(requests: QuerySet[AppointmentRequest]) -> QuerySet[AppointmentRequest]:
    """The ``requests`` with what the columns tell besides what is in the row itself."""
    attempts = (
        RequestEvent.objects.filter(request=OuterRef("pk"), kind=EventKind.ATTEMPT)
        .order_by()
        .values("request")
        .annotate(count=Count("pk"))
        .values("count")
    )
    standing = Visit.objects.filter(request=OuterRef("pk"), cancelled_at=None)
    owed = Notice.objects.filter(request=OuterRef("pk"), state=NoticeState.PENDING)
    return requests.select_related("assigned_to").annotate(
        attempts=Coalesce(Subquery(attempts), 0),
        message_failed=message_failed(),
        message_owed=Exists(owed),
        visit_starts=Subquery(standing.values("during__startswith")[:1]),
    )
