"""Visits that need a new time: visits to come at a time that is no longer offered.

They are found anew whenever they are shown. A stored mark would have to follow every change of hours, leave,
closures and licenses, and a visit that is booked while leave is entered would be missed.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import OuterRef, TextField
from django.db.models.functions import Cast, JSONObject

from appointments.models import Visit
from clinic.models import ClinicSettings, Practitioner

from .visit_objections import Objection, Offer

# Fields of a practitioner that an offer and its words need.
_PLAIN = ("id", "name", "post_nominals", "is_active", "offers_visits", "license_expires")
_STREAMS = ("working_hours", "leave")


@dataclass(frozen=True)
class VisitToMove:
    """Visit to come that needs a new time, with the objections that nobody knew of when it was agreed."""

    appointment_request_id: uuid.UUID
    reference: str
    offer: Offer
    start: datetime
    end: datetime
    objections: set[Objection]


def clinic_with_visits(now: datetime) -> ClinicSettings:
    """Return the clinic's details and what ``visits_to_move`` reads, in one query."""
    details = ClinicSettings.objects.filter(site__is_default_site=True).annotate(
        practitioners=ArraySubquery(_practitioners(now))
    )
    if (found := details.first()) is None:
        ClinicSettings.of_the_default_site()
        found = details.get()
    return found


def visits_to_move(clinic: ClinicSettings) -> list[VisitToMove]:
    """Return the visits that need a new time, the next one first, from ``clinic_with_visits``."""
    found = (
        visit
        for practitioner in vars(clinic)["practitioners"]
        for visit in _of_one(Offer(_read(practitioner), clinic.clock), practitioner["coming"])
    )
    return sorted(found, key=lambda visit: (visit.start, visit.reference))


def _practitioners(now: datetime) -> Any:
    streams = {name: Cast(name, TextField()) for name in _STREAMS}
    plain = {name: name for name in _PLAIN}
    one = JSONObject(**plain, **streams, coming=ArraySubquery(_coming(now)))
    return Practitioner.objects.order_by().values(one=one)


def _coming(now: datetime) -> Any:
    # With the practitioner, the range uses the index of the exclusion constraint.
    ahead = Visit.objects.active().filter(practitioner=OuterRef("pk"), during__overlap=DateTimeTZRange(now))
    return ahead.values(
        one=JSONObject(
            request="appointment_request_id",
            reference="appointment_request__reference",
            start="during__startswith",
            end="during__endswith",
            despite="despite",
        )
    )


def _read(stored: dict[str, Any]) -> Practitioner:
    expires = stored["license_expires"]
    return Practitioner(
        **{name: stored[name] for name in (*_PLAIN, *_STREAMS)}
        | {"license_expires": date.fromisoformat(expires) if expires else None}
    )


def _of_one(offer: Offer, coming: Iterable[dict[str, Any]]) -> Iterable[VisitToMove]:
    for visit in coming:
        start, end = datetime.fromisoformat(visit["start"]), datetime.fromisoformat(visit["end"])
        if objections := offer.objections(start, end) - set(visit["despite"]):
            yield VisitToMove(uuid.UUID(visit["request"]), visit["reference"], offer, start, end, objections)
