"""Undoing a step: the message never goes, and the request goes back as far as nobody has gone on from it."""

import re
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

import pytest

from appointments.models import AppointmentRequest, Notice, Visit
from appointments.models.notices import NoticeState
from appointments.models.timeline import attempts_on
from appointments.notices.outbox import Outcome, claim, finish
from appointments.services.changes import PatientMessage
from appointments.services.contact import attempts
from appointments.services.decisions import decisions
from appointments.services.visits import scheduling
from appointments.statuses import Status
from clinic.models import User
from tests import cast
from tests.appointments.factories import make_request, schedule
from tests.factories import make_details, make_practitioner

pytestmark = pytest.mark.django_db

SAID = PatientMessage(subject="About your request", body="Call us.\n", waits=timedelta(minutes=3))
DECLINE = {"reason": "no_capacity", "told_by": "message"}


@pytest.fixture
def freya(db: None) -> User:
    make_details()
    return cast.make_freya()


@pytest.fixture
def desk(freya: User) -> Client:
    return cast.signed_in(freya)


def step(service: Any, appointment_request: AppointmentRequest, actor: User, **details: Any) -> Notice:
    """Take a step with a message; returns the message that waits."""
    appointment_request.refresh_from_db()
    known = {
        "appointment_request_id": appointment_request.pk,
        "version": appointment_request.version,
        "actor": actor,
    }
    service(**known, **{"message": SAID, **details})
    appointment_request.refresh_from_db()
    return Notice.objects.exclude(body="").filter(appointment_request=appointment_request).last()


def undo(desk: Client, notice: Notice, **more: Any) -> HttpResponse:
    """Press "Undo" on the record."""
    return desk.post(
        f"/admin/requests/undo/{notice.appointment_request_id}/",
        {"event": notice.event_id, **more},
        follow=True,
    )


def visit_of(appointment_request: AppointmentRequest) -> Visit:
    return appointment_request.visits.active().get()


def state(notice: Notice) -> str:
    notice.refresh_from_db()
    return notice.state


def test_the_record_says_when_it_goes_and_offers_to_undo(desk, freya):
    appointment_request = make_request()
    notice = step(decisions.decline, appointment_request, freya, **DECLINE)
    html = desk.get(f"/admin/requests/inspect/{appointment_request.pk}/").content.decode()
    assert re.search(r"goes at \d+:\d\d [AP]M", html)
    assert "Undo</button>" in html
    assert "Call us." in html
    assert (
        "Undo</button>" not in desk.get(f"/admin/requests/print/{appointment_request.pk}/").content.decode()
    )
    Notice.objects.filter(pk=notice.pk).update(due_at=timezone.now())
    assert (
        "Undo</button>" not in desk.get(f"/admin/requests/inspect/{appointment_request.pk}/").content.decode()
    )


def test_a_decline_is_undone(desk, freya):
    appointment_request = make_request(status=Status.CONTACTING, actor=freya)
    moment = timezone.now() + timedelta(hours=2)
    AppointmentRequest.objects.filter(pk=appointment_request.pk).update(next_attempt_at=moment)
    notice = step(decisions.decline, appointment_request, freya, **DECLINE)
    page = undo(desk, notice)
    assert "is as it was before the step" in page.content.decode()
    appointment_request.refresh_from_db()
    assert (
        appointment_request.status,
        appointment_request.closed_at,
        appointment_request.next_attempt_at,
    ) == (Status.CONTACTING, None, moment)
    assert state(notice) == NoticeState.CANCELLED
    assert "never sent: it was undone" in page.content.decode()
    event = appointment_request.events.last()
    assert (event.kind, event.from_status, event.to_status) == ("undone", "declined", "contacting")


def test_a_decline_gives_the_visit_back_while_its_time_is_free(desk, freya):
    appointment_request = make_request()
    schedule(appointment_request, actor=freya)
    visit = visit_of(appointment_request)
    notice = step(decisions.decline, appointment_request, freya, **DECLINE)
    assert not appointment_request.visits.active().exists()
    undo(desk, notice)
    appointment_request.refresh_from_db()
    assert appointment_request.status == Status.SCHEDULED
    assert visit_of(appointment_request) == visit
    assert visit_of(appointment_request).during == visit.during


def test_a_time_that_somebody_else_has_now_stays_theirs(desk, freya):
    appointment_request, other = make_request(), make_request()
    schedule(appointment_request, actor=freya)
    visit = visit_of(appointment_request)
    notice = step(decisions.decline, appointment_request, freya, **DECLINE)
    start, length = visit.during.lower, visit.during.upper - visit.during.lower
    known = {"practitioner": visit.practitioner, "start": start, "length": length, "told_by": "phone"}
    step(scheduling.schedule, other, freya, message=None, **known)
    page = undo(desk, notice)
    assert "the time of the visit was given to somebody else" in page.content.decode()
    appointment_request.refresh_from_db()
    assert appointment_request.status == Status.DECLINED
    assert state(notice) == NoticeState.CANCELLED
    assert visit_of(other).during == visit.during


