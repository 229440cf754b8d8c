"""Figures about what is sent: notices that wait or failed, test messages, and the worker's heartbeat."""

from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Min, QuerySet

from appointments.consents import DEMONSTRATION
from appointments.health import desk_notices_stuck, worker_numbers
from appointments.models import Canary, Notice, WorkerHeartbeat
from appointments.models.channels import NoticeChannel
from appointments.models.notices import NoticeState
from clinic.database.clock import database_now
from clinic.metrics.figures import Figure

Numbers = dict[str, tuple[int, datetime]]


def figures_of_notices(**_kwargs: Any) -> list[Figure]:
    """Return numbers and ages, by channel and state: of notices to patients and to staff."""
    now = database_now()
    real = Notice.objects.exclude(appointment_request__consent_version=DEMONSTRATION)
    pending = _numbers(real.pending())
    failed = _numbers(real.undelivered().filter(appointment_request__closed_at=None))
    beat = WorkerHeartbeat.objects.aggregate(last=Max("beat_at"))["last"]
    workers = worker_numbers()
    found = [
        *_by_channel(NoticeState.PENDING, pending, now),
        *_by_channel(NoticeState.FAILED, failed, now),
        Figure(
            "clinic_desk_notices_stuck",
            "Whether a notice to staff is overdue or was given up",
            desk_notices_stuck(),
        ),
        Figure("clinic_workers", "Workers that live", workers["workers"]),
        Figure("clinic_workers_stopped", "Workers that died within a day", workers["workers_stopped"]),
        Figure("clinic_workers_woken", "Whether Postgres wakes each of them", workers["woken"]),
        Figure("clinic_notices_frozen", "Notices of a restored backup", Notice.objects.frozen().count()),
        Figure("clinic_canaries_lost", "Test messages under way for too long", Canary.objects.lost().count()),
    ]
    if beat:
        age = max(0.0, (now - beat).total_seconds())
        found.append(
            Figure("clinic_worker_heartbeat_age_seconds", "Age of the last heartbeat of a worker", age)
        )
    return found


def _numbers(notices: QuerySet[Notice]) -> Numbers:
    rows = notices.order_by().values_list("channel").annotate(number=Count("pk"), oldest=Min("created_at"))
    return {channel: (number, oldest) for channel, number, oldest in rows}


def _by_channel(state: NoticeState, numbers: Numbers, now: datetime) -> list[Figure]:
    found = []
    for channel in NoticeChannel.values:
        number, oldest = numbers.get(channel, (0, now))
        labels = {"channel": channel, "state": state.value}
        age = max(0.0, (now - oldest).total_seconds())
        found += [
            Figure(
                "clinic_notices",
                "Notices that wait, and those that failed with nothing since",
                number,
                labels,
            ),
            Figure("clinic_notice_oldest_seconds", "Age of the oldest of them", age, labels),
        ]
    return found
