"""Watchers that notice errors: in requests, in the log, and where they end a command or a thread."""

import contextlib
import logging
import sys
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Any

from django.core.signals import got_request_exception
from django.http import HttpRequest

from clinic.senders.acting import acting_request

from .contents import report_on, report_on_line
from .sending import Reports

# What sends the reports, and requests that Django refuses: any stranger makes those.
_NOT_REPORTED = ("sentry_sdk", "urllib3", "django.security")
# It says that an answer was an error: whoever gave it has said why.
_OF_THE_ANSWER = "django.request"
# Seconds that a command which fails waits, so that its report goes out.
_SECONDS_AT_THE_END = 2.0
_REPORTED = "_clinic_reported"


class ErrorReporter(logging.Handler):
    """Handler of records of errors, and of errors that nothing caught."""

    def __init__(self, reports: Reports) -> None:
        super().__init__(logging.ERROR)
        self.reports = reports

    def emit(self, record: logging.LogRecord) -> None:
        if record.name.startswith(_NOT_REPORTED):
            return
        error = record.exc_info[1] if record.exc_info else sys.exception()
        if not error and record.name == _OF_THE_ANSWER:
            return
        found = getattr(record, "request", None)
        request = found if isinstance(found, HttpRequest) else acting_request.get()
        with contextlib.suppress(Exception):
            if error:
                self.report(error, request)
            else:
                line = (record.name, record.pathname, record.lineno, record.funcName)
                self.reports.send(report_on_line(*line, request))

    def report(self, error: BaseException, request: HttpRequest | None = None) -> None:
        """Report an error once, however often it is noticed on its way."""
        if not isinstance(error, Exception) or getattr(error, _REPORTED, False):
            return
        with contextlib.suppress(Exception):
            setattr(error, _REPORTED, True)
            self.reports.send(report_on(error, request))

    def in_request(self, request: HttpRequest | None = None, **_kwargs: Any) -> None:
        """Report the error that a view ended with, while its route is known."""
        if error := sys.exception():
            self.report(error, request)

    def before(self, hook: Callable[..., Any]) -> Callable[..., Any]:
        """Return ``hook`` of what ends a program, with the report before it."""

        def reported(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
            self.report(error)
            self.reports.flush(_SECONDS_AT_THE_END)
            hook(kind, error, trace)

        return reported

    def in_thread(self, hook: Callable[..., Any]) -> Callable[..., Any]:
        """Return ``hook`` of what ends a thread, with the report before it."""

        def reported(arguments: Any) -> None:
            if arguments.exc_value:
                self.report(arguments.exc_value)
            hook(arguments)

        return reported


def report_errors() -> ErrorReporter:
    """Begin to report the errors of this process."""
    reporter = ErrorReporter(Reports())
    logging.getLogger().addHandler(reporter)
    got_request_exception.connect(reporter.in_request, weak=False, dispatch_uid="clinic.error_reports")
    sys.excepthook = reporter.before(sys.excepthook)
    threading.excepthook = reporter.in_thread(threading.excepthook)
    return reporter
