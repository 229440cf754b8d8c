r"""A pytest plugin for a run at another time: hands the clock of `faketime` on to all that the tests start.

    FAKETIME=-29d LD_PRELOAD=/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1 \
        .venv/bin/python -m pytest -p tests.faked_clock

Postgres, Chromium and the sites of the browser tests get next to no environment:
without this they keep the true time.
"""

import os
from collections.abc import Callable
from typing import Any

from clinic.embedded_postgres import cluster, programs
from tests.browser import chromium, site

# Not what faketime adds for its own children: that memory belongs to one user.
FAKED = {name: os.environ[name] for name in ("LD_PRELOAD", "FAKETIME") if name in os.environ}


def pytest_configure() -> None:
    """Put the clock into the environments that are made by hand."""
    programs.as_account = cluster.as_account = _with_clock(programs.as_account)
    chromium.ENVIRONMENT |= FAKED
    site.environment_of = _with_clock_of_site(site.environment_of)


def _with_clock(as_account: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    def options(account: Any) -> dict[str, Any]:
        found = as_account(account)
        return {**found, "env": {**found["env"], **FAKED}}

    return options


def _with_clock_of_site(environment_of: Callable[[str], dict[str, str]]) -> Callable[[str], dict[str, str]]:
    return lambda database_url: {**environment_of(database_url), **FAKED}
