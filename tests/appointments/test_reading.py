"""No record, no data: what a patient told us is opened, and searched for, in a recorded reading only."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.test import RequestFactory

import pytest

from appointments.lookup import named_like
from appointments.models import AccessAction, AccessRecord, AppointmentRequest, Visit
from appointments.patient_data import PatientData, unseal
from appointments.reading import AccessNotRecorded, recorded_reading
from appointments.services.access import record_access
from appointments.services.decisions.decisions import add_note, claim
from appointments.services.intake.desk_entry import requests_from_phone
from clinic.models import User
from clinic.senders.acting import acting_request
from tests import cast
from tests.appointments.factories import SOMEBODY_ELSE, make_request

pytestmark = pytest.mark.django_db
EVERYBODY = AppointmentRequest.objects


@contextmanager
def page_of(user: User) -> Iterator[None]:
    """The block is a page that ``user`` has asked for."""
    http_request = RequestFactory().get("/")
    http_request.user = user
    token = acting_request.set(http_request)
    try:
        with transaction.atomic(), recorded_reading():
            yield
    finally:
        acting_request.reset(token)


def with_a_note() -> AppointmentRequest:
    appointment_request = make_request()
    add_note(
        appointment_request_id=appointment_request.pk, version=1, actor=cast.make_freya(), note="Rings twice"
    )
    return EVERYBODY.get(pk=appointment_request.pk)


READS: dict[str, Callable[[AppointmentRequest], Any]] = {
    "answers": lambda one: one.answers,
    "patient": lambda one: one.patient,
    "note": lambda one: one.events.last().note,
    "the sealed bytes": lambda one: unseal(one.pk, one.patient_data),
    "name": lambda one: EVERYBODY.found_by("Whitfield").exists(),
    "reference or name": lambda one: EVERYBODY.found_by(one.reference).count(),
    "phone": lambda one: list(requests_from_phone("949 555 0142")),
    "namesakes": lambda one: EVERYBODY.filter(named_like(PatientData(full_name="Mara Whitfield"))).first(),
    "hash": lambda one: EVERYBODY.filter(lookup__overlap=one.lookup).values_list("pk").first(),
    "all hashes": lambda one: EVERYBODY.exclude(lookup=one.lookup).exists(),
    "hash of a visit's": lambda one: Visit.objects.filter(
        appointment_request__lookup__contains=one.lookup[:1]
    ).exists(),
    "change": lambda one: EVERYBODY.filter(lookup__contains=one.lookup[:1]).update(priority=1),
}


@pytest.mark.parametrize("read", READS)
def test_without_an_open_reading_every_read_raises(read):
    appointment_request = with_a_note()
    with pytest.raises(AccessNotRecorded):
        READS[read](appointment_request)


@pytest.mark.parametrize("read", READS)
def test_a_reading_that_ends_without_a_record_raises_and_takes_back_what_was_written(read):
    appointment_request, freya = with_a_note(), cast.make_finn()
    with pytest.raises(AccessNotRecorded), transaction.atomic(), recorded_reading():
        EVERYBODY.filter(pk=appointment_request.pk).update(assigned_to=freya)
        READS[read](appointment_request)
    assert EVERYBODY.get(pk=appointment_request.pk).assigned_to is None


def test_a_record_of_another_request_is_none_of_this_one():
    appointment_request, other, freya = make_request(), make_request(**SOMEBODY_ELSE), cast.make_freya()

    def read(*shown: AppointmentRequest) -> str:
        with page_of(freya):
            names = f"{appointment_request.patient.full_name}, {other.patient.full_name}"
            record_access(actor=freya, action=AccessAction.LIST, shown=shown)
        return names

    with pytest.raises(AccessNotRecorded):
        read(other)
    assert not AccessRecord.objects.exists()
    assert read(appointment_request, other) == "Mara Whitfield, Noor Haddad"
    assert AccessRecord.objects.get().shown == sorted([appointment_request.reference, other.reference])


def test_what_another_reading_decrypted_is_read_anew_by_whoever_looks_at_it():
    appointment_request, freya = make_request(), cast.make_freya()
    with page_of(freya):
        assert appointment_request.patient
        record_access(actor=freya, action=AccessAction.LIST, shown=[appointment_request])
    with pytest.raises(AccessNotRecorded):
        _ = appointment_request.patient
    with pytest.raises(AccessNotRecorded), recorded_reading():
        _ = appointment_request.patient


def test_a_step_reads_what_it_needs_and_leaves_no_reading_open():
    appointment_request, freya = make_request(), cast.make_freya()
    claim(appointment_request_id=appointment_request.pk, version=1, actor=freya)
    with pytest.raises(AccessNotRecorded):
        _ = EVERYBODY.get(pk=appointment_request.pk).patient
