"""What the papers about privacy say is so: their numbers, settings, commands and links."""

import re
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.management import get_commands

import pytest

from appointments import patient_link
from appointments.models.records import person_data
from appointments.notices import canaries
from appointments.public.forms import carried
from appointments.public.request import received
from appointments.services.intake import counting
from clinic.accounts import mails
from clinic.accounts.sessions import idle_time
from clinic.database import chaining
from clinic.kept_input import authors, sealed
from clinic.sign_in_limits import counting as tries
from clinic.sign_in_limits import known_devices

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs/privacy"
PAPERS = [*sorted(FOLDER.glob("*.md")), ROOT / "docs/alone.md"]
EXAMPLE = (ROOT / ".env.example").read_text()
# Where something is sent to, or stored at; the site's own address is none.
LEADS_OUT = re.compile(r"^((?!SITE_)[A-Z_]+_(?:URLS?|HOST|EMAILS?|DSN))=", re.MULTILINE)


def days(length: timedelta) -> str:
    return f"{length.days} day{'s' if length.days != 1 else ''}"


def hours(length: timedelta) -> str:
    number = round(length.total_seconds() / 3600)
    return f"{number} hour{'s' if number != 1 else ''}"


# How each row that has a number begins, and what the code says.
LENGTHS = {
    "a request, with answers": f"{settings.REQUEST_KEPT_DAYS} days",
    "a request that was declined": f"{settings.REFUSED_REQUEST_KEPT_DAYS} days",
    "the question whether": days(person_data.CONFIRMED_WITHIN),
    "the chance to make a copy": hours(person_data.COPIED_WITHIN),
    "records of reads": chaining.KEPT_FOR,
    "the page behind a patient's link": days(patient_link._KEPT),
    "answers on their way": hours(carried.GOOD_FOR),
    'the page that says "received"': hours(received.RECEIVED_MAX_AGE),
    "counts of requests by sender": days(counting.KEPT),
    "tries to sign in": days(tries._KEPT),
    "sessions of staff": f"{idle_time().seconds // 60} minutes without use, "
    + hours(timedelta(seconds=settings.SESSION_COOKIE_AGE)),
    "the cookie by which a device": days(known_devices._KNOWN_FOR),
    "what staff typed": hours(sealed.GOOD_FOR),
    "the cookie that says whose": days(authors._GOOD_FOR),
    "mails about accounts": days(mails._KEPT),
    "test messages": days(canaries._KEPT),
    "backups": f"the last {settings.BACKUPS_KEPT}, one each {settings.BACKUP_EVERY_HOURS} hours",
}
# Of the operator's, which no code knows.
ADVICE = "the server's log"


def rows(paper: str) -> list[list[str]]:
    """The cells of a paper's last table, without its head."""
    lines = [line for line in (FOLDER / paper).read_text().splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[1:]]


def test_how_long_each_thing_is_kept_is_what_the_code_says():
    compared = set()
    for what, how_long, *_by in rows("how-long.md"):
        begins = next((begin for begin in LENGTHS if what.startswith(begin)), None)
        if begins is None:
            assert what.startswith(ADVICE) or not re.search(r"\d", how_long), what
        else:
            compared.add(begins)
            assert how_long.startswith(LENGTHS[begins]), (what, LENGTHS[begins])
    assert compared == set(LENGTHS)


def test_each_setting_that_leads_out_of_the_site_is_in_the_table_of_who_holds_data():
    in_table = {name for row in rows("who-holds-data.md") for name in re.findall(r"`([A-Z_]+)`", row[1])}
    leads_out = set(LEADS_OUT.findall(EXAMPLE))
    assert "SMTP_HOST" in leads_out
    assert leads_out <= in_table
    assert {name for name in in_table if f"\n{name}=" not in EXAMPLE} == set()


@pytest.mark.parametrize("paper", PAPERS, ids=[paper.name for paper in PAPERS])
def test_what_a_paper_names_exists(paper):
    text = paper.read_text()
    commands = set(re.findall(r"manage\.py (\w+)", text))
    files = {path for path in re.findall(r"`([\w/]+/[\w/]+\.py)`", text) if not (ROOT / path).exists()}
    links = [link for link in re.findall(r"\]\((?!http)([^)#]+)", text) if not (paper.parent / link).exists()]
    assert commands <= set(get_commands())
    assert (files, links) == (set(), [])


def test_the_papers_are_found_from_the_papers_that_people_read():
    read_first = (ROOT / "SECURITY.md").read_text()
    assert [
        paper.name for paper in FOLDER.glob("*.md") if f"docs/privacy/{paper.name}" not in read_first
    ] == []
