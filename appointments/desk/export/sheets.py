"""A list of requests as a table to take away. Never with the note, or what the visit is about."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from appointments.models import AppointmentRequest, RequestEvent, Visit
from appointments.models.timeline import EventKind
from appointments.patient_data import DecryptionError
from clinic.spreadsheets import Cell, Sheet


def with_times(requests: QuerySet[AppointmentRequest]) -> QuerySet[AppointmentRequest]:
    """``requests`` with what the table says of their attempts and their visit."""
    tries = (
        RequestEvent.objects.filter(appointment_request=OuterRef("pk"), kind=EventKind.ATTEMPT)
        .order_by()
        .values("appointment_request")
    )
    standing = Visit.objects.active().filter(appointment_request=OuterRef("pk"))
    return requests.annotate(
        attempts=Coalesce(Subquery(tries.annotate(count=Count("pk")).values("count")), 0),
        first_attempt_at=Subquery(tries.annotate(first=Min("at")).values("first")),
        visit_starts=Subquery(standing.values("during__startswith")[:1]),
    )


def sheet_of(requests: Iterable[AppointmentRequest], *, with_people: bool) -> Sheet:
    """The table, one row for each of ``requests`` as ``with_times`` gives them."""
    headers = [
        _("Reference"),
        _("Received"),
        _("Came by"),
        _("Status"),
        _("First attempt"),
        _("Visit"),
        _("Closed"),
        _("Article"),
        _("Attempts"),
    ]
    people = [_("Name"), _("Phone"), _("E-mail")] if with_people else []
    rows = [[*_row(one), *(_person(one) if with_people else [])] for one in requests]
    return Sheet(_("Requests"), [*headers, *people], rows)


def _row(appointment_request: AppointmentRequest) -> list[Cell]:
    return [
        appointment_request.reference,
        _local(appointment_request.received_at),
        appointment_request.get_channel_display(),
        appointment_request.get_status_display(),
        _local(appointment_request.first_attempt_at),
        _local(appointment_request.visit_starts),
        _local(appointment_request.closed_at),
        appointment_request.article_title,
        appointment_request.attempts,
    ]


def _person(appointment_request: AppointmentRequest) -> list[Cell]:
    try:
        patient = appointment_request.patient
    except DecryptionError:
        return [_("This cannot be opened"), "", ""]
    return [patient.name_to_use, patient.phone_to_call, patient.email_to_use]


def _local(moment: datetime | None) -> Cell:
    """The clinic's wall clock, to the minute; empty for what did not happen."""
    if moment is None:
        return ""
    return timezone.localtime(moment, timezone.get_default_timezone()).replace(second=0, microsecond=0)
