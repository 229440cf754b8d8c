"""Figures about the desk: notices sent, targets missed, requests expired, and who read what."""

from collections.abc import Mapping
from dataclasses import dataclass

from .scope import Scope

_MESSAGES = """
SELECT notice.channel, notice.state, count(*)
FROM appointments_notice AS notice
JOIN appointments_appointmentrequest AS request ON request.id = notice.appointment_request_id
WHERE notice.created_at >= %(start)s AND notice.created_at < %(end)s
    AND (%(include_demo)s OR request.consent_version <> %(demo)s)
GROUP BY notice.channel, notice.state
"""

# The keys are fields of ``event_payloads.Escalated``.
_LATE = """
SELECT event.details->>'clock', (event.details->>'percent')::integer, event.kind, count(*)
FROM appointments_requestevent AS event
JOIN appointments_appointmentrequest AS request ON request.id = event.appointment_request_id
WHERE event.at >= %(start)s AND event.at < %(end)s
    AND (event.kind = 'escalated' OR event.kind = 'transition' AND event.to_status = 'expired')
    AND (%(include_demo)s OR request.consent_version <> %(demo)s)
GROUP BY 1, 2, 3
"""

# Reads of demonstration requests count too. Each account has its latest name, and the address nobody chooses.
# An index tells the numbers; of each account one row is read.
_READS = """
SELECT latest.name, opened, listed, printed, exported
FROM (
    SELECT actor_id,
        count(*) AS reads,
        count(*) FILTER (WHERE action IN ('record', 'step')) AS opened,
        count(*) FILTER (WHERE action IN ('list', 'search', 'spam', 'day')) AS listed,
        count(*) FILTER (WHERE action = 'print') AS printed,
        count(*) FILTER (WHERE action = 'export') AS exported
    FROM appointments_accessrecord
    WHERE at >= %(start)s AND at < %(end)s AND actor_id IS NOT NULL
    GROUP BY actor_id
) AS reader
CROSS JOIN LATERAL (
    SELECT actor_name || ' (' || actor_email || ')' AS name
    FROM appointments_accessrecord AS record
    WHERE record.actor_id = reader.actor_id AND at < %(end)s
    ORDER BY at DESC, id DESC
    LIMIT 1
) AS latest
ORDER BY reads DESC, 1
"""


@dataclass(frozen=True)
class Reader:
    """Number of times that somebody looked at patients' data, by way."""

    name: str
    opened: int
    listed: int
    printed: int
    exported: int

    @property
    def total(self) -> int:
        """Sum of all ways."""
        return self.opened + self.listed + self.printed + self.exported


@dataclass(frozen=True)
class DeskFigures:
    """Figures about the desk. ``messages`` by channel and state, ``escalations`` by target and percent.

    ``expired`` requests were never answered: each is an incident.
    """

    messages: Mapping[tuple[str, str], int]
    escalations: Mapping[tuple[str, int], int]
    expired: int
    readers: list[Reader]


def desk_figures(scope: Scope) -> DeskFigures:
    """Count what happened in the scope, whenever the requests came."""
    escalations: dict[tuple[str, int], int] = {}
    expired = 0
    for target, percent, kind, number in scope.rows(_LATE):
        if kind == "escalated":
            escalations[target or "", percent or 0] = number
        else:
            expired += number
    return DeskFigures(
        messages={(channel, state): number for channel, state, number in scope.rows(_MESSAGES)},
        escalations=escalations,
        expired=expired,
        readers=[Reader(*row) for row in scope.rows(_READS)],
    )
