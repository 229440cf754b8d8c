"""A visit that stands: moved in one go, cancelled while it is to come, and over when its time has passed."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from threading import Barrier, Thread

from django.core.management import call_command
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.test import Client
from django.utils import timezone

import pytest

from appointments.models import AppointmentRequest, RequestEvent, Visit
from appointments.models.timeline import EventKind
from appointments.patient_link import path_for
from appointments.services.changes import TransitionRefused
from appointments.services.decisions.decisions import decline, reopen, withdraw
from appointments.services.visits.ended import close_past_visits
from appointments.services.visits.scheduling import cancel_visit, move_visit
from appointments.statuses import Status
from clinic.models import Practitioner, User
from tests import cast
from tests.appointments.desk.actions.steps import address, take, visit_day, visit_fields
from tests.appointments.factories import make_request, schedule
from tests.factories import make_details, make_practitioner

pytestmark = pytest.mark.django_db


@pytest.fixture
def freya(db: None) -> User:
    make_details()
    return cast.make_freya()


@pytest.fixture
def desk(freya: User) -> Client:
    return cast.signed_in(freya)


@pytest.fixture
def ana(db: None) -> Practitioner:
    return make_practitioner(name="Ana Reyes", post_nominals="L.Ac.")


def scheduled(desk: Client, ana: Practitioner, **more: object) -> AppointmentRequest:
    appointment_request = make_request()
    assert take(desk, "schedule", appointment_request, **visit_fields(ana, **more)).status_code == 302
    appointment_request.refresh_from_db()
    return appointment_request


def over(appointment_request: AppointmentRequest, ago: timedelta = timedelta(hours=1)) -> datetime:
    """The visit of ``appointment_request`` ended some time ago."""
    end = timezone.now() - ago
    during = DateTimeTZRange(end - timedelta(hours=1), end)
    Visit.objects.active().filter(appointment_request=appointment_request).update(during=during)
    return end


def test_moving_keeps_the_new_time_and_frees_the_old_one(desk, ana):
    appointment_request = scheduled(desk, ana)
    assert (
        take(desk, "move-visit", appointment_request, **visit_fields(ana, starts="14:00")).status_code == 302
    )
    old, new = Visit.objects.order_by("pk")
    assert (old.cancelled_at is None, new.cancelled_at) == (False, None)
    event = appointment_request.events.get(kind=EventKind.VISIT_MOVED)
    assert event.payload.earlier.start == old.during.lower
    assert event.payload.start == new.during.lower
    assert event.payload.told_by == "phone"
    html = desk.get(f"/admin/requests/inspect/{appointment_request.pk}/").content.decode()
    assert "Moved the visit" in html
    assert "before: Ana Reyes, L.Ac." in html
    assert take(desk, "schedule", make_request(), **visit_fields(ana)).status_code == 302


def test_a_visit_may_overlap_its_own_old_time(desk, ana):
    appointment_request = scheduled(desk, ana)
    assert (
        take(desk, "move-visit", appointment_request, **visit_fields(ana, starts="10:30")).status_code == 302
    )


def test_where_the_new_time_is_taken_the_old_one_stays(desk, ana):
    scheduled(desk, ana, starts="11:00")
    appointment_request = scheduled(desk, ana)
    response = take(desk, "move-visit", appointment_request, **visit_fields(ana, starts="10:30"))
    assert response.status_code == 409
    html = response.content.decode()
    assert "Ana Reyes, L.Ac. already has a visit at that time. Free before it:" in html
    assert "The next free time is" in html
    assert "12:00 PM" in html
    standing = Visit.objects.active().get(appointment_request=appointment_request)
    assert standing.during.lower.astimezone(UTC).minute == 0
    assert not appointment_request.events.filter(kind=EventKind.VISIT_MOVED).exists()


def test_the_form_begins_with_the_visit_as_it_is(desk, ana):
    html = desk.get(address("move-visit", scheduled(desk, ana, minutes=45))).content.decode()
    assert f'value="{visit_day().isoformat()}"' in html
    assert 'value="10:00"' in html
    assert f'<option value="{ana.pk}" selected>' in html


def test_the_time_that_the_visit_has_is_not_named_as_free_before_it(desk, ana):
    moved = scheduled(desk, ana, starts="10:00")
    scheduled(desk, ana, starts="11:00")
    response = take(desk, "move-visit", moved, **visit_fields(ana, starts="11:00"))
    assert response.status_code == 409
    said = " ".join(response.content.decode().split()).partition("Free before it:")[2][:40]
    assert ", 9:30 AM" in said


def test_the_same_time_again_moves_nothing(desk, ana):
    response = take(desk, "move-visit", scheduled(desk, ana), **visit_fields(ana))
    assert response.status_code == 422
    assert "the time that the visit has already" in response.content.decode()


def test_a_stale_page_moves_nothing(desk, ana):
    appointment_request = scheduled(desk, ana)
    stale = AppointmentRequest.objects.get(pk=appointment_request.pk)
    take(desk, "move-visit", appointment_request, **visit_fields(ana, starts="14:00"))
    assert take(desk, "move-visit", stale, **visit_fields(ana, starts="15:00")).status_code == 409
    assert Visit.objects.active().count() == 1


def test_the_end_of_the_visit_closes_the_request(freya):
    appointment_request, coming = make_request(status=Status.SCHEDULED, actor=freya), make_request()
    schedule(coming, actor=freya)
    version, end = (
        AppointmentRequest.objects.get(pk=appointment_request.pk).version,
        over(appointment_request),
    )
    assert close_past_visits() == 1
    assert close_past_visits() == 0
    appointment_request.refresh_from_db()
    assert (appointment_request.status, appointment_request.closed_at, appointment_request.version) == (
        Status.SCHEDULED,
        end,
        version,
    )
    assert list(
        appointment_request.events.filter(kind=EventKind.VISIT_OVER).values_list("actor", flat=True)
    ) == [None]
    coming.refresh_from_db()
    assert coming.is_open


def test_the_worker_does_it(freya):
    appointment_request = make_request(status=Status.SCHEDULED, actor=freya)
    over(appointment_request)
    call_command("run_worker", "--once", stdout=StringIO())
    appointment_request.refresh_from_db()
    assert appointment_request.closed_at


def test_what_is_over_leaves_the_open_lists_and_counts_as_closed(desk, freya):
    appointment_request = make_request(status=Status.SCHEDULED, actor=freya)
    over(appointment_request, timedelta(minutes=1))
    close_past_visits()
    appointment_request.refresh_from_db()
    AppointmentRequest.objects.filter(pk=appointment_request.pk).update(closed_at=timezone.now())
    assert appointment_request.reference not in desk.get("/admin/requests/").content.decode()
    closed = desk.get("/admin/requests/?tab=closed").content.decode()
    assert appointment_request.reference in closed
    assert "Visit over" in closed


def test_what_is_over_gets_notes_and_nothing_else(desk, freya):
    appointment_request = make_request(status=Status.SCHEDULED, actor=freya)
    over(appointment_request)
    close_past_visits()
    appointment_request.refresh_from_db()
    for step in ("move-visit", "cancel-visit", "decline", "withdraw", "reopen", "duplicate", "claim"):
        assert desk.get(address(step, appointment_request)).status_code == 409, step
    assert desk.get(address("error", appointment_request)).status_code == 200
    assert take(desk, "note", appointment_request).status_code == 302


def test_the_patients_link_still_works_when_the_visit_is_over(client, freya):
    appointment_request = make_request(status=Status.SCHEDULED, actor=freya)
    over(appointment_request)
    close_past_visits()
    html = client.get(path_for(appointment_request)).content.decode()
    assert "The time of your visit has passed" in html
    assert appointment_request.reference in html


def test_a_coming_visit_is_not_lost_to_a_request_whose_visit_is_over(desk, freya):
    past, coming = make_request(status=Status.SCHEDULED, actor=freya), make_request()
    over(past)
    close_past_visits()
    schedule(coming, actor=freya)
    coming.refresh_from_db()
    assert take(desk, "duplicate", coming, original=past.reference, note="").status_code == 422
    assert Visit.objects.get(appointment_request=coming).cancelled_at is None


@pytest.mark.parametrize("worker_ran", [True, False])
def test_no_service_changes_a_visit_that_took_place(freya, ana, worker_ran):
    appointment_request = make_request(status=Status.SCHEDULED, actor=freya)
    over(appointment_request)
    if worker_ran:
        close_past_visits()
    appointment_request.refresh_from_db()
    known = {
        "appointment_request_id": appointment_request.pk,
        "version": appointment_request.version,
        "actor": freya,
    }
    soon = timezone.now() + timedelta(days=1)
    with pytest.raises(TransitionRefused):
        cancel_visit(**known, told_by="phone")
    with pytest.raises(TransitionRefused):
        move_visit(**known, practitioner=ana, start=soon, length=timedelta(hours=1), told_by="phone")
    with pytest.raises(TransitionRefused):
        reopen(**known, note="Wants another visit.")
    with pytest.raises(TransitionRefused):
        decline(**known, reason="other", told_by="phone")
    with pytest.raises(TransitionRefused):
        withdraw(**known)
    assert Visit.objects.get().cancelled_at is None


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_workers_close_each_request_once():
    make_details()
    freya, start, closed = cast.make_freya(), Barrier(2), []
    for number in range(12):
        over(make_request(status=Status.SCHEDULED, actor=freya), timedelta(hours=number + 1))

    def work() -> None:
        start.wait()
        closed.append(close_past_visits())
        connection.close()

    threads = [Thread(target=work) for _worker in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert RequestEvent.objects.filter(kind=EventKind.VISIT_OVER).count() == 12
    assert not AppointmentRequest.objects.filter(closed_at=None).exists()
