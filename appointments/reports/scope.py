"""Which requests count, as the statement that every figure begins with."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils import timezone

from appointments.models import AppointmentRequest
from appointments.models.requests import DEMONSTRATION

from .period import Period

# Spam is nobody's request, and a slip of the desk is none: both are counted apart.
CLASSIFIED = """
classified AS MATERIALIZED (
    SELECT request.id, request.received_at, request.channel, request.status, request.article_id,
        request.article_title,
        date_trunc('week', request.received_at AT TIME ZONE %(zone)s)::date AS monday,
        CASE
            WHEN request.status = 'entered_in_error' THEN 'error'
            WHEN request.status = 'quarantined' THEN 'spam'
            WHEN request.status = 'declined' AND (
                SELECT declined.details @> '{"spam": true}'
                FROM appointments_requestevent AS declined
                WHERE declined.request_id = request.id AND declined.to_status = 'declined'
                ORDER BY declined.at DESC, declined.id DESC
                LIMIT 1
            ) THEN 'spam'
            ELSE 'counted'
        END AS kind
    FROM appointments_appointmentrequest AS request
    WHERE request.received_at >= %(start)s AND request.received_at < %(end)s
        AND (%(invented_too)s OR request.consent_version <> %(invented)s)
),
counted AS (SELECT * FROM classified WHERE kind = 'counted')
"""


@dataclass(frozen=True)
class Scope:
    """A period, and whether invented requests count: they do when there are no others.

    ``leaves_out`` says that there are invented ones, and that they do not count.
    """

    period: Period
    invented_too: bool
    leaves_out: bool = False

    @property
    def parameters(self) -> dict[str, Any]:
        """What the statements ask for by name."""
        return {
            "zone": str(timezone.get_default_timezone()),
            "start": self.period.start,
            "end": self.period.end,
            "invented": DEMONSTRATION,
            "invented_too": self.invented_too,
        }

    def rows(self, statement: str, more: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
        """What ``statement`` finds in this scope."""
        with connection.cursor() as cursor:
            cursor.execute(statement, {**self.parameters, **(more or {})})
            return cursor.fetchall()


def scope_of(period: Period) -> Scope:
    """The scope that a report about ``period`` has."""
    everything = AppointmentRequest.objects.order_by()
    is_real = everything.exclude(consent_version=DEMONSTRATION).exists()
    is_invented = everything.filter(consent_version=DEMONSTRATION).exists()
    return Scope(period, invented_too=is_invented and not is_real, leaves_out=is_invented and is_real)
