"""What no tool of `make lint` holds: how long things get, how full rooms are, and a few words.

import-linter holds which way imports run. Ruff holds that none hides in a function, and docstrings.
"""

import ast
import re
import subprocess
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[1]
APPS = ("clinic", "articles", "appointments")
LONGEST_FILE, LONGEST_TEST_FILE, LONGEST_HOOKS_FILE, LONGEST_FUNCTION = 250, 300, 40, 40
MOST_MODULES, MOST_LINES = 15, 2_000
BANNED_NAMES = {"utils", "helpers", "common", "base"}
# Written apart, so that these lines are none themselves.
NOQA, IGNORE = "# " + "noqa", "# type: " + "ignore"
# What asks the machine for the time. ``localdate`` and ``localtime`` do, if they are given no moment.
MACHINES_CLOCK = re.compile(
    r"timezone\.now\b|timezone import .*\bnow\b|\b(?:localdate|localtime)\((?:timezone=[^,]*)?\)"
    r"|\b(?:utc)?now\(\)|datetime\.now\(|date\.today\(|\btime\.time\b|{% now "
)
# Where it may be asked, and why.
ASK_THE_MACHINE = {
    "clinic/database/clock.py": "it sees by it that the machine's clock was set",
    "clinic/sign_in/freshness.py": "compared with what allauth wrote by the same clock",
    "articles/models/reviews.py": "a default that no writer leaves in place",
}
# A suppression names its rule and, after it, its reason.
EXPLAINED = re.compile(rf"{NOQA}: [A-Z]+\d+(, [A-Z]+\d+)* - \S|{re.escape(IGNORE)}\[[\w, -]+\]  # \S")


def sources() -> dict[str, str]:
    """The text of every module that is part of the project, by its path; what Django wrote is left out."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.py"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    names = [name for name in listed.stdout.splitlines() if "/migrations/" not in name]
    return {name: (ROOT / name).read_text() for name in names if (ROOT / name).exists()}


SOURCES = sources()
OF_APPS = {name: text for name, text in SOURCES.items() if name.startswith(tuple(f"{app}/" for app in APPS))}


def test_the_walk_finds_the_apps_and_the_tests():
    assert {name.split("/")[0] for name in SOURCES} >= {*APPS, "tests", "manage.py"}


def test_files_stay_short():
    def longest(name: str) -> int:
        if name.endswith("/wagtail_hooks.py"):
            return LONGEST_HOOKS_FILE
        return LONGEST_TEST_FILE if name.startswith("tests/") else LONGEST_FILE

    lengths = {name: len(text.splitlines()) for name, text in SOURCES.items()}
    assert {name: length for name, length in lengths.items() if length > longest(name)} == {}


def test_functions_stay_short():
    lengths = {
        f"{name}:{node.name}": node.end_lineno - node.lineno + 1
        for name, text in SOURCES.items()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert len(lengths) > len(SOURCES)
    assert {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION} == {}


def test_no_room_is_too_full():
    rooms: dict[str, list[int]] = defaultdict(list)
    for name, text in OF_APPS.items():
        if not name.endswith("/__init__.py"):
            rooms[name.rpartition("/")[0]].append(len(text.splitlines()))
    full = {
        room for room, lengths in rooms.items() if len(lengths) > MOST_MODULES or sum(lengths) > MOST_LINES
    }
    assert full == set()


def test_no_module_is_a_drawer_for_everything():
    named = {name for name in OF_APPS if BANNED_NAMES & set(name.removesuffix(".py").split("/"))}
    assert named == {"clinic/settings/base.py"}


def test_every_suppression_gives_its_rule_and_reason():
    bare = [
        f"{name}: {line.strip()}"
        for name, text in SOURCES.items()
        for line in text.splitlines()
        if (NOQA in line or IGNORE in line) and not EXPLAINED.search(line)
    ]
    assert bare == []


def test_only_services_write_requests():
    """One writer: no other module of the app creates, saves, updates or deletes a request."""
    writes = re.compile(r"AppointmentRequest\.objects\.(\w+\([^)]*\)\.)*(create|update|delete|bulk_\w+)\(")
    assert [name for name, text in OF_APPS.items() if "/services/" not in name and writes.search(text)] == []


def test_nothing_asks_the_machine_for_the_time():
    """One clock, the database's: ``clinic/database/clock.py`` says how each use asks for it."""
    templates = {str(path.relative_to(ROOT)): path.read_text() for path in ROOT.glob("templates/**/*.html")}
    asking = {name for name, text in {**OF_APPS, **templates}.items() if MACHINES_CLOCK.search(text)}
    assert asking == set(ASK_THE_MACHINE)
