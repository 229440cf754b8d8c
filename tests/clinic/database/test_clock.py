"""The database's clock, as a process counts it on: asked once a minute, whatever the machine believes."""

import time
from datetime import UTC, datetime, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

import pytest

from clinic.database import clock
from tests.database_away import ERRORS, away_after

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def first_asked(monkeypatch):
    """The process has not asked yet, on a machine that is wrong by a day; returns what lets time pass."""
    ran, was_set = time.monotonic, time.time
    passed = {"ran": 0.0, "was_set": 86400.0}
    monkeypatch.setattr(time, "monotonic", lambda: ran() + passed["ran"])
    monkeypatch.setattr(time, "time", lambda: was_set() + passed["was_set"])
    monkeypatch.setattr(
        clock.CLOCK, "said", clock.Said.just_now(datetime.now(UTC) + timedelta(days=1), good_for=0)
    )

    def pass_time(seconds: float, *, on_the_wall: float | None = None) -> None:
        passed["ran"] += seconds
        passed["was_set"] += seconds if on_the_wall is None else on_the_wall

    return pass_time


def queries() -> int:
    with CaptureQueriesContext(connection) as asked:
        clock.current_time()
    return len(asked)


def is_right_after(seconds: float) -> bool:
    """Whether the clock shows what the database's will show after so many seconds."""
    return abs(clock.current_time() - clock.database_now() - timedelta(seconds=seconds)) < SECOND


def test_it_is_the_databases_and_asked_once_a_minute(first_asked):
    assert queries() == 1
    assert is_right_after(0)
    first_asked(59)
    assert queries() == 0
    assert is_right_after(59)
    first_asked(1)
    assert queries() == 1
    assert is_right_after(0)


@pytest.mark.parametrize("jump", [3600, -3600], ids=["ahead", "back"])
def test_it_is_asked_again_when_the_machines_clock_was_set(first_asked, jump):
    clock.current_time()
    first_asked(1, on_the_wall=jump)
    assert queries() == 1
    assert is_right_after(0)


@pytest.mark.parametrize("error", ERRORS)
def test_it_goes_on_while_the_database_is_away_and_is_not_asked_at_each_look(first_asked, error):
    clock.current_time()
    first_asked(70)
    with away_after(0, error) as refused:
        for _look in range(3):
            shown = clock.current_time()
        assert len(refused) == 1
        first_asked(10)
        assert clock.current_time() - shown >= 10 * SECOND
        assert len(refused) == 2
    assert abs(shown - clock.database_now() - 70 * SECOND) < SECOND
    first_asked(10)
    assert queries() == 1
    assert is_right_after(0)
