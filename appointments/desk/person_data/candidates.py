"""Requests that may be one person's, with what tells people of the same name apart."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from appointments.desk.presenters.status import StatusWords, status_of, with_visits
from appointments.lookup import named_like, ways_to_reach
from appointments.models import AppointmentRequest
from appointments.patient_data import PatientData
from appointments.references import looks_like_reference, normalize
from clinic.identity.clinic_time import day_and_time

# More than one person ever has. Whoever finds more narrows the search.
MOST = 50


@dataclass(frozen=True)
class Candidate:
    """Request with its status, and its answers; None when they cannot be opened."""

    appointment_request: AppointmentRequest
    status: StatusWords
    received: str
    patient: PatientData | None

    @property
    def phones(self) -> list[str]:
        """Every number that was given or corrected, each once."""
        if self.patient is None:
            return []
        later = [one["phone"] for one in self.patient.other_phones]
        return list(dict.fromkeys(filter(None, [self.patient.phone, *later, self.patient.phone_to_call])))

    @property
    def emails(self) -> list[str]:
        """Every address that was given or corrected, each once."""
        if self.patient is None:
            return []
        return list(dict.fromkeys(filter(None, [self.patient.email, self.patient.email_to_use])))


def found_for(words: str) -> list[Candidate]:
    """Return the requests that a search finds, with their duplicates."""
    everything = AppointmentRequest.objects.order_by()
    found = everything.found_by(words).values("pk")
    merged = everything.filter(duplicate_of__in=found).values("pk")
    # A union: with "or" Postgres reads every request.
    return _candidates(Q(pk__in=found.union(merged)))


def alike(appointment_request: AppointmentRequest) -> list[Candidate]:
    """Return the request, those with its name or a way to reach it, and those merged with it."""
    by_person = Q(pk__in=[appointment_request.pk, appointment_request.duplicate_of_id])
    by_person |= Q(duplicate_of=appointment_request)
    if answers := appointment_request.answers:
        by_person |= Q(lookup__overlap=ways_to_reach(answers))
        by_person |= named_like(answers) or Q(pk__in=[])
    return _candidates(by_person)


def named(references: Iterable[str], *, with_answers: bool = True) -> list[Candidate]:
    """Return the requests with these references."""
    wanted = [normalize(one) for one in references if looks_like_reference(one)][:MOST]
    return _candidates(Q(reference__in=wanted), with_answers=with_answers)


def _candidates(condition: Q, *, with_answers: bool = True) -> list[Candidate]:
    requests = AppointmentRequest.objects.filter(condition).select_related("duplicate_of")
    found = with_visits(requests).order_by("-received_at", "pk")[: MOST + 1]
    # One more says that there are more. It is not shown, and so not opened.
    opened = MOST if with_answers else 0
    return [
        Candidate(one, status_of(one), day_and_time(one.received_at), one.answers if at < opened else None)
        for at, one in enumerate(found)
    ]
