"""Sending of error reports by the protocol of Sentry, in the background, and only so many in a minute."""

import contextlib
import threading
import time
from typing import Any

from django.conf import settings

from sentry_sdk import Client

from .contents import allowed, mark_of
from .roles import acting_role

# Reports that wait to be sent; what comes while so many do is dropped.
MOST_WAITING = 30
# Reports that are sent in a minute, and seconds until the same fault is told again.
_MOST_IN_A_MINUTE, _SAME_AGAIN_AFTER = 30, 60


class Reports:
    """Sender of reports to the address in the settings."""

    def __init__(self) -> None:
        self._client = Client(
            dsn=settings.ERROR_REPORTS_DSN,
            release=settings.ERROR_REPORTS_RELEASE or "unknown",
            environment="production",
            before_send=lambda event, _hint: allowed(event),
            transport_queue_size=MOST_WAITING,
            # Nothing of its own: it would watch requests, statements, logs and whatever else it knows.
            default_integrations=False,
            auto_enabling_integrations=False,
            auto_session_tracking=False,
            enable_backpressure_handling=False,
            enable_logs=False,
            enable_metrics=False,
            include_local_variables=False,
            include_source_context=False,
            max_breadcrumbs=0,
            max_request_body_size="never",
            propagate_traces=False,
            send_client_reports=False,
            spotlight=False,
            # A level means gzip. Brotli, which the site has for its own files, is not read by every service.
            _experiments={"transport_compression_level": 6},
        )
        self._lock = threading.Lock()
        self._told: dict[tuple[str, ...], float] = {}

    def send(self, report: dict[str, Any]) -> None:
        """Put the report into the queue. Whatever happens to it holds nobody up, and raises nothing."""
        if not self._is_news(mark_of(report)):
            return
        report["server_name"] = report["tags"]["role"] = acting_role()
        with contextlib.suppress(Exception):
            self._client.capture_event(report)  # type: ignore[arg-type]  # built by contents.py

    def flush(self, seconds: float) -> None:
        """Wait for what is in the queue, but not longer."""
        self._client.flush(timeout=seconds)

    def _is_news(self, mark: tuple[str, ...]) -> bool:
        """Note the fault; return whether to tell it: not the same in a minute, and not too many."""
        now = time.monotonic()
        with self._lock:
            self._told = {one: at for one, at in self._told.items() if now - at < _SAME_AGAIN_AFTER}
            if mark in self._told or len(self._told) >= _MOST_IN_A_MINUTE:
                return False
            self._told[mark] = now
            return True
