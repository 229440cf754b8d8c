"""Retention by schedule: requests go some days after they were closed, and leave a record of it.

The numbers stand in the settings; the pages that tell patients of them read the same ones.
"""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F

from appointments.models import AppointmentRequest, AppointmentRequestQuerySet, Erasure, ErasureRule
from appointments.statuses import CLOSED, Status
from clinic.database.erasing import erasing

from .erasing import erase

logger = logging.getLogger(__name__)

# Requests that are locked and erased together: few enough to keep nobody waiting.
_BATCH = 200
# Statuses to which each rule applies. The end of its visit closes a scheduled request.
_REFUSED = frozenset({Status.DECLINED})
_STATUSES = {
    ErasureRule.CLOSED: frozenset({Status.SCHEDULED, *CLOSED}) - _REFUSED,
    ErasureRule.REFUSED: _REFUSED,
}


# A person's wish has no schedule.
RULES = tuple(_STATUSES)


def days_kept(rule: ErasureRule) -> int:
    """Return for how many days after its end the rule keeps a request."""
    days: Mapping[ErasureRule, int] = {
        ErasureRule.CLOSED: settings.REQUEST_KEPT_DAYS,
        ErasureRule.REFUSED: settings.REFUSED_REQUEST_KEPT_DAYS,
    }
    return days[rule]


def due(rule: ErasureRule, now: datetime) -> AppointmentRequestQuerySet:
    """Return the requests that the rule erases at ``now``: never an open one, however old, nor a held one."""
    return _ended(rule, now).not_held()


def held_back(rule: ErasureRule, now: datetime) -> AppointmentRequestQuerySet:
    """Return the requests that the rule would erase at ``now`` if no legal hold kept them."""
    return _ended(rule, now).held()


def _ended(rule: ErasureRule, now: datetime) -> AppointmentRequestQuerySet:
    ended = now - timedelta(days=days_kept(rule))
    return AppointmentRequest.objects.real().filter(status__in=_STATUSES[rule], closed_at__lte=ended)


def erase_due(now: datetime) -> dict[ErasureRule, int]:
    """Erase every request whose time is over; return how many, by rule."""
    erased = dict.fromkeys(RULES, 0)
    for rule in RULES:
        while count := _erase_some(rule, now):
            erased[rule] += count
        if erased[rule]:
            logger.info("Erased %d requests by the rule %s.", erased[rule], rule.value)
    return erased


def _erase_some(rule: ErasureRule, now: datetime) -> int:
    with transaction.atomic(durable=True):
        # A request that somebody is reopening or holding at this moment is skipped.
        locked = due(rule, now).order_by("closed_at", "pk").select_for_update(skip_locked=True, of=("self",))
        going = list(locked.values_list("pk", "reference", F("closed_at"))[:_BATCH])
        erase(AppointmentRequest.objects.filter(pk__in=[key for key, _reference, _ended in going]))
        days = days_kept(rule)
        with erasing():
            Erasure.objects.bulk_create(
                Erasure(reference=reference, rule=rule, closed_at=ended, days=days)
                for _key, reference, ended in going
            )
    return len(going)
