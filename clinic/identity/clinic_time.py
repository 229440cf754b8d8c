"""Dates and times in the clinic's time zone, whatever zone a member of staff has set in the admin."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timesince import timesince
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from clinic.database.clock import at_present


def clinic_day(moment: datetime) -> date:
    """Return the day on the clinic's calendar."""
    return timezone.localdate(moment, timezone.get_default_timezone())


def clinic_today() -> date:
    """Return the present day on the clinic's calendar. What shows it is right until midnight."""
    return at_present(lambda now: (clinic_day(now), start_of_day(now, days_later=1)))


def day_and_time(moment: datetime) -> str:
    """Return the day with the time: "Mon, Nov 23, 2:30 PM"; with the year when it is not this one."""
    local = timezone.localtime(moment, timezone.get_default_timezone())
    this_year = local.year == clinic_today().year
    return _written(local, "D, M j, g:i A" if this_year else "D, M j, Y, g:i A")


def day_or_time(moment: datetime) -> str:
    """Return only the time for a moment of today, else the day with the time."""
    today = clinic_today()
    if clinic_day(moment) != today:
        return day_and_time(moment)
    return _written(timezone.localtime(moment, timezone.get_default_timezone()), "g:i A")


def day_only(moment: datetime) -> str:
    """Return the day: "Sat Nov 28"; with the year when it is not this one."""
    local = timezone.localtime(moment, timezone.get_default_timezone())
    return _written(local, "D M j" if local.year == clinic_today().year else "D M j, Y")


def weekday_and_time(moment: datetime) -> str:
    """Return when a visit is: "today 2:00 PM", "Tue 2:00 PM" within a week, else the day with the time."""
    local = timezone.localtime(moment, timezone.get_default_timezone())
    days = (local.date() - clinic_today()).days
    if not days:
        return _("today %(time)s") % {"time": _written(local, "g:i A")}
    return _written(local, "D g:i A") if 0 < days < 7 else day_and_time(moment)


def in_short(moment: datetime) -> str:
    """Return a moment as people say it: "10 AM" today, "Mon 10:30 AM" within a week, else the day."""
    local = timezone.localtime(moment, timezone.get_default_timezone())
    days = abs((local.date() - clinic_today()).days)
    time_only = "g:i A" if local.minute else "g A"
    if not days:
        return _written(local, time_only)
    # Seven days away the weekday would be ambiguous.
    if days < 7:
        return _written(local, f"D {time_only}")
    return _written(local, "D, M j" if local.year == clinic_today().year else "D, M j, Y")


def in_words(moment: datetime, now: datetime) -> str:
    """Return when something is due: "in 20 min" within the hour, else as ``in_short``."""
    minutes = int((moment - now).total_seconds() // 60)
    return _("in %(minutes)d min") % {"minutes": minutes} if 0 <= minutes < 60 else in_short(moment)


def time_ago(moment: datetime, now: datetime) -> str:
    """Return how long ago ``moment`` was, in one unit: "2 hours ago"; "just now" within a minute."""
    if now - moment < timedelta(minutes=1):
        return _("just now")
    return _("%(time)s ago") % {"time": timesince(moment, now, depth=1)}


def time_span(start: datetime, end: datetime) -> str:
    """Return the start and end of a visit: "Mon, Nov 23, 2:30 PM to 3:15 PM"."""
    ends = _written(timezone.localtime(end, timezone.get_default_timezone()), "g:i A")
    return _("%(start)s to %(end)s") % {"start": day_and_time(start), "end": ends}


def moment_of(day: date, wall_time: time) -> datetime:
    """Return the moment at which the clinic's clock shows ``wall_time`` on ``day``, in UTC.

    What is added to it then is time that passes, also on the nights when the clocks change.
    Raises ValidationError on the nights when the clocks change, for a time that comes twice or never.
    """
    zone = timezone.get_default_timezone()
    first = datetime.combine(day, wall_time, zone)
    second = first.replace(fold=1)
    if first.utcoffset() == second.utcoffset():
        return first.astimezone(UTC)
    shown = date_format(first, "g:i A")
    # In UTC the second is later where the hour comes twice, and earlier where it is skipped.
    if first.astimezone(UTC) < second.astimezone(UTC):
        message = _("The clocks go back that night, so %(time)s comes twice. Choose another time.")
    else:
        message = _("The clocks go forward that night, so there is no %(time)s. Choose another time.")
    raise ValidationError(message % {"time": shown}, code="clock_change")


def start_of_day(moment: datetime, *, days_later: int = 0) -> datetime:
    """Return midnight, by the clinic's clock, of the day of ``moment`` or of a later one."""
    day = clinic_day(moment) + timedelta(days=days_later)
    return datetime.combine(day, time.min, timezone.get_default_timezone())


def _written(local: datetime, pattern: str) -> str:
    # Cut to the minute, as no pattern shows seconds: more times share one entry of the cache.
    return _formatted(local.replace(second=0, microsecond=0, tzinfo=None), pattern, get_language())


@lru_cache(maxsize=2048)
def _formatted(wall_time: datetime, pattern: str, _language: str | None) -> str:
    """Return the formatted time. Cached, because a list of requests formats the same times repeatedly."""
    return date_format(wall_time, pattern)
