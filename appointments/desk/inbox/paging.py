"""Pagination of the inbox: first the keys of a page, then the data of its columns for those rows.

Only open requests are sorted, of which there are a few hundred; closed ones are in the order of an index.
Other tables are read for the rows of the page only.
"""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page
from django.db.models import Count, F, QuerySet

from wagtail.admin.paginator import WagtailPaginator

from appointments.models import AppointmentRequest, AppointmentRequestQuerySet
from appointments.targets.desk_order import DeskOrder

from .first_page import FirstRows
from .table import with_column_data

FEW = 5_000
# Limit of a search, which then has to be narrowed: counting a hundred thousand results is slow.
MOST_FOUND = 1_000


class DeskPaginator(WagtailPaginator):
    """Paginator of open requests in the desk's order, then closed ones, the latest first.

    Only the first ``MOST_FOUND`` results of a search are counted and shown; ``has_more`` tells of others.
    """

    is_of_search = False
    has_more = False
    by_visit = False
    order: DeskOrder
    # Reads the first page where all on it are open, and neither filtered nor searched for.
    first_rows: FirstRows | None = None
    # None where open and closed requests are mixed and only their sum is known.
    still_open: int | None

    def set_count(self, count: int, *, are_open: bool | None) -> None:
        """Use the ``count`` of the tab; its requests are all open, all closed, or None: a few of both."""
        self._count = count
        self.still_open = None if are_open is None else count * are_open

    def page(self, number: Any) -> Page:
        """Return the page with that number, and the data of its columns."""
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        last = min(first + self.per_page, self.count)
        return self._get_page(self._rows(first, last), number, self)

    @property
    def count(self) -> int:
        """Return the number of requests on all pages."""
        if not hasattr(self, "_count"):
            (self._count_found if self.is_of_search else self._count_all)()
        return self._count

    def _count_all(self) -> None:
        # Both can be counted in an index, without reading a row.
        counts = self.object_list.order_by().aggregate(all=Count("*"), closed=Count("closed_at"))
        self._count, self.still_open = counts["all"], counts["all"] - counts["closed"]

    def _count_found(self) -> None:
        closing_times = self.object_list.order_by().values_list("closed_at", flat=True)
        still_open = closing_times.filter(closed_at=None)[: MOST_FOUND + 1]
        closed = closing_times.exclude(closed_at=None)[: MOST_FOUND + 1]
        moments = list(still_open.union(closed, all=True).order_by())
        self.has_more = len(moments) > MOST_FOUND
        self._count, self.still_open = min(len(moments), MOST_FOUND), moments.count(None)

    def _rows(self, first: int, last: int) -> Sequence[AppointmentRequest] | AppointmentRequestQuerySet:
        if self.first_rows and not first:
            return self.first_rows()[:last]
        still_open = self.object_list.filter(closed_at=None)
        if self.by_visit:
            return with_column_data(still_open).order_by(F("visit_starts"), "pk")[first:last]
        if self.still_open is None:
            return self.order.sort(with_column_data(self.object_list))[first:last]
        if last <= self.still_open:
            return self.order.sort(with_column_data(still_open))[first:last]
        closed = self.object_list.exclude(closed_at=None)
        # Both give the same order: few rows are sorted, many are read along the index.
        closed = self.order.sort(closed) if self.count <= FEW else closed.order_by("-closed_at", "pk")
        keys: QuerySet[Any, Any] = closed[max(first - self.still_open, 0) : last - self.still_open].values(
            "pk"
        )
        if first < self.still_open:
            ahead = self.order.sort(still_open)[first:].values("pk")
            keys = ahead.union(keys, all=True)
        page = AppointmentRequest.objects.filter(pk__in=keys)
        return self.order.sort(with_column_data(page))
