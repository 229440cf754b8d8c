"""The numbers on the desk's screens, and the same recomputed from the table by SQL of this module's own."""

import json
import re
from typing import Any

from playwright.sync_api import Page, expect

from .site import Site

ROWS_ON_A_PAGE = 25
# Every tab but "Needs a new time", which is there only while a visit needs one.
COUNTED = {
    "All open": "status IN ('new', 'contacting', 'scheduled') AND closed_at IS NULL",
    "Needs a first look": "status = 'new' AND assigned_to_id IS NULL",
    "Mine": "status IN ('new', 'contacting') AND assigned_to_id = me.id",
    "Call again today": "status = 'contacting' AND next_attempt_at < midnight",
    "Call again later": "status = 'contacting' AND next_attempt_at >= midnight",
    "Message failed": """closed_at IS NULL AND EXISTS (
        SELECT 1 FROM appointments_notice AS notice WHERE notice.appointment_request_id = one.id
        AND notice.state = 'failed' AND NOT EXISTS (
            SELECT 1 FROM appointments_requestevent AS event WHERE event.appointment_request_id = one.id
            AND event.kind IN ('attempt', 'message') AND event.at > notice.created_at))""",
    "Possible spam": "status = 'quarantined'",
    "Closed this week": "closed_at >= monday",
    "waiting": "status IN ('new', 'contacting')",
}
_HERE = "AT TIME ZONE 'America/Los_Angeles'"
SQL = f"""
    WITH here AS (SELECT now() {_HERE} AS clock),
    moments AS (SELECT (date_trunc('day', clock) + interval '1 day') {_HERE} AS midnight,
        date_trunc('week', clock) {_HERE} AS monday FROM here)
    SELECT {", ".join(f"count(*) FILTER (WHERE {rule})" for rule in COUNTED.values())}
    FROM appointments_appointmentrequest AS one, moments,
        (SELECT id FROM clinic_user WHERE email = 'desk@clinic.example') AS me
"""  # noqa: S608 - of nothing but the words above
ASK = f"""
import json
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute({SQL!r})
    print(json.dumps(cursor.fetchone()))
"""


def assert_numbers_are_those_of_the_table(page: Page, site: Site) -> None:
    """Open the list, and compare its tabs, the menu, the title and the banner with the table."""
    page.goto(f"{site.address}/admin/requests/")
    table = _numbers_of_the_table(site)
    waiting = table.pop("waiting")
    assert _numbers_of_the_tabs(page) == table
    assert page.title().strip().startswith(f"({waiting})")
    assert page.locator(".desk-inbox tbody tr").count() == min(table["All open"], ROWS_ON_A_PAGE)
    menu = page.get_by_role("link", name=re.compile(r"^Requests \(")).inner_text()
    late = page.locator(".desk-inbox .desk-due--overdue").count()
    assert " ".join(menu.split()) == f"Requests ({waiting}), {late} late"
    expect(page.get_by_role("main")).to_contain_text(f"{late} requests wait longer than they should.")


def _numbers_of_the_table(site: Site) -> dict[str, int]:
    said = site.manage("shell", "--no-imports", "-c", ASK)
    return dict(zip(COUNTED, json.loads(said.strip().splitlines()[-1]), strict=True))


def _numbers_of_the_tabs(page: Page) -> dict[str, Any]:
    tabs = [" ".join(one.split()) for one in page.locator(".desk-tabs li").all_inner_texts()]
    return {name: int(number) for name, _blank, number in (tab.rpartition(" ") for tab in tabs)}
