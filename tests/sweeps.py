"""Suites that ``make check`` leaves out: they ask every address, attack the site, or load or start all of it.

Each walks through what other tests look at closely, and takes as long as a hundred of them.
"""

from collections.abc import Iterable

import pytest

# How the names of their tests begin.
SWEEPS = (
    "tests/canaries/",
    "tests/chaos/",
    "tests/fuzz/",
    "tests/updates/",
    "tests/clinic/backups/",
    "tests/clinic/server/",
    "tests/test_first_command.py",
    "tests/test_permission_matrix.py",
    "tests/test_unpublished_titles.py",
    "tests/appointments/demo/test_demonstration.py",
    "tests/appointments/desk/access_log/test_hostile_listings.py",
    "tests/appointments/desk/inbox/test_hostile_reading.py",
    "tests/appointments/public/request/test_hostile_anything.py",
    "tests/appointments/services/decisions/test_races.py",
    "tests/articles/demo/test_demo_site.py",
    "tests/articles/demo/test_removal.py",
    "tests/clinic/http/test_admin_input.py::test_no_address_of_wagtails",
    "tests/clinic/pages/metadata/test_page_heads.py",
    "tests/clinic/sign_in/test_no_way_around.py",
    "tests/clinic/test_admin_brand.py::test_every_page_of_the_admin",
    "tests/clinic/test_hostile_requests.py",
    "tests/clinic/test_incomplete_forms.py",
)


def mark_sweeps(items: Iterable[pytest.Item]) -> None:
    """Mark the tests of these suites, for ``-m "not sweep"``."""
    for item in items:
        if item.nodeid.startswith(SWEEPS):
            item.add_marker("sweep")
