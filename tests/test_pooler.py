"""The site behind a pooler: what one person does leaves nothing in the database's session for the next."""

import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.db.models.functions import Now
from django.test import Client

import pytest

from appointments.models import AccessRecord, AppointmentRequest
from appointments.services.retention.schedule import erase_due
from appointments.statuses import Status
from clinic.database import limits
from clinic.database.addresses import is_direct, signed_in_as
from clinic.database.clock import database_now
from clinic.database.roles import Roles
from clinic.database.verification import verify
from clinic.models import User
from clinic.workers.bell import POOLER, Bell
from clinic.workers.turns import turn_at
from tests import cast
from tests.appointments.desk.actions.steps import take
from tests.appointments.desk.person_data.asking import ask
from tests.appointments.desk.searching import search
from tests.appointments.factories import make_request
from tests.appointments.patients import record_url, send
from tests.appointments.reports.reporting import REPORT
from tests.clinic.kept_input.browsing import sign_in
from tests.databases import PASSWORD, copy_of
from tests.factories import make_details
from tests.leftovers import leftovers
from tests.pooler import NOT_HERE, is_here, pooler
from tests.reading import reading_of_the_test

pytestmark = pytest.mark.skipif(not is_here(), reason=NOT_HERE)
CONNECTIONS = 2
EXPORT = "/admin/requests/export/"
CHOSEN = {"confirmed": "yes", "reason": "review", "kind": "csv", "listing": "tab=open"}


@pytest.fixture(scope="module")
def place(untouched_database: str, django_db_blocker: Any) -> Iterator[dict[str, Any]]:
    """The address of a clinic's database behind a pooler with two connections for each role."""
    with (
        django_db_blocker.unblock(),
        copy_of(untouched_database, "pooled") as name,
        pooler(connections["default"].settings_dict, CONNECTIONS) as running,
    ):
        with signed_in_as({"NAME": name}), reading_of_the_test():
            make_details()
            freya = cast.make_freya()
            cast.make_finn()
            cast.make_olive()
            for _number in range(3):
                make_request()
            make_request(status=Status.WITHDRAWN, actor=freya)
        yield {**running.place, "NAME": name, "PASSWORD": PASSWORD}


@pytest.fixture
def web(place: dict[str, Any], django_db_blocker: Any) -> Iterator[None]:
    """Be the web, behind the pooler."""
    with django_db_blocker.unblock(), signed_in_as({**place, "USER": Roles().web}):
        yield


@pytest.fixture
def worker(place: dict[str, Any], django_db_blocker: Any) -> Iterator[None]:
    """Be a worker whose address leads through the pooler."""
    with django_db_blocker.unblock(), signed_in_as({**place, "USER": Roles().worker}):
        yield


@contextmanager
def every_connection() -> Iterator[list[Any]]:
    """A cursor in each of the connections that the pooler has for this role."""
    with closing(connection.copy()) as first, closing(connection.copy()) as second:
        for own in (first, second):
            own.set_autocommit(False)
        # Each is in a transaction, so that no other gets its connection.
        yield [own.cursor() for own in (first, second)]
        for own in (first, second):
            own.commit()


def left_by(act: Callable[[], Any]) -> list[str]:
    """What ``act`` has left in any of the connections."""
    assert getattr(act(), "status_code", 200) < 400, "it was done"
    with every_connection() as cursors:
        return [left for cursor in cursors for left in leftovers(cursor)]


def browser_of(email: str) -> Client:
    return cast.signed_in(User.objects.get(email=email))


def open_requests() -> list[AppointmentRequest]:
    return list(AppointmentRequest.objects.filter(closed_at=None).order_by("received_at"))


