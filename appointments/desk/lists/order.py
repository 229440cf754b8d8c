"""Order in which the desk's lists show requests, and what stands first in it."""

from collections.abc import Collection

from django.db.models import Q

from appointments.desk.presenters.plan import plan_for
from appointments.targets.desk_order import DeskOrder
from appointments.targets.queries import Starts, given_start, is_late
from appointments.targets.response_targets import Target
from clinic.database.clock import current_time
from clinic.models import StaffRequest

from .tabs import NEW_TIME, TABS, Look, message_failed
from .waiting import waiting_for


def desk_order_for(request: StaffRequest) -> DeskOrder:
    """Return the order of the desk. What is late, or went wrong, follows the urgent requests."""
    now, targets = current_time(), plan_for(request)
    pressing = _pressing(targets.starts_at(now), Look.by(request))
    return DeskOrder.by(targets, now, waiting_for(request).first_start, pressing)


def given_order(added: Collection[Target]) -> DeskOrder:
    """Return what stands for it in a prepared query, where the targets ``added`` take opening time."""
    return DeskOrder.given(added, _pressing(given_start, Look.given()))


def _pressing(starts: Starts, look: Look) -> Q:
    return Q(message_failed()) | is_late(starts) | TABS[NEW_TIME].rule(look)
