"""Log lines as JSON, one object to a line."""

import json
import logging
import traceback
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest

from .route_templates import template_of


class JsonFormatter(logging.Formatter):
    """Formatter of one JSON object: time, level, logger and message, and what the record knows of a request.

    Of an error it has the classes and the places, and not the text: a database repeats in it what was stored.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as one line."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, tz=UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
        }
        line |= getattr(record, "fields", None) or {"message": record.getMessage()}
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest):
            line |= {"method": request.method, "path": template_of(request.path_info)}
        if status := getattr(record, "status_code", None):
            line["status"] = status
        if record.exc_info and record.exc_info[1]:
            line["error"] = _described(record.exc_info[1])
        return json.dumps(line, default=str)


def _described(error: BaseException) -> list[dict[str, Any]]:
    """Return class and places of the error and of those that led to it, the latest first."""
    errors: list[dict[str, Any]] = []
    seen: BaseException | None = error
    while seen and len(errors) < 5:
        frames = traceback.extract_tb(seen.__traceback__)[-12:]
        places = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        errors.append({"class": type(seen).__name__, "at": places})
        seen = seen.__cause__ or seen.__context__
    return errors
