"""What is made lasts until the first of its parts changes; what asks the time without an end is for once."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from clinic.database.clock import at_present, current_time
from clinic.identity.clinic_time import clinic_today
from clinic.page_life.lasting import being_made, ends_at

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def test_the_first_end_counts_and_what_never_ends_is_none():
    with being_made() as lasting:
        for moment in (None, NOON + timedelta(hours=2), NOON, NOON + timedelta(hours=1)):
            ends_at(moment)
    assert lasting.until == NOON
    assert not lasting.is_for_once


def test_the_hour_that_comes_twice_is_two_hours():
    zone = ZoneInfo("America/Los_Angeles")
    first, second = (datetime(2026, 11, 1, 1, 30, tzinfo=zone, fold=fold) for fold in (0, 1))
    with being_made() as lasting:
        ends_at(second)
        ends_at(first.replace(minute=45))
    assert lasting.until == first.replace(minute=45).astimezone(UTC)


def test_whoever_asks_what_time_it_is_and_names_no_end_is_for_once():
    with being_made() as lasting:
        current_time()
    assert lasting.is_for_once


def test_what_names_its_end_is_kept_until_then_and_the_day_until_midnight():
    with being_made() as lasting:
        assert at_present(lambda now: ("words", now + timedelta(minutes=5))) == "words"
    assert timedelta(0) < lasting.until - datetime.now(UTC) <= timedelta(minutes=5)
    with being_made() as lasting:
        today = clinic_today()
    midnight = lasting.until.astimezone(ZoneInfo("America/Los_Angeles"))
    assert (midnight.date(), midnight.hour) == (today + timedelta(days=1), 0)


def test_a_part_tells_the_whole():
    with being_made() as page:
        with being_made() as footer:
            ends_at(NOON)
        with being_made() as other:
            current_time()
    assert (page.until, page.is_for_once) == (NOON, True)
    assert (footer.until, footer.is_for_once) == (NOON, False)
    assert (other.until, other.is_for_once) == (None, True)


def test_nothing_is_told_where_nothing_is_made():
    ends_at(NOON)
    with being_made() as lasting:
        pass
    assert lasting.until is None
