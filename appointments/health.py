"""Health checks for a monitor: whether the process is up, and whether requests reach the desk.

The answers hold no patient's data.
"""

from datetime import UTC, timedelta
from typing import Any

from django import db
from django.conf import settings
from django.contrib.postgres.aggregates import BoolAnd
from django.db.models import Count, Q
from django.db.models.functions import Coalesce, Now
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from appointments.models.notices import NoticeQuerySet
from clinic.backups.age import age_of_backups
from clinic.database.clock import current_time
from clinic.database.schema import fit
from clinic.database.trouble import is_out_of_time, trouble_of
from clinic.media.storage import kept_pictures
from clinic.server.forwarded import proxy_is_known

from .models import AppointmentRequest, Canary, Notice, RequestEvent, SenderBucket, WorkerHeartbeat
from .models.key_checks import keys_fit
from .models.timeline import BY_WEBSITE

NOTICE_MAX_AGE = timedelta(minutes=5)
# Latest requests whose senders are looked at, and how many it takes to judge.
LATEST, ENOUGH = 10, 5


@require_safe
@never_cache
def live(_request: HttpRequest) -> JsonResponse:
    """Report that the process answers."""
    return JsonResponse({"live": True})


@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """Report 200 if database, migrations, worker, desk's notices, keys and backups are well, else 503.

    ``keys`` is false with keys that are not those of the database, ``backups`` when three in a row are
    missing, ``migrations`` where tables are missing, or a later version took some away. What follows stops
    nothing: ``search`` is false while some requests are found by fewer spellings than others, ``senders``
    while internet addresses tell nobody apart, ``proxy`` while headers of a proxy that is not trusted are
    dropped, ``pictures`` while none can be had; ``frozen`` is true while notices of a restored backup wait;
    ``backup`` is its age in hours. ``trouble`` ended the questions; ``slow`` says that this was Postgres.
    """
    checks = dict.fromkeys(
        ("database", "migrations", "worker", "notices", "keys", "canary", "backups"), False
    )
    remarks: dict[str, Any] = {"search": False, "senders": False, "proxy": proxy_is_known(request)}
    remarks["pictures"] = kept_pictures().answers()
    try:
        tables = fit()
        remarks |= tables.remarks()
        checks["migrations"] = tables.is_whole
        checks["database"] = True
        remarks |= worker_numbers()
        checks["worker"] = remarks["workers"] > 0
        checks["notices"] = not desk_notices_stuck()
        checks["keys"] = keys_fit()
        # A monitor asks often enough for a canary an hour, from the process that takes patients' requests.
        Canary.write_if_due()
        checks["canary"] = not Canary.objects.lost().exists()
        backups = age_of_backups()
        checks["backups"] = not backups.is_late
        remarks |= {
            "backup": backups.for_health,
            "search": not AppointmentRequest.objects.hard_to_find().exists(),
            "senders": senders_are_seen(),
            "frozen": Notice.objects.frozen().exists(),
            "slow": False,
        }
    except db.Error as error:
        remarks |= {"trouble": trouble_of(error), "slow": is_out_of_time(error)}
    is_ready = all(checks.values())
    return JsonResponse({"ready": is_ready, **checks, **remarks}, status=200 if is_ready else 503)


def senders_are_seen() -> bool:
    """Return whether floods can be told from patients: by the internet addresses of the latest requests.

    All without one, or with a private one, or a day's requests from one address alone: then
    TRUSTED_PROXY_HOPS is likely not the number of proxies. On a development machine there is none.
    """
    if not settings.SITE_URL.startswith("https:"):
        return True
    received = RequestEvent.objects.filter(BY_WEBSITE)
    latest = list(received.order_by("-pk").values_list("details__unseen", flat=True)[:LATEST])
    if len(latest) >= ENOUGH and all(latest):
        return False
    # The hashes of senders change at midnight (UTC).
    today = current_time().astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    if received.filter(at__gte=today).count() < LATEST:
        return True
    return SenderBucket.objects.filter(filled_at__gte=today).count() != 1


def worker_is_alive() -> bool:
    """Return whether a worker wrote its heartbeat recently."""
    return WorkerHeartbeat.objects.fresh().exists()


def worker_numbers() -> dict[str, Any]:
    """Return how many ``workers`` live, and how many died within a day and were not started again.

    ``woken`` is false while one of them has to ask each second for what is to be sent.
    """
    beats, fresh = WorkerHeartbeat.objects, Q(pk__in=WorkerHeartbeat.objects.fresh())
    return beats.aggregate(
        workers=Count("pk", filter=fresh),
        workers_stopped=Count("pk", filter=Q(pk__in=beats.stopped())),
        woken=Coalesce(BoolAnd("is_woken", filter=fresh), False),
    )


def desk_notices_stuck() -> bool:
    """Return whether a notice to staff is overdue or was given up."""
    overdue, given_up = stuck_notices()
    return overdue.values("pk").union(given_up.values("pk"), all=True).exists()


def stuck_notices() -> tuple[NoticeQuerySet, NoticeQuerySet]:
    """Return the notices to staff that are overdue, and those that were given up and not made up for."""
    to_staff = Notice.objects.to_staff()
    overdue = to_staff.pending().filter(created_at__lt=Now() - NOTICE_MAX_AGE)
    return overdue, to_staff.undelivered().filter(appointment_request__closed_at=None)
