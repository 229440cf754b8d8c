"""Order in which the desk's lists show requests, and what stands first in it."""

from django.db.models import Q

from appointments.desk.presenters.plan import plan_for
from appointments.targets.desk_order import DeskOrder
from appointments.targets.queries import is_late
from clinic.database.clock import current_time
from clinic.models import StaffRequest

from .tabs import NEW_TIME, TABS, Look, message_failed
from .waiting import waiting_for


def desk_order_for(request: StaffRequest) -> DeskOrder:
    """Return the order of the desk. What is late, or went wrong, follows the urgent requests."""
    now, targets = current_time(), plan_for(request)
    pressing = Q(message_failed()) | is_late(targets.starts_at(now)) | TABS[NEW_TIME].rule(Look.by(request))
    return DeskOrder(targets, now, waiting_for(request).first_start, pressing)
