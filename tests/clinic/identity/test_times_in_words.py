"""Times as people say them, on the clinic's clock, wherever the reader is."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

import pytest

from clinic.database import clock
from clinic.identity import clinic_time

# A Sunday at eleven in the clinic, already evening in Berlin.
SUNDAY = datetime(2026, 11, 29, 11, 0, tzinfo=ZoneInfo("America/Los_Angeles"))


@pytest.fixture(autouse=True)
def sunday(monkeypatch):
    monkeypatch.setattr(clock.CLOCK, "said", clock.Said.just_now(SUNDAY.astimezone(UTC), good_for=60))
    with timezone.override("Europe/Berlin"):
        yield


@pytest.mark.parametrize(
    ("later", "words"),
    [
        (timedelta(seconds=30), "in 0 min"),
        (timedelta(minutes=20), "in 20 min"),
        (timedelta(minutes=59, seconds=59), "in 59 min"),
        (timedelta(hours=1), "12 PM"),
        (timedelta(hours=3, minutes=30), "2:30 PM"),
        (timedelta(hours=23), "Mon 10 AM"),
        (timedelta(days=6, hours=1), "Sat 12 PM"),
        (timedelta(days=7), "Sun, Dec 6"),
        (timedelta(days=40), "Fri, Jan 8, 2027"),
    ],
)
def test_when_something_is_due(later, words):
    assert clinic_time.in_words(SUNDAY + later, SUNDAY) == words


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (SUNDAY + timedelta(hours=3), "today 2:00 PM"),
        (SUNDAY + timedelta(days=2, hours=3), "Tue 2:00 PM"),
        (SUNDAY + timedelta(days=9), "Tue, Dec 8, 11:00 AM"),
        (SUNDAY - timedelta(days=1), "Sat, Nov 28, 11:00 AM"),
    ],
)
def test_when_a_visit_is(moment, words):
    assert clinic_time.weekday_and_time(moment) == words


def test_the_day_of_a_visit_that_is_over():
    assert clinic_time.day_only(SUNDAY - timedelta(days=1)) == "Sat Nov 28"
    assert clinic_time.day_only(SUNDAY - timedelta(days=365)) == "Sat Nov 29, 2025"
