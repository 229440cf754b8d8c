"""Requests go when their time is over, with everything about them, and not a day before."""

from datetime import timedelta
from io import StringIO

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.utils import timezone

from wagtail.admin.models import EditingSession

import pytest

from appointments.models import AppointmentRequest, Erasure
from appointments.patient_link import path_for
from appointments.services.contact import corrections
from appointments.services.decisions import merging
from appointments.statuses import CLOSED, Status
from appointments.worker.tasks import erase_old_requests
from clinic.database.roles import Roles
from tests import cast
from tests.appointments.factories import AGREED, make_request, schedule, try_to_reach
from tests.appointments.patients import record_url
from tests.appointments.tables import tables_with
from tests.factories import make_details
from tests.roles import signed_in_to_postgres_as

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reads_patients_data")]


@pytest.fixture(autouse=True)
def details(db):
    return make_details()


def end(appointment_request: AppointmentRequest, *, days: float) -> None:
    """Let the request have ended so many days ago."""
    ended = timezone.now() - timedelta(days=days)
    AppointmentRequest.objects.filter(pk=appointment_request.pk).update(closed_at=ended)


@pytest.mark.parametrize("status", sorted(CLOSED))
def test_what_is_closed_goes_on_the_day_and_not_before(status, settings):
    settings.REQUEST_KEPT_DAYS, settings.REFUSED_REQUEST_KEPT_DAYS = 60, 20
    days = 20 if status == Status.DECLINED else 60
    young, old = make_request(status=status), make_request(status=status)
    end(young, days=days - 0.1)
    end(old, days=days + 0.1)
    with signed_in_to_postgres_as(Roles().worker):
        erase_old_requests()
    assert AppointmentRequest.objects.get() == young
    assert Erasure.objects.get().reference == old.reference


def test_what_is_open_stays_however_old_and_a_visit_counts_from_its_end():
    freya = cast.make_freya()
    ages_ago = timedelta(days=400)
    waiting = [
        make_request(received_ago=ages_ago),
        make_request(received_ago=ages_ago, status=Status.QUARANTINED),
        make_request(received_ago=ages_ago, status=Status.SCHEDULED, actor=freya),
    ]
    over = make_request(status=Status.SCHEDULED, actor=freya)
    end(over, days=91)
    erase_old_requests()
    assert set(AppointmentRequest.objects.all()) == set(waiting)


def test_a_dry_run_counts_and_erases_nothing():
    end(make_request(status=Status.WITHDRAWN), days=91)
    end(make_request(status=Status.DECLINED), days=31)
    end(make_request(status=Status.DECLINED), days=31)
    said = StringIO()
    call_command("retention", dry_run=True, stdout=said)
    assert "90 days after their end (closed): 1" in said.getvalue()
    assert "30 days after their end (refused): 2" in said.getvalue()
    assert AppointmentRequest.objects.count() == 3


def test_nothing_is_left_but_who_looked_and_that_it_went(client):
    freya = cast.make_freya()
    desk = cast.signed_in(freya)
    going, kept = make_request(consents=AGREED), make_request()
    try_to_reach(going, actor=freya)
    known = {"appointment_request_id": going.pk, "version": going.version, "actor": freya}
    corrections.correct(**known, answers={"full_name": "Mara Whitfield-Stone"})
    going.refresh_from_db()
    schedule(going, actor=freya)
    going.refresh_from_db()
    link = path_for(going)
    assert desk.get(record_url(going)).status_code == 200
    about = ContentType.objects.get_for_model(AppointmentRequest)
    EditingSession.objects.create(
        user=freya, content_type=about, object_id=str(going.pk), last_seen_at=timezone.now()
    )
    merging.close_as_duplicate(
        appointment_request_id=kept.pk, version=kept.version, actor=freya, original=going
    )
    end(going, days=91)
    AppointmentRequest.objects.filter(pk=going.pk).update(status=Status.SCHEDULED)
    said = StringIO()
    call_command("retention", stdout=said)
    assert "(closed): 1" in said.getvalue()
    assert tables_with(str(going.pk)) == {"appointments_accessrecord"}
    # The request that stays says of which it was a duplicate.
    assert tables_with(going.reference) == {
        *("appointments_accessrecord", "appointments_erasure", "appointments_requestevent")
    }
    assert AppointmentRequest.objects.get().duplicate_of is None
    assert desk.get(record_url(going)).status_code == 404
    assert desk.get(record_url(kept)).status_code == 200
    assert client.get(link).status_code in (404, 410)
