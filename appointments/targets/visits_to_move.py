"""Visits that need a new time: visits to come at a time that is no longer offered.

They are found anew whenever they are shown. A stored mark would have to follow every change of hours, leave,
closures and licenses, and a visit that is booked while leave is entered would be missed.
"""

import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import DateTimeRangeField
from django.db.models import DateTimeField, Func, OuterRef, QuerySet, TextField, Value
from django.db.models.functions import Cast, JSONObject

from appointments.models import Visit
from clinic.models import ClinicSettings, Practitioner
from clinic.queries.prepared import Given, PreparedModels

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
    found = _details.all(now=now)
    if not found:
        ClinicSettings.of_the_default_site()
        found = _details.all(now=now)
    return found[0]


def visits_to_move(clinic: ClinicSettings) -> list[VisitToMove]:
    """Return the visits that need a new time, the next one first, from ``clinic_with_visits``."""
    found = (
        visit
        for practitioner in json.loads(vars(clinic)["practitioners"])
        for visit in _of_one(Offer(_read(practitioner), clinic.clock), practitioner["coming"])
    )
    return sorted(found, key=lambda visit: (visit.start, visit.reference))


@PreparedModels
def _details() -> QuerySet[ClinicSettings]:
    # As JSON, which is read where it is needed: a prepared query knows the columns of its model alone.
    practitioners = Func(ArraySubquery(_practitioners()), function="to_jsonb", output_field=TextField())
    details = ClinicSettings.objects.filter(site__is_default_site=True)
    return details.annotate(practitioners=practitioners).order_by("pk")[:1]


def _practitioners() -> Any:
    streams = {name: Cast(name, TextField()) for name in _STREAMS}
    plain = {name: name for name in _PLAIN}
    one = JSONObject(**plain, **streams, coming=ArraySubquery(_coming()))
    return Practitioner.objects.order_by().values(one=one)


def _coming() -> Any:
    ahead_of_now = Func(
        Given("now", DateTimeField()), Value(None), function="tstzrange", output_field=DateTimeRangeField()
    )
    # With the practitioner, the range uses the index of the exclusion constraint.
    ahead = Visit.objects.active().filter(practitioner=OuterRef("pk"), during__overlap=ahead_of_now)
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