def test_what_patients_and_staff_do_leaves_nothing_for_whoever_comes_next(web):
    freya, olive = browser_of("freya@clinic.example"), browser_of("olive@clinic.example")
    first, closed = open_requests()[0], AppointmentRequest.objects.exclude(closed_at=None).get()
    acts: dict[str, Callable[[], Any]] = {
        "a patient sends": lambda: send(Client(), submission_key="b" * 32),
        "a record is opened": lambda: freya.get(record_url(first)),
        "somebody is searched for": lambda: search(freya, "Mara"),
        "a step": lambda: take(freya, "priority", first),
        "a file": lambda: freya.post(EXPORT, CHOSEN),
        "a copy is asked for": lambda: ask(freya, "copy", closed),
        "a report": lambda: olive.get(REPORT),
        "a sign-in": lambda: sign_in(Client(), User.objects.get(email="finn@clinic.example")),
        "a list is read in parts": lambda: list(User.objects.iterator(chunk_size=1)),
        "a command starts": lambda: limits.take_time(connection),
    }
    assert {name: left for name, act in acts.items() if (left := left_by(act))} == {}
    assert AccessRecord.objects.filter(action="record").count() == 1, "and it was done"


def test_what_is_left_would_be_found(web):
    def leave() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('clinic.actor', '7', false), pg_advisory_lock(7)")
            cursor.execute("SET statement_timeout = 0")

    found = left_by(leave)
    with every_connection() as cursors:
        for cursor in cursors:
            cursor.execute("SELECT set_config('clinic.actor', '', false), pg_advisory_unlock_all()")
            cursor.execute("RESET statement_timeout")
    assert {"clinic.actor = 7", "lock 7", "statement_timeout = 0"} <= set(found)
    assert left_by(lambda: None) == []


def test_whoever_reads_at_the_same_time_is_recorded_as_who_they_are(web):
    people = ("freya@clinic.example", "finn@clinic.example")
    requests = open_requests()[:3]
    start, answers = threading.Barrier(3), []

    def read(browser: Client) -> None:
        start.wait()
        for one in requests:
            answers.append(browser.get(record_url(one)).status_code)
        connection.close()

    def ask_for_appointments() -> None:
        start.wait()
        for number in range(3):
            answers.append(send(Client(), submission_key=f"{number}" * 32).status_code)
        connection.close()

    threads = [threading.Thread(target=read, args=(browser_of(email),)) for email in people]
    threads.append(threading.Thread(target=ask_for_appointments))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(answers) == {200}
    told = set(
        AccessRecord.objects.filter(action="record").values_list("actor__email", "appointment_request")
    )
    assert {(email, one.pk) for email in people for one in requests} <= told
    assert not any(found.broken for found in verify())


def test_erasing_gives_its_role_back(worker):
    AppointmentRequest.objects.exclude(closed_at=None).update(closed_at=Now() - timedelta(days=4000))
    assert left_by(lambda: erase_due(database_now())) == []
    assert not AppointmentRequest.objects.exclude(closed_at=None).exists()


def test_of_two_workers_one_has_the_turn(worker):
    with turn_at("a task") as first, turn_at("a task") as second:
        assert (first, second) == (True, False)
    with turn_at("a task") as again:
        assert again
    assert left_by(lambda: None) == []


def test_a_worker_behind_a_pooler_asks_in_place_of_listening(worker, caplog):
    bell = Bell()
    bell.listen().join(10)
    assert not bell.is_heard and bell.patience == 1
    assert POOLER in caplog.text


def test_the_limits_of_the_role_hold(web):
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("5s",)


def test_whatever_needs_a_session_refuses_a_pooler(web):
    assert not is_direct(connection)
    with pytest.raises(ImproperlyConfigured, match="DATABASE_OWNER_URL leads through a pooler"):
        call_command("migrate", verbosity=0)
    with pytest.raises(ImproperlyConfigured, match="DATABASE_BACKUP_URL leads through a pooler"):
        call_command("backup")


@pytest.mark.django_db
def test_postgres_itself_is_no_pooler():
    with transaction.atomic():
        assert is_direct(connection)
