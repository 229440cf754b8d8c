"""First page of a tab of open requests, by a query that is put together once in a process.

The desk opens it hundreds of times a day, and Django takes as long for its SQL as for the whole table.
"""

from collections.abc import Callable
from functools import cache

from appointments.desk.lists.order import given_order
from appointments.desk.lists.tabs import TABS, Look, Tab
from appointments.desk.lists.waiting import given_for
from appointments.models import AppointmentRequest
from appointments.targets.desk_order import DeskOrder
from appointments.targets.response_targets import Target
from clinic.models import StaffRequest
from clinic.queries.prepared import PreparedModels

from .table import with_column_data

type FirstRows = Callable[[], list[AppointmentRequest]]


def first_rows(request: StaffRequest, tab: Tab, order: DeskOrder, number: int) -> FirstRows:
    """Return what reads the first ``number`` requests of the tab, with the data of their columns."""
    prepared = _prepared(tab.slug, frozenset(order.added), number)
    given = {**Look.by(request).as_given(), **given_for(request), **order.as_given()}
    return lambda: prepared.all(**given)


@cache
def _prepared(slug: str, added: frozenset[Target], number: int) -> PreparedModels[AppointmentRequest]:
    requests = AppointmentRequest.objects.filter(TABS[slug].rule(Look.given()), closed_at=None)
    return PreparedModels(lambda: given_order(added).sort(with_column_data(requests))[:number])
