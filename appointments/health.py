"""Two questions that a monitor asks: is the process up, and can a patient's request reach the desk?

The answers hold no patient's data.
"""

from datetime import timedelta

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from appointments.models.notices import NoticeChannel, NoticeQuerySet, NoticeState

from .models import Notice, WorkerHeartbeat

HEARTBEAT_MAX_AGE = timedelta(minutes=2)
NOTICE_MAX_AGE = timedelta(minutes=5)


@require_safe
@never_cache
def live(_request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"live": True})


@require_safe
@never_cache
def ready(_request: HttpRequest) -> JsonResponse:
    """Database reachable, migrations applied, worker alive, no notice to the desk stuck: 200, else 503."""
    checks = {"database": False, "migrations": False, "worker": False, "notices": False}
    try:
        checks["migrations"] = _migrations_applied()
        checks["database"] = True
        checks["worker"] = worker_is_alive()
        checks["notices"] = not desk_notices_stuck()
    except DatabaseError:
        pass
    is_ready = all(checks.values())
    return JsonResponse({"ready": is_ready, **checks}, status=200 if is_ready else 503)


def worker_is_alive() -> bool:
    """Whether the worker wrote its heartbeat lately."""
    return WorkerHeartbeat.objects.filter(beat_at__gt=timezone.now() - HEARTBEAT_MAX_AGE).exists()


def desk_notices_stuck() -> bool:
    """Whether the desk has waited too long for a notice, or one to it was given up."""
    overdue, given_up = stuck_notices()
    return overdue.values("pk").union(given_up.values("pk"), all=True).exists()


def stuck_notices() -> tuple[NoticeQuerySet, NoticeQuerySet]:
    """The notices that the desk has waited for too long, and those that were given up."""
    to_desk = Notice.objects.exclude(channel=NoticeChannel.PATIENT_EMAIL)
    overdue = to_desk.pending().filter(created_at__lt=timezone.now() - NOTICE_MAX_AGE)
    return overdue, to_desk.filter(state=NoticeState.FAILED, appointment_request__closed_at=None)


def _migrations_applied() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
