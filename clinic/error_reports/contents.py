"""Contents of a report about an error: its class and its places in the code, and nothing that ran through it.

The text of an error, local variables, the request and the statement may hold a patient's word: none of them
is ever read here. What leaves is let through by name, whatever else a later library would add.
"""

import traceback
from pathlib import Path
from types import TracebackType
from typing import Any

from django.conf import settings
from django.db import Error
from django.http import HttpRequest

from clinic.database.trouble import trouble_of

# Errors that led to one another, and places of each, the innermost.
_MOST_ERRORS, _MOST_PLACES = 5, 50
_LEAF = (str, int, float, bool)
_PAGES = "(pages)"
_PACKAGES = "site-packages"

# Everything that a report may hold; True is a text or a number.
SHAPE: dict[str, Any] = {
    "event_id": True,
    "timestamp": True,
    "platform": True,
    "level": True,
    "release": True,
    "environment": True,
    "server_name": True,
    "transaction": True,
    "sdk": {"name": True, "version": True},
    "tags": {"role": True, "trouble": True, "logger": True},
    "exception": {
        "values": [
            {
                "type": True,
                "module": True,
                "stacktrace": {
                    "frames": [
                        {"filename": True, "module": True, "function": True, "lineno": True, "in_app": True}
                    ]
                },
            }
        ]
    },
}


def report_on(error: BaseException, request: HttpRequest | None) -> dict[str, Any]:
    """Return the report on an error and on those that led to it."""
    chain: list[BaseException] = []
    seen: BaseException | None = error
    while seen and seen not in chain and len(chain) < _MOST_ERRORS:
        chain.append(seen)
        seen = seen.__cause__ or seen.__context__
    tags = {"trouble": trouble_of(error).name.lower()} if isinstance(error, Error) else {}
    return _report([_described(one) for one in reversed(chain)], request, tags)


def report_on_line(
    logger: str, path: str, line: int, function: str, request: HttpRequest | None
) -> dict[str, Any]:
    """Return the report on a line of code that logged an error without one; what it said stays here."""
    places = [_place(path, None, function, line)]
    value = {"type": "LoggedError", "module": logger, "stacktrace": {"frames": places}}
    return _report([value], request, {"logger": logger})


def allowed(report: Any, shape: Any = SHAPE) -> Any:
    """Return what of a report may leave: whatever ``SHAPE`` names, and nothing else."""
    if isinstance(shape, dict):
        known = report if isinstance(report, dict) else {}
        return {key: kept for key in shape if (kept := allowed(known.get(key), shape[key])) is not None}
    if isinstance(shape, list):
        return [allowed(one, shape[0]) for one in report] if isinstance(report, list) else None
    return report if isinstance(report, _LEAF) else None


def mark_of(report: dict[str, Any]) -> tuple[str, ...]:
    """Return what is the same in two reports on one fault."""
    last = report["exception"]["values"][-1]
    frames = last["stacktrace"]["frames"]
    place = frames[-1] if frames else {}
    return last["type"], str(place.get("filename")), str(place.get("lineno")), report.get("transaction", "")


def _report(
    values: list[dict[str, Any]], request: HttpRequest | None, tags: dict[str, str]
) -> dict[str, Any]:
    report = {"level": "error", "platform": "python", "exception": {"values": values}, "tags": tags}
    if match := getattr(request, "resolver_match", None):
        # The template of the route. That of the pages takes any path, and says so.
        report["transaction"] = _PAGES if match.route.startswith("^") else f"/{match.route}"
    return report


def _described(error: BaseException) -> dict[str, Any]:
    kind = type(error)
    return {
        "type": kind.__name__,
        "module": kind.__module__,
        "stacktrace": {"frames": _places(error.__traceback__)},
    }


def _places(trace: TracebackType | None) -> list[dict[str, Any]]:
    """Return where the error went through, the outermost first."""
    found = [
        _place(frame.f_code.co_filename, frame.f_globals.get("__name__"), frame.f_code.co_name, line)
        for frame, line in traceback.walk_tb(trace)
    ]
    return found[-_MOST_PLACES:]


def _place(path: str, module: str | None, function: str, line: int) -> dict[str, Any]:
    file = Path(path)
    is_package = _PACKAGES in file.parts
    is_ours = not is_package and file.is_relative_to(settings.BASE_DIR)
    # Where the server keeps its files is nobody's business.
    if is_package:
        name = "/".join(file.parts[file.parts.index(_PACKAGES) + 1 :])
    else:
        name = str(file.relative_to(settings.BASE_DIR)) if is_ours else file.name
    return {"filename": name, "module": module, "function": function, "lineno": line, "in_app": is_ours}
