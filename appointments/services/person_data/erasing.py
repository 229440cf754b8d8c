"""Erasure of what a person asked to be erased, once two people agreed: by the worker, as retention does."""

import logging
from datetime import datetime

from django.db import transaction
from django.db.models import F

from appointments.models import AppointmentRequest, Erasure, ErasureRule
from appointments.services.retention.erasing import erase
from clinic.database.erasing import erasing

from .cases import Case, erasures_to_do

logger = logging.getLogger(__name__)


def erase_confirmed(now: datetime) -> int:
    """Erase what was confirmed and is neither open nor held; return how many requests."""
    count = 0
    for case in erasures_to_do(now):
        if erased := _erase(case, now):
            # Outside the database: whoever restores an older backup has to erase them again.
            logger.info("Erased for a person: %s.", ", ".join(erased))
        count += len(erased)
    return count


def _erase(case: Case, now: datetime) -> list[str]:
    """Erase what can be erased of the case; return the references."""
    with transaction.atomic(durable=True):
        closed = AppointmentRequest.objects.filter(closed_at__isnull=False).not_held()
        # One that somebody is reopening or holding at this moment is left for the next time.
        locked = closed.filter(reference__in=case.asked.about).select_for_update(
            skip_locked=True, of=("self",)
        )
        going = list(locked.order_by("pk").values_list("pk", "reference", F("closed_at")))
        if not going:
            return []
        erase(AppointmentRequest.objects.filter(pk__in=[key for key, _reference, _ended in going]))
        with erasing():
            Erasure.objects.bulk_create(
                Erasure(
                    reference=reference,
                    rule=ErasureRule.PERSON,
                    closed_at=ended,
                    days=max((now - ended).days, 0),
                )
                for _key, reference, ended in going
            )
    return [reference for _key, reference, _ended in going]
