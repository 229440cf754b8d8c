"""A request with a visit, in each place that says how it stands: with whom and when, or that it is over."""

import csv
import io
import re
from datetime import timedelta

from django.contrib.auth.models import Group
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

import pytest

from appointments.models import AppointmentRequest, Visit
from appointments.services.visits.ended import close_past_visits
from clinic.models import User
from tests import cast
from tests.appointments.desk.searching import sealed
from tests.appointments.factories import make_request, schedule
from tests.appointments.reports.reporting import figures
from tests.factories import make_details

pytestmark = pytest.mark.django_db
INBOX = "/admin/requests/"
EXPORT = {"confirmed": "yes", "reason": "review", "kind": "csv"}


@pytest.fixture
def freya() -> User:
    make_details()
    freya = cast.make_freya()
    freya.groups.add(Group.objects.get(name=cast.OWNER))
    return freya


@pytest.fixture
def desk(freya: User) -> Client:
    return cast.signed_in(freya)


@pytest.fixture
def to_come(freya: User) -> AppointmentRequest:
    appointment_request = make_request()
    schedule(appointment_request, actor=freya, days=3)
    return appointment_request


@pytest.fixture(params=["closed by the worker", "the worker is down"])
def over(freya: User, request: pytest.FixtureRequest) -> AppointmentRequest:
    appointment_request, ended = make_request(), timezone.now() - timedelta(days=2)
    schedule(appointment_request, actor=freya, days=3)
    during = DateTimeTZRange(ended - timedelta(hours=1), ended)
    Visit.objects.filter(appointment_request=appointment_request).update(during=during)
    if request.param == "closed by the worker":
        assert close_past_visits() == 1
    return appointment_request


def page(client: Client, url: str, **data: str) -> str:
    reply = client.post(url, data) if data else client.get(url)
    return " ".join(reply.content.decode().split())


def said_of(desk: Client, appointment_request: AppointmentRequest) -> dict[str, str]:
    """What each place says."""
    reference = appointment_request.reference
    row = next(
        part
        for part in page(desk, f"{INBOX}?search={sealed(desk, 'Whitfield')}").split("<tr>")[1:]
        if reference in part
    )
    caller = page(desk, f"{INBOX}new/", phone="(949) 555-0142", find="1")
    record = page(desk, f"{INBOX}inspect/{appointment_request.pk}/")
    other = make_request(received_ago=timedelta(hours=1), note="Asked again")
    strip = page(desk, f"{INBOX}inspect/{other.pk}/")
    exported = desk.post(f"{INBOX}export/", {**EXPORT, "listing": f"search={sealed(desk, 'Whitfield')}"})
    rows = csv.DictReader(io.StringIO(exported.content.decode("utf-8-sig")))
    status, rest = re.findall(r"desk-status[^>]*>([^<]+)</span> <span[^>]*>([^<]+)<", row)[0]
    return {
        "list": f"{status}|{rest}",
        "caller": re.search(rf">{reference}</a> <strong>([^<]+)<", caller)[1],
        "strip": re.search(rf">{reference}</a> <strong>([^<]+)<", strip)[1],
        "record": re.search(r"w-status--primary[^>]*>([^<]+)<", record)[1].strip(),
        "print": re.search(r"</h1> <p> ([^·]+) ·", page(desk, f"{INBOX}print/{appointment_request.pk}/"))[1],
        "export": next(row["Status"] for row in rows if row["Reference"] == reference),
    }  # fmt: skip


def test_a_visit_that_is_over_is_over_everywhere(desk, over):
    day = date_format(timezone.localtime(timezone.now() - timedelta(days=2)), "D M j")
    words = f"Visit over, {day}"
    said = said_of(desk, over)
    assert said.pop("list") == f"Visit over|{day}"
    assert said == dict.fromkeys(said, words)


def test_a_visit_to_come_says_when_and_with_whom(desk, to_come):
    starts = timezone.localtime(Visit.objects.get().during.lower)
    words = f"Visit {date_format(starts, 'D g:i A')}"
    said = said_of(desk, to_come)
    assert said.pop("list") == f"{words}|with Ana Reyes"
    assert said == dict.fromkeys(said, f"{words} with Ana Reyes")


def test_the_filter_tells_visits_to_come_from_those_that_are_over(desk, to_come, over):
    new = make_request()
    html = page(desk, INBOX)
    assert "Visit agreed" in html
    # But for what Freya did last, which she can still undo.
    assert "Scheduled" not in html.replace("Scheduled a visit", "")
    for statuses, found in (
        (["scheduled"], {to_come}),
        (["visit_over"], {over}),
        (["new", "visit_over"], {new, over}),
    ):
        assert set(desk.get(INBOX, {"status": statuses}).context["object_list"]) == found


def test_no_tries_are_counted_once_a_visit_is_agreed(desk, to_come, over):
    assert "tries" not in page(desk, f"{INBOX}?status=scheduled&status=visit_over").partition("<tbody>")[2]


def test_the_owners_figures_tell_visits_over_from_those_to_come(desk, to_come, over):
    close_past_visits()
    today = timezone.localdate().isoformat()
    found = figures(desk, today, today)["What became of them"]
    assert found[1:] == [["Visit agreed", "1"], ["Visit over", "1"]]
