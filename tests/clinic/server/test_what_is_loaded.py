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
# The worker, when the addresses were looked at for its first link.
WORKER = """
import sys
import django
django.setup()
from appointments.management.commands import run_worker
from django.urls import reverse
run_worker.leave_out_the_admins_api()
print(reverse("wagtailadmin_home"))
print(*sorted(set(sys.modules) & set(sys.argv[1:])))
"""
# Wagtail's API, spreadsheets, the second channel, calendar files, pictures in a bucket, error reports, Word.
HEAVY = ("ninja", "openpyxl", "apprise", "icalendar", "boto3", "sentry_sdk", "mammoth")


def printed(script: str, *arguments: str) -> list[str]:
    """Lines that a new process prints."""
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        cwd=ROOT,
        env=production_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split("\n")


@pytest.mark.django_db
def test_web_loads_all_it_shares_before_its_workers_are_made_and_nothing_that_few_need():
    assert printed(START, *HEAVY) == ["True True True", "", ""]


@pytest.mark.django_db
def test_the_worker_makes_its_links_without_the_admins_api():
    assert printed(WORKER, *HEAVY, "rest_framework", "pydantic") == ["/admin/", "", ""]
