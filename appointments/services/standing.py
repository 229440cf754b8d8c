"""Standing of a request: the columns and the visit that an action changes, as an undo restores them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Field
from django.db.models.functions import Now

from appointments.models import AppointmentRequest, Visit
from appointments.models.stored_documents import Standing, StandingVisit

# Columns that say what the request is; all others say how it stands, those of later versions included.
_FIXED = frozenset(
    {
        "id",
        "reference",
        "version",
        "received_at",
        "channel",
        "language",
        "article",
        "article_title",
        "consent_version",
        "idempotency_key",
        "held_since",
        # A link that was ended stays ended, whatever is undone.
        "link_generation",
        "link_hash",
        # Corrections are undone one by one: a sealed document is not copied into the timeline.
        "patient_data",
        "lookup",
        "lookup_mark",
    }
)


@dataclass(frozen=True)
class Snapshot:
    """Columns and visit of a request at a moment."""

    columns: Mapping[str, Any]
    visit: StandingVisit

    @classmethod
    def of(cls, appointment_request: AppointmentRequest, visit: Visit | None) -> "Snapshot":
        """Return the snapshot of a request whose visit, if any, is ``visit``."""
        columns = {one.attname: one.value_from_object(appointment_request) for one in _columns()}
        return cls(columns, _standing_visit(visit))

    def standing_before(self, after: "Snapshot") -> Standing:
        """Return what was different before ``after``."""
        changed = {name: value for name, value in self.columns.items() if value != after.columns[name]}
        return Standing(
            columns={name: None if value is None else str(value) for name, value in changed.items()},
            visit=None if self.visit == after.visit else self.visit,
        )


def snapshot_of(appointment_request: AppointmentRequest) -> Snapshot:
    """Return the present snapshot; takes one query."""
    return Snapshot.of(appointment_request, appointment_request.visits.active().first())


def restore_columns(appointment_request: AppointmentRequest, before: Standing) -> None:
    """Set the columns to the values that they had; a column that is no more is ignored."""
    for column in _columns():
        if column.attname in before.columns:
            setattr(appointment_request, column.attname, column.to_python(before.columns[column.attname]))


def restore_visit(appointment_request: AppointmentRequest, before: Standing) -> bool:
    """Write the visit as it was; return False, and write nothing, if its time was given to somebody else."""
    visit = before.visit
    if visit is None:
        return True
    try:
        with transaction.atomic():
            kept = [visit.pk] if visit.pk else []
            appointment_request.visits.active().exclude(pk__in=kept).update(cancelled_at=Now())
            Visit.objects.filter(pk__in=kept, appointment_request=appointment_request).update(
                practitioner=visit.practitioner,
                during=DateTimeTZRange(visit.start, visit.end),
                despite=list(visit.despite),
                cancelled_at=None,
            )
    except IntegrityError:
        return False
    return True


def _columns() -> "list[Field[Any, Any]]":
    return [one for one in AppointmentRequest._meta.concrete_fields if one.name not in _FIXED]


def _standing_visit(visit: Visit | None) -> StandingVisit:
    if visit is None:
        return StandingVisit()
    return StandingVisit(
        pk=visit.pk,
        practitioner=visit.practitioner_id,
        start=visit.during.lower,
        end=visit.during.upper,
        despite=tuple(visit.despite),
    )
