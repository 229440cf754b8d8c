"""Health checks for a monitor: whether the process is up, and whether requests reach the desk.

The answers hold no patient's data.
"""

from datetime import timedelta

from django import db
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from appointments.models.notices import NoticeQuerySet

from .models import AppointmentRequest, Notice, WorkerHeartbeat

HEARTBEAT_MAX_AGE = timedelta(minutes=2)
NOTICE_MAX_AGE = timedelta(minutes=5)


@require_safe
@never_cache
def live(_request: HttpRequest) -> JsonResponse:
    """Report that the process answers."""
    return JsonResponse({"live": True})


@require_safe
@never_cache
def ready(_request: HttpRequest) -> JsonResponse:
    """Report 200 if the database, migrations, worker and notices to the desk are in order, else 503.

    ``search`` is false while some requests are found by fewer spellings than others, which stops nothing;
    ``frozen`` is true while notices of a restored backup wait to be released.
    """
    checks = {"database": False, "migrations": False, "worker": False, "notices": False}
    try:
        checks["migrations"] = _migrations_applied()
        checks["database"] = True
        checks["worker"] = worker_is_alive()
        checks["notices"] = not desk_notices_stuck()
        remarks = {
            "search": not AppointmentRequest.objects.hard_to_find().exists(),
            "frozen": Notice.objects.frozen().exists(),
        }
    except db.Error:
        remarks = {"search": False}
    is_ready = all(checks.values())
    return JsonResponse({"ready": is_ready, **checks, **remarks}, status=200 if is_ready else 503)


def worker_is_alive() -> bool:
    """Return whether the worker wrote its heartbeat recently."""
    return WorkerHeartbeat.objects.filter(beat_at__gt=timezone.now() - HEARTBEAT_MAX_AGE).exists()


def desk_notices_stuck() -> bool:
    """Return whether a notice to staff is overdue or was given up."""
    overdue, given_up = stuck_notices()
    return overdue.values("pk").union(given_up.values("pk"), all=True).exists()


def stuck_notices() -> tuple[NoticeQuerySet, NoticeQuerySet]:
    """Return the notices to staff that are overdue, and those that were given up and not made up for."""
    to_staff = Notice.objects.to_staff()
    overdue = to_staff.pending().filter(created_at__lt=timezone.now() - NOTICE_MAX_AGE)
    return overdue, to_staff.undelivered().filter(appointment_request__closed_at=None)


def _migrations_applied() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
