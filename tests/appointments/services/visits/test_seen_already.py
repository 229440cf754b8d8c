"""Somebody who came without an appointment: a visit of today or yesterday is kept as one that took place."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

import pytest

from appointments.models import AppointmentRequest, Visit
from appointments.statuses import Status
from clinic.models import Practitioner
from tests import cast
from tests.appointments.desk.actions.steps import take, visit_fields
from tests.appointments.factories import AGREED, make_request
from tests.factories import make_details, make_practitioner

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(db: None) -> Client:
    make_details()
    return cast.signed_in(cast.make_freya())


@pytest.fixture
def ana(db: None) -> Practitioner:
    return make_practitioner()


def at(moment: datetime, ana: Practitioner, **more: Any) -> dict[str, Any]:
    """The schedule form for a visit of half an hour from ``moment``, which is confirmed."""
    local = timezone.localtime(moment).replace(second=0, microsecond=0)
    confirmed = f"{ana.pk} {local.astimezone(UTC).isoformat()} 30"
    times = {"day": local.date().isoformat(), "starts": f"{local:%H:%M}", "minutes": 30}
    return visit_fields(ana, **{"told_by": "in_person", "anyway": confirmed, **times, **more})


def now(appointment_request: AppointmentRequest) -> AppointmentRequest:
    return AppointmentRequest.objects.get(pk=appointment_request.pk)


@pytest.mark.parametrize("ago", [timedelta(minutes=35), timedelta(hours=5), timedelta(hours=20)])
def test_who_was_seen_is_kept_as_seen_and_nobody_is_written_to(desk, ana, ago):
    appointment_request = make_request(consents=AGREED)
    began = timezone.now() - ago
    reply = take(desk, "schedule", appointment_request, **at(began, ana, write="on"))
    assert reply.status_code == 302
    kept, visit = now(appointment_request), Visit.objects.get()
    assert (kept.status, kept.visit_is_over, kept.closed_at) == (Status.SCHEDULED, True, visit.during.upper)
    assert not kept.notices.exclude(body="").exists()
    assert "Visit over" in desk.get(f"/admin/requests/inspect/{kept.pk}/").content.decode()


def test_who_is_here_now_is_scheduled_until_the_end(desk, ana):
    appointment_request = make_request()
    assert take(desk, "schedule", appointment_request, **at(timezone.now(), ana)).status_code == 302
    kept = now(appointment_request)
    assert (kept.status, kept.is_open) == (Status.SCHEDULED, True)


def test_a_time_that_has_passed_is_asked_about_once(desk, ana):
    appointment_request = make_request()
    fields = at(timezone.now() - timedelta(hours=2), ana, anyway="")
    reply = take(desk, "schedule", appointment_request, **fields)
    assert reply.status_code == 422
    assert "Confirm that the patient came" in reply.content.decode()
    assert "The patient is here, or was seen then" in reply.content.decode()
    assert now(appointment_request).status == Status.NEW


@pytest.mark.parametrize("days", [2, 30, 3000])
def test_a_day_before_yesterday_is_a_slip(desk, ana, days):
    fields = at(timezone.now() - timedelta(days=days), ana)
    reply = take(desk, "schedule", make_request(), **fields)
    assert reply.status_code == 422
    assert "This is in the past" in reply.content.decode()


def test_a_message_does_not_tell_of_it(desk, ana):
    appointment_request = make_request(consents=AGREED)
    fields = at(timezone.now() - timedelta(hours=2), ana, told_by="message")
    reply = take(desk, "schedule", appointment_request, **fields)
    assert reply.status_code == 422
    assert "No message goes about a time that has passed." in reply.content.decode()


def test_a_visit_is_not_moved_to_a_time_that_has_passed(desk, ana):
    appointment_request = make_request()
    take(desk, "schedule", appointment_request, **visit_fields(ana))
    reply = take(desk, "move-visit", now(appointment_request), **at(timezone.now() - timedelta(hours=2), ana))
    assert reply.status_code == 422
    assert "This is in the past. Enter a time to come." in reply.content.decode()
