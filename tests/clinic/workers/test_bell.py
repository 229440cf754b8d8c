"""The bell rings at the commit of whatever is to be sent, and whoever sleeps hears when it falls silent."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Q
from django.db.models.functions import Now

import pytest

from appointments.models import MailTrial, Notice
from appointments.notices.outbox import Outcome, claim, finish, seconds_until_due
from appointments.services.frozen_notices import freeze_notices, release_notices
from clinic.database.addresses import signed_in_as
from clinic.models import AccountMail
from clinic.workers import bell as bells
from clinic.workers.bell import Bell
from tests.appointments.factories import make_request
from tests.databases import copy_of
from tests.factories import make_details
from tests.reading import reading_of_the_test
from tests.waiting import wait_until

# Nobody waits so long: it is how long a bell that never rings is listened to.
SOON = 0.3
ANY = Q(pk__gt=0)
TO_END = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'"


@pytest.fixture(scope="module")
def clinic(untouched_database: str, django_db_blocker: Any) -> Iterator[None]:
    """Be connected to a clinic's database in which a commit is one."""
    with (
        django_db_blocker.unblock(),
        copy_of(untouched_database, "bell") as name,
        signed_in_as({"NAME": name}),
        reading_of_the_test(),
    ):
        make_details()
        yield


@pytest.fixture
def bell(clinic: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bell]:
    """A bell that is listened to, and has been silent since."""
    monkeypatch.setattr(bells, "LISTENS_AGAIN", 0.02)
    made = Bell()
    made.listen()
    wait_until(lambda: made.is_heard and made.rung, "the bell to be heard")
    yield made
    made.end()
    with connection.cursor() as cursor:
        cursor.execute(TO_END)


def rings(bell: Bell, act: Any) -> bool:
    heard = bell.rung
    act()
    return bell.wait(heard, SOON)


def test_it_rings_at_the_commit_of_whatever_is_to_be_sent(bell):
    heard = bell.rung
    with transaction.atomic():
        AccountMail.put("invitation", None)
        assert not bell.wait(heard, SOON), "not before the commit"
    assert bell.wait(heard, 10)
    assert rings(bell, make_request)
    assert rings(bell, lambda: MailTrial.ask(None))
    freeze_notices()
    assert rings(bell, lambda: release_notices(sent_before=False))


def test_what_a_worker_writes_while_it_sends_rings_for_nobody(bell):
    make_request()
    bell.wait(bell.rung, SOON)

    def send() -> None:
        assert finish(claim(), Outcome.SENT)
        assert finish(claim(), Outcome.TRANSIENT)

    Notice.objects.update(due_at=F("due_at") - timedelta(hours=1))
    bell.wait(bell.rung, SOON)
    assert not rings(bell, send)
    again = Notice.objects.filter(state="pending", attempts=1)
    assert rings(bell, lambda: again.update(due_at=F("due_at") - timedelta(minutes=1))), "sent again by hand"


def test_it_is_known_when_the_next_notice_is_due(clinic):
    Notice.objects.update(state="cancelled")
    assert seconds_until_due(ANY) is None
    make_request(email="")
    notices = Notice.objects.filter(state="pending")
    assert seconds_until_due(ANY) <= 0
    notices.update(due_at=Now() + timedelta(seconds=40))
    assert 35 < seconds_until_due(ANY) <= 40
    notices.update(due_at=Now(), lease_until=Now() + timedelta(seconds=20))
    assert 15 < seconds_until_due(ANY) <= 20, "until a worker that was killed loses it"
    freeze_notices()
    assert seconds_until_due(ANY) is None
    release_notices(sent_before=True)


def test_a_connection_that_dies_wakes_whoever_sleeps_and_is_made_again(bell):
    heard = bell.rung
    with connection.cursor() as cursor:
        cursor.execute(TO_END)
    assert bell.wait(heard, 10), "who sleeps for long sleeps for too long now"
    wait_until(lambda: bell.is_heard and bell.rung >= heard + 2, "the bell to be heard again")
    assert rings(bell, lambda: AccountMail.put("invitation", None))


def test_while_postgres_cannot_be_heard_a_worker_asks_each_second():
    assert (Bell().patience, bells.ASKED_EVERY) == (1, 1)
