"""Words of the sign on the clinic's door: open until when, or closed and opening when."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from .opening_hours import OpeningHours

# Number of days within which a weekday is unambiguous.
_DAYS_NAMED = 6


@dataclass(frozen=True)
class OpenSign:
    """Sign in words: ``state`` is "Open now" or "Closed now", ``change`` says when it ends or is empty.

    It hangs ``until`` then: one that names a day or none is written anew each midnight.
    """

    is_open: bool
    state: str
    change: str
    until: datetime | None = None


def open_sign(clock: OpeningHours, now: datetime) -> OpenSign | None:
    """Return the sign at ``now``; None for a clinic that states no hours."""
    if not any(clock.weekly.values()):
        return None
    if closes := clock.closes_at(now):
        return OpenSign(True, _("Open now"), _("until %(time)s") % {"time": _time(closes)}, closes)
    local, opens = now.astimezone(clock.zone), clock.next_opening(now)
    midnight = datetime.combine(local.date() + timedelta(days=1), time.min, clock.zone)
    if opens is None:
        return OpenSign(False, _("Closed now"), "", midnight)
    return OpenSign(False, _("Closed now"), _opening(opens, local), min(opens, midnight))


def _opening(opens: datetime, now: datetime) -> str:
    days = (opens.date() - now.date()).days
    if days == 0:
        return _("opens today at %(time)s") % {"time": _time(opens)}
    if days == 1:
        return _("opens tomorrow at %(time)s") % {"time": _time(opens)}
    form = "l" if days <= _DAYS_NAMED else "l, F j"
    return _("opens %(day)s at %(time)s") % {"day": date_format(opens, form), "time": _time(opens)}


def _time(moment: datetime) -> str:
    return time_format(moment.time(), "P")
