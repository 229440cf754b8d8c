"""Time to first contact: on the clock and in opening time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from clinic.identity.clinic_time import clinic_today
from clinic.identity.opening_hours import OpeningHours

from .period import A_DAY, Period
from .scope import COUNTED, NOT_UNDONE, Scope


def _open_until(moment: str, opening: str) -> str:
    """Return SQL for the opening time until ``moment``: earlier openings, and the part of its own."""
    opens = f"(%(opens)s::timestamptz[])[{opening}]"
    so_far = f"extract(epoch FROM least({moment}, (%(closes)s::timestamptz[])[{opening}]) - {opens})::float"
    return f"CASE WHEN {opening} = 0 THEN 0 ELSE (%(before)s::float[])[{opening}] + {so_far} END"


# Values of ``AttemptOutcome`` after which the patient has heard nothing.
_REACHED_NOBODY = "'no_answer', 'engaged', 'wrong_number', 'third_party'"
# Only requests from the website wait: the desk enters the others while it speaks with the patient. A try that
# reached nobody is no contact, nor is an action whose message was cancelled. Events of the patient or a timer
# have no actor's name.
_CONTACTED = f"""
contacted AS (
    SELECT event.appointment_request_id, min(event.at) AS at
    FROM counted JOIN appointments_requestevent AS event ON event.appointment_request_id = counted.id
    WHERE counted.channel = 'web' AND {NOT_UNDONE} AND (
        event.kind = 'attempt' AND coalesce(event.details->>'outcome', '') NOT IN ({_REACHED_NOBODY})
        OR event.kind IN ('transition', 'discarded') AND event.actor_name <> ''
            AND event.to_status IN ('scheduled', 'declined', 'withdrawn')
            AND NOT EXISTS (
                SELECT 1 FROM appointments_notice AS notice
                WHERE notice.event_id = event.id AND notice.state = 'cancelled'
            )
    )
    GROUP BY event.appointment_request_id
)
"""  # noqa: S608 - made of constants

_WAITS = f"""
WITH {COUNTED},
{_CONTACTED},
waits AS (
    SELECT counted.monday, counted.received_at, contacted.at,
        width_bucket(counted.received_at, %(opens)s::timestamptz[]) AS first,
        width_bucket(contacted.at, %(opens)s::timestamptz[]) AS last
    FROM counted JOIN contacted ON contacted.appointment_request_id = counted.id
),
seconds AS (
    SELECT monday, extract(epoch FROM at - received_at)::float AS wall,
        {_open_until("at", "last")} - {_open_until("received_at", "first")} AS open
    FROM waits
)
SELECT monday, count(*),
    percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY wall),
    percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY open)
FROM seconds
GROUP BY GROUPING SETS ((), (monday))
"""  # noqa: S608 - made of constants

_WAITING = f"""
WITH {COUNTED},
{_CONTACTED}
SELECT count(*), count(*) FILTER (WHERE status IN ('new', 'contacting') AND contacted.at IS NULL)
FROM counted LEFT JOIN contacted ON contacted.appointment_request_id = counted.id
WHERE channel = 'web'
"""  # noqa: S608 - made of constants


@dataclass(frozen=True)
class Waits:
    """Waiting times of ``number`` requests: half at most ``median``, nine of ten at most ``ninetieth``."""

    number: int
    median: timedelta
    ninetieth: timedelta
    open_median: timedelta
    open_ninetieth: timedelta

    def shown(self, has_hours: bool) -> tuple[timedelta, timedelta]:
        """Return median and ninetieth: in opening time if the clinic states its hours, else on the clock."""
        return (self.open_median, self.open_ninetieth) if has_hours else (self.median, self.ninetieth)


@dataclass(frozen=True)
class FirstContact:
    """Waiting times overall and by week; ``waiting`` of ``from_website`` requests still wait."""

    overall: Waits | None
    weeks: Mapping[date, Waits]
    from_website: int
    waiting: int
    has_hours: bool


def first_contact(scope: Scope, hours: OpeningHours) -> FirstContact:
    """Return the waiting times of requests in the scope, in a block of ``classified``."""
    openings = _openings(hours, scope.period)
    waits: dict[date | None, Waits] = {
        monday: Waits(number, *_spans(wall), *_spans(opened))
        for monday, number, wall, opened in scope.rows(_WAITS, openings)
        if number
    }
    [(from_website, waiting)] = scope.rows(_WAITING)
    return FirstContact(
        overall=waits.get(None),
        weeks={monday: of_week for monday, of_week in waits.items() if monday},
        from_website=from_website,
        waiting=waiting,
        has_hours=bool(openings["opens"]),
    )


def _spans(seconds: list[float]) -> list[timedelta]:
    return [timedelta(seconds=round(one)) for one in seconds]


def _openings(hours: OpeningHours, period: Period) -> dict[str, list[datetime] | list[float]]:
    """Return openings and closings from the period's start until now, and the opening time before each."""
    day, today = period.first, clinic_today()
    opens: list[datetime] = []
    closes: list[datetime] = []
    before: list[float] = []
    passed = 0.0
    while day <= today:
        for begins, ends in hours.openings_on(day):
            opens.append(begins)
            closes.append(ends)
            before.append(passed)
            passed += (ends - begins).total_seconds()
        day += A_DAY
    return {"opens": opens, "closes": closes, "before": before}
