"""Possible duplicates: requests with the same number or address, or the same name within two weeks.

Nothing is done about them automatically, and the public is never told of one.
"""

from dataclasses import dataclass
from datetime import timedelta
from operator import attrgetter
from typing import TYPE_CHECKING, TypedDict

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, When
from django.utils.translation import gettext as _

from appointments.lookup import has_same_name, named_like, ways_to_reach
from appointments.models import AppointmentRequest, Visit
from appointments.patient_data import PatientData
from appointments.reading import Reader, reading_as
from appointments.statuses import Status
from clinic.database.clock import current_time
from clinic.identity.clinic_time import time_ago

from .status import status_of, with_visits

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

# Time within which two requests by one name are hardly two people's.
NAME_COUNTS_WITHIN = timedelta(days=14)
MOST_SHOWN = 5
# Limit for a flood with one number.
_MOST_COMPARED = 25


class VisitFlag(TypedDict):
    """Value that the query of candidates adds to a request."""

    has_visit: bool


type Candidate = WithAnnotations[AppointmentRequest, VisitFlag]


@dataclass(frozen=True)
class PossibleDuplicate:
    """Possible duplicate of the request on the page.

    ``merge_here``: it may be closed in favor of the request on the page; ``merge_there``: the reverse.
    """

    appointment_request: AppointmentRequest
    status: str
    why: str
    age: str
    merge_here: bool
    merge_there: bool
    frees_a_visit: bool

    @property
    def name(self) -> str:
        """Return the short name; read when it is shown, as not every page shows the names."""
        answers = self.appointment_request.answers
        return answers.short_name if answers else ""


@dataclass(frozen=True)
class PossibleDuplicates:
    """Possible duplicates, the open ones first: ``entries`` are shown of ``total``.

    ``merged`` are requests that were closed as duplicates of the request on the page.
    """

    entries: list[PossibleDuplicate]
    total: int
    others_open: int
    has_more: bool
    merged: list[AppointmentRequest]

    @property
    def shown(self) -> list[AppointmentRequest]:
        """Return the requests that the page shows."""
        return [*(entry.appointment_request for entry in self.entries), *self.merged]


def possible_duplicates_of(appointment_request: AppointmentRequest, *, has_visit: bool) -> PossibleDuplicates:
    """Return the possible duplicates, and the requests merged into this one; takes one query."""
    candidates = list(_candidates(appointment_request)[: _MOST_COMPARED + 1])
    merged = [other for other in candidates if other.duplicate_of_id == appointment_request.pk]
    with reading_as(Reader.COMPARISON):
        likely = [
            (other, why)
            for other in candidates
            if other not in merged and (why := _why(other, appointment_request))
        ]
    return PossibleDuplicates(
        entries=[_entry(appointment_request, other, why, has_visit) for other, why in likely[:MOST_SHOWN]],
        total=len(likely),
        others_open=sum(other.is_open for other, _reason in likely),
        has_more=len(candidates) > _MOST_COMPARED,
        merged=sorted(merged, key=attrgetter("received_at")),
    )


def _candidates(appointment_request: AppointmentRequest) -> QuerySet[Candidate]:
    alike = Q(duplicate_of=appointment_request)
    # Without a key for the answers, only merged requests are shown.
    if appointment_request.answers:
        alike |= _same_person(appointment_request, appointment_request.answers)
    visits = Visit.objects.active().filter(appointment_request=OuterRef("pk"))
    candidates = AppointmentRequest.objects.filter(alike).exclude(status=Status.ENTERED_IN_ERROR)
    # The request that this one was merged into is shown elsewhere on the page.
    candidates = candidates.exclude(
        pk__in=[appointment_request.pk, appointment_request.duplicate_of_id or appointment_request.pk]
    )
    of_this = Case(When(duplicate_of=appointment_request, then=0), default=1)
    # Open requests come first; a scheduled one may be over, and closed.
    still_open = F("closed_at").asc(nulls_first=True)
    candidates = candidates.annotate(has_visit=Exists(visits))
    return with_visits(candidates).order_by(of_this, still_open, "-received_at")


def _same_person(appointment_request: AppointmentRequest, data: PatientData) -> Q:
    alike = Q(lookup__overlap=ways_to_reach(data))
    if named := named_like(data):
        around = (
            appointment_request.received_at - NAME_COUNTS_WITHIN,
            appointment_request.received_at + NAME_COUNTS_WITHIN,
        )
        alike |= named & Q(received_at__range=around)
    return alike


def _why(other: AppointmentRequest, appointment_request: AppointmentRequest) -> str:
    """Return why the two may be duplicates, in words; empty if only the beginning of a name agrees."""
    answers, others = appointment_request.answers, other.answers
    if answers is None:
        return ""
    is_namesake = others is not None and has_same_name(answers, others)
    if not set(ways_to_reach(answers)) & set(other.lookup):
        return _("same name") if is_namesake else ""
    if is_namesake:
        return _("likely the same: same name, same phone or e-mail")
    return _("same phone or e-mail")


def _entry(
    appointment_request: AppointmentRequest, other: Candidate, why: str, has_visit: bool
) -> PossibleDuplicate:
    both_open = appointment_request.is_open and other.is_open
    return PossibleDuplicate(
        appointment_request=other,
        status=str(status_of(other)),
        why=why,
        age=time_ago(other.received_at, current_time()),
        # A merge never loses the person's visit.
        merge_here=both_open and (has_visit or not other.has_visit),
        merge_there=both_open and (other.has_visit or not has_visit),
        frees_a_visit=has_visit and other.has_visit,
    )
