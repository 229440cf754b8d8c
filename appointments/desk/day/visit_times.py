"""Warnings about the time of a visit, and spans of time in words.

A warning refuses nothing: the desk may know better. Only two visits at one time are refused, by the database.
"""

from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from appointments.models import Visit
from appointments.targets.visit_objections import Objection, Offer
from clinic.database.clock import current_time
from clinic.identity.clinic_time import clinic_day
from clinic.identity.opening_hours import Closure, OpeningHours

# Free times start on a full quarter of an hour, within the time that a desk plans ahead.
TIME_GRID = timedelta(minutes=15)
LOOK_AHEAD = timedelta(days=60)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Span = tuple[datetime, datetime]


def in_words(objections: Collection[Objection], offer: Offer, start: datetime, end: datetime) -> list[str]:
    """Return the sentences for ``objections`` to a visit from ``start`` to ``end``, each once."""
    said = [_sentence(one, offer, start, end) for one in Objection if one in objections]
    return list(dict.fromkeys(said))


def _sentence(objection: Objection, offer: Offer, start: datetime, end: datetime) -> str:
    day, name = clinic_day(start), offer.practitioner.name
    match objection:
        case Objection.CLOSED:
            closure = offer.clinic.closure_during(start, end)
            return closure_in_words(closure) if closure else closed_in_words(offer.clinic, day)
        case Objection.NOT_OPEN:
            return _outside_opening(offer.openings_on(day), start, end)
        case Objection.LEFT | Objection.UNLICENSED:
            return _("%(name)s no longer sees patients on that day.") % {"name": name}
        case Objection.AWAY:
            leave = offer.leave_during(start, end)
            if leave and leave.is_partial:
                return _("%(name)s is away on that day %(part)s.") % {
                    "name": name,
                    "part": part_in_words(leave),
                }
            return _("%(name)s is away on that day.") % {"name": name}
    return _outside_work(name, offer.work_on(day))


def closed_in_words(clinic: OpeningHours, day: date) -> str:
    """Return why the clinic is closed on ``day``; empty when it is open, or states no hours."""
    if closure := clinic.closure_on(day):
        return closure_in_words(closure)
    if not clinic.weekly or clinic.openings_on(day):
        return ""
    parts = clinic.closures_in_part(day) if clinic.weekly.get(day.weekday()) else []
    return " ".join(map(closure_in_words, parts)) or _("The clinic is not open on that day of the week.")


def closure_in_words(closure: Closure) -> str:
    """Return a sentence about a closure on a day."""
    words = {"reason": closure.reason, "part": part_in_words(closure) if closure.is_partial else ""}
    if closure.is_partial and closure.reason:
        return _("The clinic is closed on that day %(part)s: %(reason)s.") % words
    if closure.is_partial:
        return _("The clinic is closed on that day %(part)s.") % words
    if closure.reason:
        return _("The clinic is closed on that day: %(reason)s.") % words
    return _("The clinic is closed on that day.")


def part_in_words(closure: Closure) -> str:
    """Return the part of a day that a closure or leave takes, such as "from 3:00 PM"."""
    begins, ends = closure.begins, closure.ends
    if begins and ends:
        times = {"start": time_format(begins, "g:i A"), "end": time_format(ends, "g:i A")}
        return _("from %(start)s to %(end)s") % times
    if begins:
        return _("from %(start)s") % {"start": time_format(begins, "g:i A")}
    return _("until %(end)s") % {"end": time_format(ends, "g:i A")} if ends else ""


def why_to_move(visit: Visit, clinic: OpeningHours) -> str:
    """Return why ``visit`` needs a new time, in words; empty when it can stay, or is over."""
    if visit.during.upper <= current_time():
        return ""
    offer = Offer(visit.practitioner, clinic)
    return " ".join(in_words(offer.unforeseen(visit), offer, visit.during.lower, visit.during.upper))


def spans_in_words(spans: list[Span]) -> str:
    """Describe times in words: "9:00 AM to 12:00 PM and 1:00 PM to 5:00 PM"."""
    shown = [tuple(clock_time(moment) for moment in span) for span in spans]
    return _(" and ").join(_("%(start)s to %(end)s") % {"start": start, "end": end} for start, end in shown)


def in_utc(spans: list[Span]) -> list[Span]:
    """Return the spans in UTC, as wall clocks cannot be compared on the nights when they change."""
    return [(begins.astimezone(UTC), ends.astimezone(UTC)) for begins, ends in spans]


def free_spans(openings: list[Span], taken: list[Span]) -> list[Span]:
    """Return the parts of ``openings`` that are not ``taken``."""
    free = []
    for opens, closes in openings:
        begins = opens
        for busy_from, busy_until in sorted(taken):
            if busy_from >= closes or busy_until <= begins:
                continue
            if busy_from > begins:
                free.append((begins, busy_from))
            begins = busy_until
        if begins < closes:
            free.append((begins, closes))
    return free


def on_grid(moment: datetime) -> datetime:
    """Return ``moment`` or the next full quarter of an hour: time zones differ by whole quarters."""
    return moment + -(moment - _EPOCH) % TIME_GRID


def _outside_work(name: str, spans: list[Span]) -> str:
    if not spans:
        return _("%(name)s does not work on that day of the week.") % {"name": name}
    return _("%(name)s works from %(hours)s on that day.") % {"name": name, "hours": spans_in_words(spans)}


def _outside_opening(spans: list[Span], start: datetime, end: datetime) -> str:
    if not spans:
        return _("The clinic is not open on that day of the week.")
    if start < spans[0][0]:
        return _("The visit begins before the clinic opens, at %(time)s.") % {"time": clock_time(spans[0][0])}
    if end > spans[-1][1]:
        return _("The visit ends after closing, at %(time)s.") % {"time": clock_time(spans[-1][1])}
    return _("The clinic is closed for part of that time: it is open from %(hours)s.") % {
        "hours": spans_in_words(spans)
    }


def clock_time(moment: datetime) -> str:
    """Return the time of day by the clinic's clock."""
    return date_format(timezone.localtime(moment, timezone.get_default_timezone()), "g:i A")
