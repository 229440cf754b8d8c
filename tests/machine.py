"""A pytest plugin: takes from the tests what differs between machines, before Django reads its settings.

pyproject.toml names it in ``addopts``. docs/testing.md lists what the tests are kept apart from, and how.
"""

import os
import re
import time
from collections.abc import Generator, Mapping
from pathlib import Path

import pytest

SETTINGS_FILE = Path(__file__).parents[1] / ".env.example"
# Where the tests find a database and a browser is the machine's business.
KEPT = {"DATABASE_URL"}
DROPPED = {
    # Requests to this machine would go through a proxy.
    *("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "FTP_PROXY", "NO_PROXY"),
    # Words, colors and widths of what commands print.
    *("LANGUAGE", "FORCE_COLOR", "CLICOLOR_FORCE", "DJANGO_COLORS", "COLUMNS", "LINES"),
    # What Python and Playwright do differently for whoever looks for a fault.
    *("PYTHONWARNINGS", "PYTHONDEVMODE", "PYTHONASYNCIODEBUG", "PWDEBUG", "DEBUG"),
}
GIVEN = {
    "DJANGO_SETTINGS_MODULE": "clinic.settings.test",
    "LANG": "C.UTF-8",
    "TZ": "America/Los_Angeles",
}
UMASK = 0o022


def dropped_from(environment: Mapping[str, str]) -> set[str]:
    """Return the names of the variables that would change a test."""
    settings = set(
        re.findall(r"^#? ?([A-Z][A-Z_]+)=", SETTINGS_FILE.read_text(encoding="utf-8"), re.MULTILINE)
    )
    # Postgres reads those of its programs; beside an address of one's own they may hold its password.
    prefixes = ("LC_",) if environment.get("DATABASE_URL") else ("LC_", "PG")
    return {
        name
        for name in environment
        if name.upper() in DROPPED or name.startswith(prefixes) or name in settings - KEPT
    }


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests() -> Generator[None]:
    """Come before pytest-django, which reads the settings in the same hook."""
    make_neutral()
    yield


def make_neutral() -> None:
    """Make the environment of this process, and so of all that it starts, the same everywhere."""
    for name in dropped_from(os.environ):
        del os.environ[name]
    os.environ.update(GIVEN)
    time.tzset()
    os.umask(UMASK)
