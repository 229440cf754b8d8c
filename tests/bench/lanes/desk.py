"""Lanes of the front desk's and the owner's pages, with few and with many requests, beside Wagtail's list."""

import json
from collections.abc import Iterator
from typing import Any

from tests.bench.stack.asking import request_bytes
from tests.bench.stack.sites import HEADERS

from .lane import Lane
from .stage import Stage

PART = "desk"
REPORTS = "report"
# Those that are compared with few requests.
DAILY = ("list", "tab closed", "status open", "name common", "record", "day")


def desk_lanes(stage: Stage) -> Iterator[Lane]:
    """Wagtail's list of submissions; the inbox with a thousand requests, all with a hundred thousand."""
    listed = json.loads(stage.program("wagtail", "-m", "tests.bench.bare"))
    headers = {**HEADERS, "Host": "127.0.0.1", "Cookie": listed["cookie"]}
    yield Lane(PART, "Wagtail: list", stage.site("wagtail"), request_bytes(listed["list"], headers))
    few, many = stage.pages("few"), stage.pages("many")
    wanted = [name for name in many if name not in ("report", "report of a year", "reads")]
    for name in [one for one in wanted if stage.is_whole or one in DAILY]:
        if name in DAILY:
            yield _lane(stage, PART, f"{name}, 1,000 requests", "few", few[name])
        yield _lane(stage, PART, f"{name}, 100,000 requests", "many", many[name])


def report_lanes(stage: Stage) -> Iterator[Lane]:
    """The owner's reports with few and with a million records of reads."""
    many, read = stage.pages("many"), stage.pages("read")
    for name in ("report", "report of a year", "reads"):
        yield _lane(stage, REPORTS, f"{name}, few reads", "many", many[name])
        yield _lane(stage, REPORTS, f"{name}, 1,000,000 reads", "read", read[name])


def _lane(stage: Stage, part: str, name: str, site: str, page: dict[str, Any]) -> Lane:
    request = request_bytes(page["address"], {**HEADERS, "Cookie": page["cookie"]})
    return Lane(part, name, stage.site(site), request, queries=page["queries"])
