"""Table of a list of requests for export. It never holds the note, or what the visit is about."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, TypedDict

from django.db.models import Count, Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from appointments.desk.presenters.status import status_of, visit_of, with_visits
from appointments.models import AppointmentRequest, AppointmentRequestQuerySet, RequestEvent
from appointments.models.timeline import ATTEMPTS
from appointments.questions.table import EXPORTED
from clinic.spreadsheets.files import Cell, Sheet

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


class Times(TypedDict):
    """Values that ``with_times`` adds to a request."""

    attempts: int
    first_attempt_at: datetime | None


type TimedRequest = WithAnnotations[AppointmentRequest, Times]


def with_times(requests: AppointmentRequestQuerySet) -> QuerySet[TimedRequest]:
    """Annotate ``requests`` with the ``Times``."""
    attempts = (
        RequestEvent.objects.filter(ATTEMPTS, appointment_request=OuterRef("pk"))
        .order_by()
        .values("appointment_request")
    )
    return with_visits(requests).annotate(
        attempts=Coalesce(Subquery(attempts.annotate(count=Count("pk")).values("count")), 0),
        first_attempt_at=Subquery(attempts.annotate(first=Min("at")).values("first")),
    )


def sheet_of(requests: Iterable[TimedRequest], *, with_people: bool) -> Sheet:
    """Return the table, with a row for each of ``requests``."""
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
    people = [str(record.label) for _question, record in EXPORTED] if with_people else []
    rows = [[*_row(one), *(_person(one) if with_people else [])] for one in requests]
    return Sheet(_("Requests"), [*headers, *people], rows)


def _row(appointment_request: TimedRequest) -> list[Cell]:
    visit = visit_of(appointment_request)
    return [
        appointment_request.reference,
        _local(appointment_request.received_at),
        appointment_request.get_channel_display(),
        str(status_of(appointment_request)),
        _local(appointment_request.first_attempt_at),
        _local(visit.starts if visit else None),
        _local(appointment_request.closed_at),
        appointment_request.article_title,
        appointment_request.attempts,
    ]


def _person(appointment_request: AppointmentRequest) -> list[Cell]:
    answers = appointment_request.answers
    if answers is None:
        return [_("This cannot be opened"), *[""] * (len(EXPORTED) - 1)]
    return [record.in_words(answers.as_used(question.name)) for question, record in EXPORTED]


def _local(moment: datetime | None) -> Cell:
    """Return the clinic's local time, to the minute; empty without ``moment``."""
    if moment is None:
        return ""
    return timezone.localtime(moment, timezone.get_default_timezone()).replace(second=0, microsecond=0)
