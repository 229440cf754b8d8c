"""Which requests count, sorted out once for all figures of a report."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from appointments.consents import DEMONSTRATION
from appointments.models import AppointmentRequest

from .period import Period

# Spam is nobody's request, and a slip of the desk is none: both are counted apart.
_CLASSIFY = """
CREATE TEMPORARY TABLE report_classified ON COMMIT DROP AS
SELECT request.id, request.received_at, request.channel, request.status, request.article_id,
    request.article_title,
    date_trunc('week', request.received_at AT TIME ZONE %(zone)s)::date AS monday,
    CASE
        WHEN request.status = 'entered_in_error' THEN 'error'
        WHEN request.status = 'quarantined' THEN 'spam'
        WHEN request.status = 'declined' AND (
            SELECT declined.details @> '{"spam": true}'
            FROM appointments_requestevent AS declined
            WHERE declined.appointment_request_id = request.id AND declined.to_status = 'declined'
            ORDER BY declined.at DESC, declined.id DESC
            LIMIT 1
        ) THEN 'spam'
        ELSE 'counted'
    END AS kind
FROM appointments_appointmentrequest AS request
WHERE request.received_at >= %(start)s AND request.received_at < %(end)s
    AND (%(invented_too)s OR request.consent_version <> %(invented)s)
"""
# The statements in a block of ``classified`` begin with this.
COUNTED = "counted AS NOT MATERIALIZED (SELECT * FROM report_classified WHERE kind = 'counted')"


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


@contextmanager
def classified(scope: Scope) -> Iterator[None]:
    """Sort out the requests of ``scope`` once for every statement of the block, in one transaction.

    The rows of requests are wide with what is sealed in them: they are read once.
    """
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute(_CLASSIFY, scope.parameters)
        cursor.execute("ANALYZE report_classified")
        yield
        # Another report may follow in the same transaction.
        cursor.execute("DROP TABLE report_classified")


def scope_of(period: Period) -> Scope:
    """The scope that a report about ``period`` has."""
    everything = AppointmentRequest.objects.order_by()
    is_real = everything.exclude(consent_version=DEMONSTRATION).exists()
    is_demo = everything.filter(consent_version=DEMONSTRATION).exists()
    return Scope(period, invented_too=is_demo and not is_real, leaves_out=is_demo and is_real)