def test_a_visit_that_was_scheduled_moved_or_cancelled_is_as_before(desk, freya):
    appointment_request, ana = make_request(), make_practitioner()
    start = timezone.now() + timedelta(days=3)
    known = {"practitioner": ana, "length": timedelta(minutes=60), "told_by": "phone"}
    undo(desk, step(scheduling.schedule, appointment_request, freya, start=start, **known))
    appointment_request.refresh_from_db()
    assert appointment_request.status == Status.NEW
    assert not appointment_request.visits.active().exists()

    step(scheduling.schedule, appointment_request, freya, start=start, message=None, **known)
    first = visit_of(appointment_request)
    later = {**known, "practitioner": make_practitioner(), "start": start + timedelta(days=1)}
    undo(desk, step(scheduling.move_visit, appointment_request, freya, **later))
    assert (visit_of(appointment_request).practitioner, visit_of(appointment_request).during) == (
        ana,
        first.during,
    )

    undo(desk, step(scheduling.cancel_visit, appointment_request, freya, told_by="phone"))
    appointment_request.refresh_from_db()
    assert (appointment_request.status, visit_of(appointment_request).during) == (
        Status.SCHEDULED,
        first.during,
    )


def test_an_attempt_is_undone_together_with_its_message(desk, freya):
    appointment_request = make_request()
    notice = step(attempts.log_attempt, appointment_request, freya, channel="phone", outcome="no_answer")
    page = undo(desk, notice)
    assert "No message goes. Undone" in page.content.decode()
    appointment_request.refresh_from_db()
    assert (appointment_request.status, state(notice)) == (Status.NEW, NoticeState.CANCELLED)
    assert attempts_on(appointment_request) == []


def test_what_somebody_has_gone_on_with_stays(desk, freya):
    appointment_request, finn = make_request(), cast.make_finn()
    notice = step(decisions.decline, appointment_request, freya, **DECLINE)
    appointment_request.refresh_from_db()
    decisions.reopen(
        appointment_request_id=appointment_request.pk,
        version=appointment_request.version,
        actor=finn,
        note="They called.",
    )
    page = undo(desk, notice)
    assert "somebody has worked on it" in page.content.decode()
    appointment_request.refresh_from_db()
    assert (appointment_request.status, state(notice)) == (Status.NEW, NoticeState.CANCELLED)


def test_a_note_since_then_is_no_reason_to_keep_the_step(desk, freya):
    appointment_request = make_request()
    notice = step(decisions.decline, appointment_request, freya, **DECLINE)
    decisions.add_note(
        appointment_request_id=appointment_request.pk,
        version=appointment_request.version,
        actor=freya,
        note="Hm.",
    )
    undo(desk, notice)
    appointment_request.refresh_from_db()
    assert appointment_request.status == Status.NEW


def test_undone_twice_is_undone_once(desk, freya):
    notice = step(decisions.decline, make_request(), freya, **DECLINE)
    undo(desk, notice)
    assert "Too late to undo" in undo(desk, notice).content.decode()
    assert notice.appointment_request.events.filter(kind="undone").count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"state": NoticeState.SENT},
        {"state": NoticeState.FAILED},
        {"attempts": 1},
        {"lease_until": timezone.now() + timedelta(minutes=1)},
    ],
    ids=["sent", "failed", "tried", "leased"],
)
def test_what_the_worker_has_is_not_undone(desk, freya, changes):
    appointment_request = make_request()
    notice = step(decisions.decline, appointment_request, freya, **DECLINE)
    Notice.objects.filter(pk=notice.pk).update(**changes)
    assert "Too late to undo" in undo(desk, notice).content.decode()
    appointment_request.refresh_from_db()
    assert (appointment_request.status, appointment_request.events.count()) == (Status.DECLINED, 2)


def test_only_what_the_desk_wrote_on_this_request_is_held_back(desk, freya):
    appointment_request, other = make_request(), make_request()
    mine = step(decisions.decline, appointment_request, freya, **DECLINE)
    received = other.notices.get(channel="patient_email")
    for event in (received.event_id, mine.event_id, "x", "", "9" * 40, "-1", "²"):
        page = desk.post(f"/admin/requests/undo/{other.pk}/", {"event": event}, follow=True)
        assert "Too late to undo" in page.content.decode()
    assert (state(mine), state(received)) == (NoticeState.PENDING, NoticeState.PENDING)


def test_nothing_but_a_post_undoes(desk, freya):
    notice = step(decisions.decline, make_request(), freya, **DECLINE)
    for method in (desk.get, desk.head, desk.put, desk.delete):
        response = method(
            f"/admin/requests/undo/{notice.appointment_request_id}/", {"event": notice.event_id}
        )
        assert response.status_code == 405
    assert state(notice) == NoticeState.PENDING


def test_without_minutes_to_wait_nothing_is_offered(desk, freya):
    now = PatientMessage(subject="About", body="Call us.")
    notice = step(decisions.decline, make_request(), freya, **DECLINE, message=now)
    html = desk.get(f"/admin/requests/inspect/{notice.appointment_request_id}/").content.decode()
    assert "Undo</button>" not in html
    assert "waiting to be sent" in html


def test_a_message_that_waits_or_was_undone_is_not_claimed(desk, freya):
    appointment_request = make_request(email="")
    notice = step(decisions.decline, appointment_request, freya, **DECLINE)
    Notice.objects.exclude(pk=notice.pk).update(state=NoticeState.SENT)
    assert claim() is None
    undo(desk, notice)
    Notice.objects.filter(pk=notice.pk).update(due_at=timezone.now())
    assert claim() is None
    assert not finish(notice, Outcome.SENT)
