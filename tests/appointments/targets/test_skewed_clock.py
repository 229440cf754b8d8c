"""A machine whose clock is wrong changes nothing: what is stored, due or over is so by the database's."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from django.core.management import call_command
from django.db.models.functions import Now
from django.test import Client
from django.utils import timezone

import pytest

from appointments.models import AppointmentRequest, Notice, Signal
from appointments.models.requests import Priority
from appointments.notices import outbox
from appointments.patient_link import path_for
from appointments.services.decisions import decisions, undo
from appointments.statuses import Status
from clinic.database import clock
from clinic.models import ClinicSettings, StaffSession, User
from tests import cast
from tests.appointments.desk.actions.steps import take
from tests.appointments.factories import make_request, schedule
from tests.appointments.patients import FORM, PAT, check, press
from tests.clinic.sessions.test_sessions import is_signed_in, time_passes
from tests.factories import PASSWORD, make_condition, make_details

pytestmark = pytest.mark.django_db
SKEWS = [timedelta(minutes=5), timedelta(hours=3), -timedelta(minutes=5), -timedelta(hours=3)]
BY_HOURS = pytest.mark.parametrize("skewed", [SKEWS[1], SKEWS[3]], ids=str, indirect=True)
INBOX = "/admin/requests/"
FEW_SECONDS = timedelta(seconds=20)


@pytest.fixture(params=SKEWS, ids=str)
def skewed(request, monkeypatch) -> Callable[[], datetime]:
    """The clock of this machine is wrong by some minutes or hours; returns the true one."""
    make_details(opening_hours=[])
    true, seconds = timezone.now, time.time
    monkeypatch.setattr(timezone, "now", lambda: true() + request.param)
    monkeypatch.setattr(time, "time", lambda: seconds() + request.param.total_seconds())
    monkeypatch.setattr(clock.CLOCK, "said", clock.Said.just_now(timezone.now(), good_for=0))
    return true


@pytest.fixture
def freya() -> User:
    return cast.make_freya()


@pytest.fixture
def desk(freya: User) -> Client:
    return cast.signed_in(freya)


def text_of(client: Client, url: str) -> str:
    return " ".join(client.get(url).content.decode().split())


def test_a_request_comes_when_it_comes_and_is_answered_in_time(skewed, client):
    make_condition()
    opened = client.get(FORM).context["opening"]["opened"].value()
    press(client, check(client, **{**PAT, "opened": opened}))
    stored = AppointmentRequest.objects.get()
    assert abs(stored.received_at - skewed()) < FEW_SECONDS
    assert stored.waiting_since == stored.received_at
    assert stored.due_at == ClinicSettings.of_the_default_site().reply_due(stored.received_at)
    assert stored.events.get().payload.signals == (Signal.TOO_FAST,), "the form was opened just now"


@BY_HOURS
def test_it_is_late_when_it_is_late_on_every_page(skewed, desk):
    make_condition()
    soon = make_request(received_ago=timedelta(minutes=49, seconds=30), due_in=timedelta(minutes=30))
    assert "Due soon: in 10 min" in text_of(desk, INBOX)
    assert "more slowly than we promise" not in text_of(desk, FORM)
    assert "We promised to contact you" not in text_of(desk, path_for(soon))
    late = AppointmentRequest.objects.filter(pk=soon.pk)
    late.update(waiting_since=Now() - timedelta(hours=9), due_at=Now() - timedelta(minutes=2, seconds=30))
    assert "Overdue by 8 hours" in text_of(desk, INBOX)
    assert "Overdue by 8 hours" in text_of(desk, f"{INBOX}inspect/{soon.pk}/")
    assert "more slowly than we promise" in text_of(desk, FORM)
    assert "We promised to contact you" in text_of(desk, path_for(soon))


def test_what_a_step_stores_is_the_databases_time(skewed, desk, freya):
    called, closed, urgent = make_request(), make_request(), make_request()
    schedule(closed, actor=freya)
    closed.refresh_from_db()
    take(desk, "attempt", called, outcome="spoke")
    take(desk, "priority", urgent, priority=Priority.URGENT)
    decisions.withdraw(appointment_request_id=closed.pk, version=closed.version, actor=freya)
    for one in (called, closed, urgent):
        one.refresh_from_db()
    stored = [called.waiting_since, closed.closed_at, closed.visits.get().cancelled_at, urgent.urgent_since]
    assert all(abs(moment - skewed()) < FEW_SECONDS for moment in stored)


@BY_HOURS
def test_a_visit_is_over_when_it_is_over(skewed, desk, freya):
    over, begins = make_request(), make_request()
    for one, hours in ((over, -2), (begins, 1)):
        schedule(one, actor=freya)
        start = skewed() + timedelta(hours=hours)
        one.visits.update(during=(start, start + timedelta(minutes=30)))
    call_command("run_worker", "--once")
    closed = AppointmentRequest.objects.filter(status=Status.SCHEDULED, closed_at__isnull=False)
    assert set(closed) == {over}
    begins.refresh_from_db()
    take(desk, "cancel-visit", begins)
    begins.refresh_from_db()
    assert begins.status == Status.CONTACTING


def test_a_session_ends_neither_early_nor_late(skewed, freya):
    browser = cast.signed_in(freya)
    time_passes(minutes=14)
    assert is_signed_in(browser)
    time_passes(minutes=2)
    assert not is_signed_in(browser)
    assert not StaffSession.objects.exists()


def test_an_account_for_an_hour_signs_in_for_an_hour(skewed, freya, client):
    for minutes in (2, -2):
        User.objects.filter(pk=freya.pk).update(ends_at=Now() + timedelta(minutes=minutes))
        assert client.login(email=freya.email, password=PASSWORD) is (minutes > 0)


def test_notices_leases_and_heartbeat_follow_the_database(skewed, client, mailoutbox):
    make_request(email="")
    notice = outbox.claim()
    assert notice is not None
    assert outbox.claim() is None, "leased"
    outbox.finish(notice, outbox.Outcome.TRANSIENT)
    assert timedelta(0) < Notice.objects.get().due_at - skewed() < timedelta(seconds=6)
    Notice.objects.update(due_at=skewed())
    call_command("run_worker", "--once")
    assert len(mailoutbox) == 1
    answer = client.get("/health/ready").json()
    assert (answer["worker"], answer["notices"]) == (True, True)


def test_a_step_can_be_undone_for_as_long_as_the_clinic_says(skewed, freya):
    appointment_request = make_request(email="")
    decisions.set_priority(
        appointment_request_id=appointment_request.pk,
        version=appointment_request.version,
        actor=freya,
        priority=Priority.URGENT,
    )
    event = appointment_request.events.last()
    undo.undo(
        appointment_request_id=appointment_request.pk,
        event_id=event.pk,
        actor=freya,
        window=timedelta(minutes=3),
    )
    assert appointment_request.events.last().undoes == event
