"""Each time on the view of a day, counted anew minute by minute over invented visits."""

import random
import re
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

import pytest

from appointments.models import Visit
from appointments.statuses import Status
from clinic.models import Practitioner
from tests import cast
from tests.appointments.desk.actions.steps import visit_day
from tests.appointments.factories import make_request
from tests.factories import make_details, make_hours, make_practitioner

pytestmark = pytest.mark.django_db
DAY, ZONE = visit_day(), ZoneInfo("America/Los_Angeles")
AWAY = {"first_day": DAY, "last_day": DAY, "begins": time(11), "ends": time(12, 30)}
PARTY = {"first_day": DAY, "last_day": DAY, "begins": time(16), "ends": None, "reason": "Party"}
# Minutes of the day: the clinic is open from nine to five, and closes for a party at four.
OPEN = set(range(9 * 60, 16 * 60))


def at(minute: int) -> datetime:
    return datetime.combine(DAY, time(minute // 60, minute % 60), ZONE)


def in_words(minute: int) -> str:
    hour, rest = divmod(minute, 60)
    return f"{hour % 12 or 12}:{rest:02} {'AM' if hour < 12 else 'PM'}"


def book(who: Practitioner, chance: random.Random) -> dict[tuple[int, int], str]:
    """Visits here and there, some of them cancelled; return the others, by their minutes."""
    kept, minute = {}, 8 * 60 + 5 * chance.randrange(20)
    while minute < 17 * 60:
        length = chance.choice([30, 45, 60])
        one = make_request()
        type(one).objects.filter(pk=one.pk).update(status=Status.SCHEDULED)
        cancelled = at(0) - timedelta(days=20) if chance.random() < 0.3 else None
        during = DateTimeTZRange(at(minute), at(minute + length))
        Visit.objects.create(appointment_request=one, practitioner=who, during=during, cancelled_at=cancelled)
        if not cancelled:
            kept[minute, minute + length] = one.reference
        minute += length + 5 * chance.randrange(12)
    return kept


def free_of(open_minutes: set[int], taken: dict[tuple[int, int], str]) -> list[tuple[int, int]]:
    """Every stretch of at least a quarter of an hour that is open and not taken."""
    busy = {minute for begins, ends in taken for minute in range(begins, ends)}
    free, begun = [], None
    for minute in range(24 * 60 + 1):
        is_free = minute in open_minutes and minute not in busy
        if is_free and begun is None:
            begun = minute
        elif not is_free and begun is not None:
            free += [(begun, minute)] if minute - begun >= 15 else []
            begun = None
    return free


@pytest.mark.parametrize("seed", [1, 2])
def test_every_visit_and_every_free_time_of_the_day_is_that_of_the_table(seed):
    chance = random.Random(seed)  # noqa: S311 - data of a test
    make_details(closures=[("closure", PARTY)])
    ana = make_practitioner(name="Ana Reyes", post_nominals="", leave=[("leave", AWAY)])
    ben = make_practitioner(name="Ben Otieno", post_nominals="", working_hours=[make_hours(day=1, opens=13)])
    opened = {ana: OPEN - set(range(11 * 60, 12 * 60 + 30)), ben: OPEN - set(range(13 * 60))}
    html = ""
    expected = {}
    for who, minutes in opened.items():
        taken = book(who, chance)
        slots = [*taken.items(), *((span, "free") for span in free_of(minutes, taken))]
        expected[who.name] = [
            (f"{in_words(begins)} to {in_words(ends)}", what) for (begins, ends), what in sorted(slots)
        ]
    html = cast.signed_in(cast.make_freya()).get(f"/admin/requests/day/?day={DAY}").content.decode()
    shown = {}
    for part in html.split('<div class="desk-day__person">')[1:]:
        name = re.search(r"<h3[^>]*>([^<]+)</h3>", part)[1]
        slots = re.findall(r'desk-slot__time">([^<]+)</span>(.*?)</li>', part, re.DOTALL)
        shown[name] = [(when, (re.search(r">(\w{8})<", inside) or [0, "free"])[1]) for when, inside in slots]
    assert shown == expected
