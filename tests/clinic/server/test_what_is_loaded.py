"""What the processes of web share, and what no process loads before somebody needs it."""

import subprocess
import sys

import pytest

from tests.test_project import ROOT, production_environment

# As gunicorn does it: its settings, the site, and the hook before the first worker is made.
START = """
import gc, sys
from clinic.server import gunicorn
from clinic import wsgi
import appointments.management.commands.run_worker
gunicorn.when_ready(None)
print(gc.get_freeze_count() > 100_000, gc.isenabled(), "clinic.urls" in sys.modules)
print(*sorted(set(sys.modules) & set(sys.argv[1:])))
"""
# Wagtail's API, spreadsheets, the second channel, calendar files, pictures in a bucket, error reports.
HEAVY = ("ninja", "openpyxl", "apprise", "icalendar", "boto3", "sentry_sdk")


@pytest.mark.django_db
def test_web_loads_all_it_shares_before_its_workers_are_made_and_nothing_that_few_need():
    done = subprocess.run(
        [sys.executable, "-c", START, *HEAVY],
        cwd=ROOT,
        env=production_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.split("\n")[:2] == ["True True True", ""], done.stderr
