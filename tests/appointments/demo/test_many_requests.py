"""Invented requests by the thousand: what they are like, where they are refused, and how they go again."""

from io import StringIO

from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.db.models import Count, F
from django.utils import timezone

import pytest

from appointments.models import AccessRecord, AppointmentRequest, Notice, RequestEvent, Visit
from appointments.notices.dispatch import deliver_next
from appointments.services.intake.bulk_data import BulkRequest, NotDemonstrationError, store_bulk_requests
from appointments.statuses import CLOSED, Status
from clinic.models import User
from tests import cast
from tests.appointments.desk.searching import search
from tests.appointments.factories import make_request
from tests.factories import make_details, make_practitioner

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reads_patients_data")]


@pytest.fixture(autouse=True)
def clinic(db: None) -> None:
    make_details()
    cast.make_freya()
    make_practitioner(name="Ana Reyes", post_nominals="L.Ac.")


def make(count: int = 200, **options: object) -> str:
    said = StringIO()
    call_command("make_many_requests", count=count, stdout=said, **options)
    return said.getvalue()


def test_they_are_in_every_state_most_of_them_closed_and_tell_one_story_each():
    assert "Made 200 invented requests" in make()
    requests = AppointmentRequest.objects.annotate(steps=Count("events"))
    assert not requests.exclude(version=F("steps")).exists()
    assert set(requests.values_list("status", flat=True)) == set(Status)
    assert requests.filter(status=Status.QUARANTINED).count() == 10
    assert requests.exclude(closed_at=None).count() == 143
    assert not requests.filter(status__in=CLOSED, closed_at=None).exists()
    for appointment_request in requests.filter(status=Status.SCHEDULED):
        visit = appointment_request.visits.get()
        assert (appointment_request.closed_at is None) == (visit.during.upper > timezone.now())


def test_they_are_marked_sealed_and_found_like_any_other():
    make(20)
    appointment_request = AppointmentRequest.objects.order_by("received_at")[0]
    assert "Demo-" in appointment_request.patient.full_name
    assert appointment_request.patient.full_name.encode() not in bytes(appointment_request.patient_data)
    assert AppointmentRequest.objects.demo().count() == 20
    assert AppointmentRequest.objects.found_by("demo").count() == 20
    desk = cast.signed_in(cast.make_finn())
    found = search(desk, appointment_request.patient.phone).context["object_list"]
    assert appointment_request in found


def test_nobody_is_ever_mailed_about_them(mailoutbox):
    make(60)
    assert Notice.objects.exists()
    assert not Notice.objects.pending().exists()
    assert not deliver_next()
    assert mailoutbox == []


def test_they_are_refused_where_a_patient_is_unless_asked_for():
    patient = make_request()
    with pytest.raises(CommandError, match="real requests"):
        make(20)
    assert AppointmentRequest.objects.get() == patient
    make(20, even_here=True)
    assert AppointmentRequest.objects.count() == 21


def test_they_are_refused_where_the_keys_are_those_of_a_real_site(settings):
    settings.SECRET_KEY = settings.PATIENT_LOOKUP_KEY = "a secret of somebody"
    settings.PATIENT_LINK_KEYS = ["another secret of somebody"]
    settings.PATIENT_DATA_KEYS = ["b3RoZXJvdGhlcm90aGVyb3RoZXJvdGhlcm90aGVyMTI="]
    with pytest.raises(CommandError, match="keys of a real one"):
        make(20)
    assert not AppointmentRequest.objects.exists()


@pytest.mark.parametrize("aside", [-1, 21])
def test_no_more_can_look_like_spam_than_there_are(aside):
    with pytest.raises(CommandError, match="between 0 and"):
        make(20, quarantined=aside)


def test_nothing_is_made_where_nobody_works():
    User.objects.all().delete()
    with pytest.raises(CommandError, match="load_demo_site"):
        make(20)


def test_a_second_thousand_stands_beside_the_first():
    make(60)
    make(60)
    assert AppointmentRequest.objects.count() == 120


def test_a_request_that_is_not_marked_is_not_stored():
    appointment_request = make_request()
    with pytest.raises(NotDemonstrationError):
        store_bulk_requests([BulkRequest(appointment_request, [])])


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.parametrize("command", ["make_many_requests", "load_demo_requests"])
def test_they_are_removed_with_all_that_is_theirs_and_nothing_else(command):
    patient = make_request()
    make(40, even_here=True)
    invented = AppointmentRequest.objects.demo()[0]
    AppointmentRequest.objects.filter(pk=patient.pk).update(duplicate_of=invented)
    desk = cast.signed_in(cast.make_finn())
    desk.get(f"/admin/requests/inspect/{invented.pk}/")
    call_command(command, remove=True, verbosity=0)
    patient.refresh_from_db()
    assert (AppointmentRequest.objects.get(), patient.duplicate_of) == (patient, None)
    assert set(RequestEvent.objects.values_list("appointment_request", flat=True)) == {patient.pk}
    assert set(Notice.objects.values_list("appointment_request", flat=True)) == {patient.pk}
    assert not Visit.objects.exists()
    read = AccessRecord.objects.get(action="record")
    assert read.appointment_request_id == invented.pk
    assert invented.reference in read.shown
    with pytest.raises(IntegrityError), transaction.atomic():
        patient.delete()
