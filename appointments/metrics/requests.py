"""Figures about requests: how many are open, late and put aside, and how long the first has waited."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Min, Q

from appointments.models import AppointmentRequest
from appointments.models.requests import Channel
from appointments.statuses import OPEN, Status
from appointments.targets.queries import details_and_time, late_numbers, oldest_due, response_targets_of
from clinic.metrics.figures import Figure

_LATELY = timedelta(days=1)


def figures_of_requests(**_kwargs: Any) -> list[Figure]:
    """Return numbers of requests, of which none is about a person."""
    details, now = details_and_time()
    targets = response_targets_of(details)
    real = AppointmentRequest.objects.real().order_by()
    numbers = real.filter(closed_at=None).aggregate(
        **{status: Count("pk", filter=Q(status=status)) for status in OPEN},
        possible_spam_since=Min("received_at", filter=Q(status=Status.QUARANTINED)),
        **late_numbers(targets.starts_at(now)),
    )
    return [
        *(_open(status, numbers[status]) for status in sorted(OPEN)),
        *_received(real, now),
        Figure("clinic_requests_late", "Requests that wait longer than they should", numbers["late"]),
        Figure(
            "clinic_request_late_seconds",
            "Seconds for which the first of them has been late",
            _seconds(oldest_due(targets, numbers), now),
        ),
        Figure(
            "clinic_possible_spam_oldest_seconds",
            "Age of the oldest request that was put aside as possible spam, and that nobody has looked at",
            _seconds(numbers["possible_spam_since"], now),
        ),
    ]


def _open(status: str, number: int) -> Figure:
    return Figure("clinic_requests_open", "Open requests by their status", number, {"status": status})


def _received(requests: Any, now: datetime) -> list[Figure]:
    lately = requests.filter(received_at__gt=now - _LATELY)
    numbers = dict(lately.values_list("channel").annotate(number=Count("pk")))
    meaning = "Requests received in the last 24 hours, by the way they came"
    return [
        Figure("clinic_requests_received_last_day", meaning, numbers.get(way, 0), {"channel": way})
        for way in Channel.values
    ]


def _seconds(since: datetime | None, now: datetime) -> float:
    return max(0.0, (now - since).total_seconds()) if since else 0.0
