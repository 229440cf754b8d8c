"""The order of the desk's lists is that of the times on their rows, whatever the hours of the clinic."""

import random
import uuid
from bisect import bisect_right
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from appointments.desk.presenters.plan import response_targets_of
from appointments.models import AppointmentRequest
from appointments.models.requests import Priority
from appointments.statuses import AWAITING_DESK, Status
from appointments.targets.desk_order import pieces_of
from clinic.identity.opening_hours import Closure, OpeningHours
from clinic.models import ClinicSettings
from tests import cast
from tests.appointments.factories import make_request, schedule
from tests.factories import make_details, make_practitioner

INBOX = "/admin/requests/"
ZONE = ZoneInfo("America/Los_Angeles")
LUNCH = ((time(9), time(12)), (time(13), time(17)))
WEEKDAYS = OpeningHours(dict.fromkeys(range(5), LUNCH), zone=ZONE)
HOLIDAY = OpeningHours(WEEKDAYS.weekly, (Closure(date(2026, 11, 2), date(2026, 11, 3)),), ZONE)
NIGHTS = OpeningHours(dict.fromkeys(range(7), ((time(0), time(6)), (time(22), time(23, 59)))), zone=ZONE)
FIRST, LAST = datetime(2026, 10, 28, tzinfo=UTC), datetime(2026, 11, 6, tzinfo=UTC)
EPOCH, MICROSECOND = datetime.fromtimestamp(0, UTC), timedelta(microseconds=1)


def in_microseconds(moment: datetime) -> int:
    return (moment - EPOCH) // MICROSECOND


def by_pieces(hours: OpeningHours, start: datetime, amount: timedelta) -> datetime:
    openings = hours.openings_between(FIRST.date(), LAST.date() + timedelta(days=30))
    pieces = pieces_of([(in_microseconds(opens), in_microseconds(ends)) for opens, ends in openings], amount)
    moment = in_microseconds(start)
    _begins, floor, shift = pieces[bisect_right(pieces, moment, key=lambda piece: piece[0]) - 1]
    return EPOCH + MICROSECOND * (max(moment, floor) + shift)


@example(NIGHTS, timedelta(days=2, seconds=46_799, microseconds=999_999), 180)
@given(
    st.sampled_from([WEEKDAYS, HOLIDAY, NIGHTS]),
    st.one_of(
        st.integers(0, 8 * 86400).map(lambda seconds: timedelta(seconds=seconds)),
        # The very moments of openings and closings, and those beside them.
        st.tuples(st.integers(0, 8 * 24), st.sampled_from([-1, 0, 1])).map(
            lambda near: timedelta(hours=near[0], microseconds=near[1])
        ),
    ),
    st.integers(1, 30 * 60),
)
def test_the_databases_sum_of_opening_time_is_the_clocks(hours, after, minutes):
    start, amount = FIRST + timedelta(days=1) + after, timedelta(minutes=minutes)
    # In one zone: in the hour that comes twice, Python calls no two times of different zones equal.
    assert by_pieces(hours, start, amount) == hours.add_open_time(start, amount).astimezone(UTC)


def vary(chance: random.Random, pk: uuid.UUID, now: datetime, freya) -> None:
    """Give a request any mix of what its time due depends on."""
    waits = timedelta(minutes=chance.randrange(9_000))
    status = chance.choice([Status.NEW, Status.NEW, Status.CONTACTING])
    tries_again = status == Status.CONTACTING and chance.random() < 0.7
    ahead = timedelta(minutes=chance.randrange(-4_000, 6_000))
    AppointmentRequest.objects.filter(pk=pk).update(
        status=status,
        waiting_since=now - waits,
        received_at=now - waits - timedelta(minutes=chance.randrange(900)),
        due_at=now + timedelta(minutes=chance.randrange(-1_000, 4_000)),
        next_attempt_at=now + ahead if tries_again else None,
        assigned_to=chance.choice([None, freya]),
        priority=chance.choice(Priority.values),
        urgent_since=chance.choice([None, now - waits / 2]),
    )


def shown_at(one: AppointmentRequest, plan) -> datetime:
    if one.status == Status.SCHEDULED:
        return one.visits.get().during.lower
    first = plan.first_due(one)
    assert first
    return first[0]


@pytest.mark.django_db
@pytest.mark.parametrize("has_hours", [True, False])
def test_within_a_rank_the_rows_are_in_the_order_of_the_times_that_they_show(has_hours):
    make_details(**({} if has_hours else {"opening_hours": []}))
    freya, now, chance = cast.make_freya(), timezone.now(), random.Random(12)  # noqa: S311 - data of a test
    make_practitioner()
    for number in range(45):
        one = make_request()
        if number < 3:
            schedule(one, actor=freya, days=3 - number)
        else:
            vary(chance, one.pk, now, freya)
    # One rank stands for each of these; within it the times on the rows may not go back.
    plan = response_targets_of(ClinicSettings.objects.get())
    rows = [row for page in (1, 2, 3) for row in listed(freya, page)][:45]
    assert len({row.pk for row in rows}) == 45
    ranked = [(rank(row, plan, now), shown_at(row, plan)) for row in rows]
    assert ranked == sorted(ranked)
    assert len({rank for rank, _moment in ranked}) == 4
    # The number of late ones is that of the rows whose shown time has passed.
    late = [row for row in rows if row.status in AWAITING_DESK and shown_at(row, plan) <= now]
    assert f"({len(rows) - 3}), {len(late)} late" in cast.signed_in(freya).get(INBOX).content.decode()


def listed(freya, page: int) -> list[AppointmentRequest]:
    return list(cast.signed_in(freya).get(f"{INBOX}?p={page}").context["object_list"])


def rank(one: AppointmentRequest, plan, now: datetime) -> int:
    if one.status == Status.SCHEDULED:
        return 3
    if one.priority == Priority.URGENT:
        return 0
    return 1 if shown_at(one, plan) <= now else 2
