"""Other requests that are likely the same person's: by number, by address, or by name within two weeks.

A likeness is never acted on by itself, and the public is never told of one.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, When
from django.utils import timezone
from django.utils.translation import gettext as _

from appointments.lookup import has_same_name, name_hashes, ways_to_reach
from appointments.models import AppointmentRequest, Visit
from appointments.patient_data import PatientData
from appointments.statuses import Status
from clinic.identity.clinic_time import time_ago

# People share names; within these days two requests by one name are hardly two people's.
NAME_COUNTS_WITHIN = timedelta(days=14)
MOST_SHOWN = 5
# Of a flood with one number, as many are looked at.
_MOST_LOOKED_AT = 25


@dataclass(frozen=True)
class PossibleDuplicate:
    """One of them. ``merge_here`` says that it may close and point to the one looked at, ``merge_there`` the
    other way round.
    """

    appointment_request: AppointmentRequest
    name: str
    why: str
    age: str
    merge_here: bool
    merge_there: bool
    frees_a_visit: bool


@dataclass(frozen=True)
class PossibleDuplicates:
    """All of them, the open ones first, of which ``entries`` are shown.

    ``merged`` are those that were closed as duplicates of the one that is looked at.
    """

    entries: list[PossibleDuplicate]
    found: int
    others_open: int
    has_more: bool
    merged: list[AppointmentRequest]

    @property
    def requests_in_all(self) -> int:
        """With the one that is looked at."""
        return self.found + 1

    @property
    def shown(self) -> list[AppointmentRequest]:
        """The requests of which the page says something."""
        return [*(entry.appointment_request for entry in self.entries), *self.merged]


def possible_duplicates_of(appointment_request: AppointmentRequest, *, has_visit: bool) -> PossibleDuplicates:
    """The others that look like the same person's, and those that the desk has said are; one query."""
    merged, looked_at = [], []
    for other in _candidates(appointment_request)[: _MOST_LOOKED_AT + 1]:
        (merged if other.duplicate_of_id == appointment_request.pk else looked_at).append(other)
    likely = [(other, why) for other in looked_at if (why := _why(other, appointment_request))]
    return PossibleDuplicates(
        entries=[_entry(appointment_request, other, why, has_visit) for other, why in likely[:MOST_SHOWN]],
        found=len(likely),
        others_open=sum(other.is_open for other, _reason in likely),
        has_more=len(looked_at) + len(merged) > _MOST_LOOKED_AT,
        merged=sorted(merged, key=lambda one: one.received_at),
    )


def _candidates(appointment_request: AppointmentRequest) -> QuerySet[AppointmentRequest]:
    alike = Q(duplicate_of=appointment_request)
    # Without its key nothing is known of the person; what the desk has merged stays.
    if appointment_request.answers:
        alike |= _same_person(appointment_request, appointment_request.answers)
    visits = Visit.objects.active().filter(appointment_request=OuterRef("pk"))
    candidates = AppointmentRequest.objects.filter(alike).exclude(status=Status.ENTERED_IN_ERROR)
    # The one that this one points to is named elsewhere on the page.
    candidates = candidates.exclude(
        pk__in=[appointment_request.pk, appointment_request.duplicate_of_id or appointment_request.pk]
    )
    of_this = Case(When(duplicate_of=appointment_request, then=0), default=1)
    # Requests that still wait for an outcome come first; a scheduled one may be over, and closed.
    still_open = F("closed_at").asc(nulls_first=True)
    return candidates.annotate(has_visit=Exists(visits)).order_by(of_this, still_open, "-received_at")


def _same_person(appointment_request: AppointmentRequest, data: PatientData) -> Q:
    alike = Q(lookup__overlap=ways_to_reach(data))
    if names := name_hashes(data):
        around = (
            appointment_request.received_at - NAME_COUNTS_WITHIN,
            appointment_request.received_at + NAME_COUNTS_WITHIN,
        )
        alike |= Q(lookup__contains=names, received_at__range=around)
    return alike


def _why(other: AppointmentRequest, appointment_request: AppointmentRequest) -> str:
    """The reason for the likeness, in words; empty when it was only the beginning of a name."""
    answers, others = appointment_request.answers, other.answers
    if answers and set(ways_to_reach(answers)) & set(other.lookup):
        return _("same phone or e-mail")
    return _("same name") if answers and others and has_same_name(answers, others) else ""


def _entry(
    appointment_request: AppointmentRequest, other: AppointmentRequest, why: str, has_visit: bool
) -> PossibleDuplicate:
    both_open = appointment_request.is_open and other.is_open
    return PossibleDuplicate(
        appointment_request=other,
        name=other.answers.short_name if other.answers else "",
        why=why,
        age=time_ago(other.received_at, timezone.now()),
        # Whichever closes, the person keeps a visit.
        merge_here=both_open and (has_visit or not other.has_visit),
        merge_there=both_open and (other.has_visit or not has_visit),
        frees_a_visit=has_visit and other.has_visit,
    )
