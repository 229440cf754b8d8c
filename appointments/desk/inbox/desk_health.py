"""Health of the desk: the last request, the last notice about one, and the worker."""

from datetime import datetime
from typing import Any

from django.db.models import Subquery
from django.utils.functional import cached_property
from django.utils.timesince import timesince

from appointments.desk.lists.tabs import counts_for
from appointments.desk.lists.waiting import waiting_for
from appointments.health import desk_notices_stuck, worker_is_alive
from appointments.models import AppointmentRequest, Notice
from clinic.database.clock import current_time
from clinic.identity.clinic_time import day_and_time, day_or_time
from clinic.models import StaffRequest


class DeskHealth:
    """Facts that the web process finds out by itself, also while the worker and mail are down."""

    def __init__(self, request: StaffRequest) -> None:
        self.request = request

    @cached_property
    def last_received(self) -> str:
        """Return the time of the last request, in words; empty when there was none."""
        received, _notified = self._latest
        return day_and_time(received) if received else ""

    @cached_property
    def last_delivered(self) -> str:
        """Return the time of the last notice about it, in words; empty when there was none."""
        _received, notified = self._latest
        return day_and_time(notified) if notified else ""

    @cached_property
    def _latest(self) -> tuple[datetime | None, datetime | None]:
        sent = Notice.objects.to_staff().exclude(sent_at=None)
        notified = Subquery(sent.order_by("-sent_at").values("sent_at")[:1])
        latest = AppointmentRequest.objects.order_by("-received_at").annotate(notified=notified)
        # The latest request is the first in an index; without any request there is no notice either.
        return latest.values_list("received_at", "notified").first() or (None, None)

    @cached_property
    def worker_is_alive(self) -> bool:
        """Return whether the program that sends notices runs."""
        waiting = waiting_for(self.request)
        return worker_is_alive() if waiting.stuck is None else waiting.beats is not None

    @cached_property
    def frozen(self) -> int:
        """Return the number of messages that wait to be released, since a backup was restored."""
        waiting = waiting_for(self.request)
        return Notice.objects.frozen().count() if waiting.stuck is None else waiting.frozen or 0

    @cached_property
    def notices_are_stuck(self) -> bool:
        """Return whether the desk has waited too long for a notice."""
        stuck = waiting_for(self.request).stuck
        return desk_notices_stuck() if stuck is None else stuck

    @cached_property
    def undelivered(self) -> int:
        """Return the number of requests of which a message failed."""
        return counts_for(self.request)["failed"]

    @cached_property
    def late(self) -> dict[str, Any]:
        """Return the number of late requests, since when, and whether the worker is silent; empty if none."""
        waiting, now = waiting_for(self.request), current_time()
        if not waiting.late_since:
            return {}
        silent = waiting.beats is None
        return {
            "count": waiting.late,
            "oldest": timesince(waiting.late_since, now, depth=1),
            "silent": silent,
            "silent_for": timesince(waiting.beat_at, now, depth=1) if silent and waiting.beat_at else "",
        }

    @cached_property
    def possible_spam(self) -> dict[str, Any]:
        """Return the number of possible spam, and when the first answer is due; empty if there is none."""
        waiting = waiting_for(self.request)
        if not waiting.possible_spam_due:
            return {}
        overdue = waiting.possible_spam_due < current_time()
        return {
            "count": waiting.possible_spam,
            "due": day_or_time(waiting.possible_spam_due),
            "overdue": overdue,
        }
