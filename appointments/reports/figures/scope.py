"""Scope of a report: which requests count, classified once for all figures."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from appointments.consents import DEMONSTRATION
from appointments.models import AppointmentRequest

from .period import Period

# Of a row ``event``: the step stands.
NOT_UNDONE = """NOT EXISTS (
    SELECT 1 FROM appointments_requestevent AS undo WHERE undo.undoes_id = event.id
)"""
# Spam and requests that were entered in error are counted apart.
_CLASSIFY = f"""
CREATE TEMPORARY TABLE report_classified ON COMMIT DROP AS
SELECT request.id, request.received_at, request.channel, request.article_id, request.article_title,
    CASE WHEN request.status = 'scheduled' AND request.closed_at IS NOT NULL THEN 'visit_over'
        ELSE request.status
    END AS status,
    date_trunc('week', request.received_at AT TIME ZONE %(zone)s)::date AS monday,
    CASE
        WHEN request.status = 'entered_in_error' THEN 'error'
        WHEN request.status = 'quarantined' THEN 'spam'
        WHEN request.status = 'declined' AND (
            SELECT event.kind = 'discarded'
            FROM appointments_requestevent AS event
            WHERE event.appointment_request_id = request.id AND event.to_status = 'declined'
                AND event.kind <> 'undone' AND {NOT_UNDONE}
            ORDER BY event.at DESC, event.id DESC
            LIMIT 1
        ) THEN 'spam'
        ELSE 'counted'
    END AS kind
FROM appointments_appointmentrequest AS request
WHERE request.received_at >= %(start)s AND request.received_at < %(end)s
    AND (%(include_demo)s OR request.consent_version <> %(demo)s)
"""  # noqa: S608 - made of constants
# Start of the statements in a block of ``classified``.
COUNTED = "counted AS NOT MATERIALIZED (SELECT * FROM report_classified WHERE kind = 'counted')"


@dataclass(frozen=True)
class Scope:
    """Period, and whether demonstration requests count: they do when there are no others.

    ``excludes_demo`` is true when there are some that do not count.
    """

    period: Period
    include_demo: bool
    excludes_demo: bool = False

    @property
    def parameters(self) -> dict[str, Any]:
        """Parameters of the statements."""
        return {
            "zone": str(timezone.get_default_timezone()),
            "start": self.period.start,
            "end": self.period.end,
            "demo": DEMONSTRATION,
            "include_demo": self.include_demo,
        }

    def rows(self, statement: str, more: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
        """Return the rows of ``statement`` in this scope."""
        with connection.cursor() as cursor:
            cursor.execute(statement, {**self.parameters, **(more or {})})
            return cursor.fetchall()


@contextmanager
def classified(scope: Scope) -> Iterator[None]:
    """Classify the requests of ``scope`` once for every statement of the block, in one transaction.

    The encrypted answers make the rows of requests wide, so they are read once.
    """
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute(_CLASSIFY, scope.parameters)
        cursor.execute("ANALYZE report_classified")
        yield
        # Another report may follow in the same transaction.
        cursor.execute("DROP TABLE report_classified")


def scope_of(period: Period) -> Scope:
    """Return the scope of a report about ``period``."""
    everything = AppointmentRequest.objects.order_by()
    is_real = everything.exclude(consent_version=DEMONSTRATION).exists()
    is_demo = everything.filter(consent_version=DEMONSTRATION).exists()
    return Scope(period, include_demo=is_demo and not is_real, excludes_demo=is_demo and is_real)
