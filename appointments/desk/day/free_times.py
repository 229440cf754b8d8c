"""Free times of practitioners: where a visit of some length could begin, day by day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone
from django.utils.translation import gettext as _

from appointments.models import AppointmentRequest, Visit
from appointments.targets.visit_objections import Offer
from clinic.identity.clinic_time import clinic_day
from clinic.identity.opening_hours import Closure, OpeningHours
from clinic.models import Practitioner

from .visit_times import LOOK_AHEAD, Span, free_spans, in_utc, on_grid

# Times are offered in half hours, and at the end of a visit or the beginning of an opening.
STEP = timedelta(minutes=30)
A_DAY = timedelta(days=1)
SOON = timedelta(days=14)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class FreeTimes:
    """Times at which a visit of ``length`` could begin, in the hours of practitioner and clinic."""

    offer: Offer
    length: timedelta
    now: datetime
    taken: list[Span]
    found: dict[date, list[datetime]] = field(default_factory=dict, compare=False)

    def on(self, day: date) -> list[datetime]:
        """Return the free times of ``day``, in UTC."""
        if day not in self.found:
            self.found[day] = list(self._starts(day))
        return self.found[day]

    def days(self, first: date, number: int) -> list[date]:
        """Return those of ``number`` days from ``first`` on which a time is free."""
        days = (first + timedelta(days=offset) for offset in range(number))
        return [day for day in days if self.on(day)]

    def around(
        self, start: datetime, *, besides: datetime | None = None
    ) -> tuple[datetime | None, datetime | None]:
        """Return the last free time before ``start`` and the first one after it, within what a desk plans.

        The time ``besides`` is not named: it is that of the visit which is moved.
        """
        day, ahead = clinic_day(start), LOOK_AHEAD.days
        back = max(0, min(ahead, (day - clinic_day(self.now)).days))
        before = (time for offset in range(back + 1) for time in reversed(self.on(day - timedelta(offset))))
        after = chain.from_iterable(self.on(day + timedelta(offset)) for offset in range(ahead))
        return (
            next((at for at in before if at < start and at != besides), None),
            next((at for at in after if at > start and at != besides), None),
        )

    def why_none(self, day: date, within: Span | None = None) -> str:
        """Return in a word or two why nothing is free on ``day``, or ``within`` it; empty if it is."""
        begins, ends = within or (start_of(day), start_of(day + A_DAY))
        if any(begins <= start < ends for start in self.on(day)):
            return ""
        if ends <= self.now:
            return _("over")
        if closure := self.offer.clinic.closure_on(day):
            return _closed(closure)
        if not self.offer.hours.weekly:
            return _("the clinic has no opening hours, so type the time")
        if not self._has_room(self._clinic_openings(day), begins, ends):
            closure = self.offer.clinic.closure_during(begins, ends)
            return _closed(closure) if closure else _("closed")
        return self._why_nobody(day, begins, ends)

    def _why_nobody(self, day: date, begins: datetime, ends: datetime) -> str:
        """Return why the practitioner has no time while the clinic is open."""
        who = self.offer.practitioner
        if not who.sees_patients_on(day):
            return _("no longer works here")
        if not who.is_away_on(day) and self._has_room(self._openings(day), begins, ends):
            return _("full")
        return _("away") if self.offer.leave_during(begins, ends) else _("does not work")

    def _starts(self, day: date) -> Iterable[datetime]:
        if not self.offer.practitioner.sees_patients_on(day):
            return
        for begins, ends in free_spans(self._openings(day), self.taken):
            start = on_grid(max(begins, self.now))
            while start + self.length <= ends:
                yield start
                start += STEP - (start - _EPOCH) % STEP

    def _has_room(self, openings: list[Span], begins: datetime, ends: datetime) -> bool:
        """Return whether a visit could begin in that time if no other took place."""
        starts = ((max(begins, opens), closes) for opens, closes in openings)
        return any(start < ends and start + self.length <= closes for start, closes in starts)

    def _clinic_openings(self, day: date) -> list[Span]:
        return in_utc(self.offer.openings_on(day) if self.offer.clinic.weekly else self.offer.work_on(day))

    def _openings(self, day: date) -> list[Span]:
        """Return when the practitioner works while the clinic is open."""
        overlaps = [
            (max(begins, opens), min(ends, closes))
            for begins, ends in in_utc(self.offer.work_on(day))
            for opens, closes in self._clinic_openings(day)
        ]
        return [(begins, ends) for begins, ends in overlaps if begins < ends]


def _closed(closure: Closure) -> str:
    return _("closed: %(reason)s") % {"reason": closure.reason} if closure.reason else _("closed")


def start_of(day: date) -> datetime:
    """Return midnight by the clinic's clock."""
    return datetime.combine(day, time.min, timezone.get_default_timezone())


def free_times_of(
    practitioners: Iterable[Practitioner],
    clinic: OpeningHours,
    length: timedelta,
    *,
    now: datetime,
    until: date,
    besides: AppointmentRequest | None = None,
) -> list[FreeTimes]:
    """Return the free times of each practitioner, with one query; good for days up to ``until``.

    The visit of ``besides``, which is being moved, counts as free.
    """
    last = max(start_of(until + A_DAY), now + LOOK_AHEAD)
    coming = Visit.objects.active().filter(during__overlap=DateTimeTZRange(now, last))
    if besides:
        coming = coming.exclude(appointment_request=besides)
    taken: dict[int, list[Span]] = {}
    for who, during in coming.values_list("practitioner", "during"):
        taken.setdefault(who, []).append((during.lower, during.upper))
    return [
        FreeTimes(Offer(one, clinic), length, now, sorted(taken.get(one.pk, []))) for one in practitioners
    ]


def default_of(offered: Sequence[FreeTimes], language: str) -> FreeTimes | None:
    """Return whose free times to begin with: who has the most soon, among those who speak the language."""
    able = [free for free in offered if free.offer.practitioner.speaks(language)]
    for group in (able, offered):
        most = max(group, key=_number_soon, default=None)
        if most and _number_soon(most):
            return most
    return next(iter(able or offered), None)


def _number_soon(free: FreeTimes) -> int:
    return sum(len(free.on(day)) for day in free.days(clinic_day(free.now), SOON.days))
