"""Each number on the desk's screens, recomputed from the table by queries of this test's own."""

import re
from collections.abc import Callable
from datetime import timedelta

from django.core.management import call_command
from django.test import Client
from django.utils import timezone

import pytest

from appointments.models import AppointmentRequest
from appointments.services.contact.attempts import log_attempt
from appointments.services.decisions import decisions
from appointments.statuses import Status
from clinic.models import User
from tests import cast
from tests.appointments.factories import make_request, schedule, try_to_reach
from tests.factories import make_details

pytestmark = pytest.mark.django_db
INBOX = "/admin/requests/"
AN_HOUR = timedelta(hours=1)


@pytest.fixture
def freya() -> User:
    # No hours: an hour for a first look and four for a call, whatever the hour.
    make_details(opening_hours=[])
    return cast.make_freya()


@pytest.fixture
def desk(freya: User) -> Client:
    return cast.signed_in(freya)


@pytest.fixture
def everything(freya: User) -> None:
    """Requests of every kind: due later, soon and late, tried and not, open and closed."""
    for minutes in (5, 10, 40, 70, 500):
        make_request(received_ago=timedelta(minutes=minutes))
    taken = make_request(received_ago=5 * AN_HOUR, due_in=-AN_HOUR)
    decisions.claim(appointment_request_id=taken.pk, version=taken.version, actor=freya)
    for again in (-AN_HOUR, AN_HOUR, timedelta(days=3), None):
        tried = make_request(received_ago=timedelta(days=2))
        log_attempt(
            appointment_request_id=tried.pk, version=tried.version, actor=freya, channel="phone",
            outcome="no_answer", next_attempt_at=again and timezone.now() + again,
        )  # fmt: skip
    schedule(make_request(received_ago=timedelta(days=2)), actor=freya)
    for status in (Status.DECLINED, Status.WITHDRAWN):
        make_request(status=status, actor=freya)
    make_request(signals=["link"])
    make_request().notices.filter(channel="patient_email").update(state="failed")


def late() -> set[AppointmentRequest]:
    """By the clinic's targets: looked at within one hour, called within four, and again when it was set."""
    now, found = timezone.now(), set()
    for one in AppointmentRequest.objects.all():
        limit = 4 * AN_HOUR if one.assigned_to_id or one.status == Status.CONTACTING else AN_HOUR
        due = one.next_attempt_at or min(one.waiting_since + limit, one.due_at)
        if one.status in ("new", "contacting") and due < now:
            found.add(one)
    return found


def page(client: Client, url: str) -> str:
    return " ".join(client.get(url).content.decode().split())


def test_every_number_of_the_inbox_is_that_of_the_table(desk, freya, everything, mailoutbox):
    now, every = timezone.now(), AppointmentRequest.objects.all()
    waiting = every.filter(status__in=["new", "contacting"]).count()
    tomorrow = (timezone.localtime(now) + timedelta(days=1)).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    tried = every.filter(status="contacting")
    html, missed = page(desk, INBOX), late()
    tabs = {
        "All open": every.filter(status__in=["new", "contacting", "scheduled"]).count(),
        "Needs a first look": every.filter(status="new", assigned_to=None).count(),
        "Mine": every.filter(status__in=["new", "contacting"], assigned_to=freya).count(),
        "Call again today": tried.filter(next_attempt_at__lt=tomorrow).count(),
        "Call again later": tried.filter(next_attempt_at__gte=tomorrow).count(),
        "Message failed": 1,
        "Possible spam": every.filter(status="quarantined").count(),
        "Closed this week": 2,
    }
    shown = re.findall(r'<a href="[^"]*"[^>]*> ([\w ]+) <span class="desk-tabs__number">(\d+)</span>', html)
    assert {name: int(number) for name, number in shown} == tabs
    assert len(missed) == 4
    assert f"<title> ({waiting}) " in html.replace("<title>(", "<title> (")
    assert f'"label": "Requests ({waiting}), {len(missed)} late"' in html
    assert f"{len(missed)} requests wait longer than they should." in html
    assert html.count("desk-due--overdue") == len(missed)
    assert set(desk.get(f"{INBOX}?due=overdue").context["object_list"]) == missed
    assert f"{len(missed)} requests match" in page(desk, f"{INBOX}?due=overdue")
    home = page(desk, "/admin/")
    assert f"See all {waiting} requests that wait" in home
    assert f"{len(missed)} requests wait longer than they should." in home
    call_command("run_worker", "--once")
    mail = next(one for one in mailoutbox if "wait too long" in one.subject)
    assert f"{len(missed)} requests wait longer" in mail.body


@pytest.mark.parametrize(("tries", "words"), [(0, "0 of 3 tries"), (3, "3 of 3 tries"), (4, "4 tries")])
def test_no_more_tries_are_made_than_there_are(desk, freya, tries, words):
    appointment_request = make_request()
    for _number in range(tries):
        try_to_reach(appointment_request, actor=freya)
    assert f">{words}<" in page(desk, INBOX)
    record = page(desk, f"{INBOX}inspect/{appointment_request.pk}/")
    assert f"{words} made" in record
    assert f"{tries} of 3" not in record or tries <= 3


@pytest.mark.parametrize(
    ("channels", "suggested"), [(["phone"], "again"), (["phone", "phone", "email"], "three tries are enough")]
)
def test_after_the_last_try_no_other_is_suggested(desk, freya, channels, suggested):
    appointment_request = make_request()
    for channel in channels:
        try_to_reach(appointment_request, actor=freya, channel=channel)
    assert f"If nobody answers: {suggested}" in page(desk, f"{INBOX}inspect/{appointment_request.pk}/")


@pytest.mark.parametrize(
    ("others", "heading"),
    [
        ([Status.DECLINED], "1 other request looks like the same person’s .*It is closed"),
        ([Status.NEW], "1 other request looks like the same person’s .*It is open"),
        ([Status.NEW, Status.NEW], "2 other requests look like the same person’s .*2 of them are open"),
    ],
)
def test_a_heading_does_not_count_the_request_that_it_is_about(desk, freya, others, heading):
    appointment_request = make_request()
    for number, status in enumerate(others):
        make_request(status=status, actor=freya, received_ago=timedelta(hours=number + 1))
    assert re.search(heading, page(desk, f"{INBOX}inspect/{appointment_request.pk}/"))


def test_a_known_number_counts_the_requests_that_are_not_shown_too(desk):
    for number in range(7):
        make_request(received_ago=timedelta(hours=number + 1))
    html = " ".join(
        desk.post(f"{INBOX}new/", {"phone": "(949) 555-0142", "find": "1"}).content.decode().split()
    )
    assert "This number is known from 7 requests" in html
    assert "And 2 more." in html


@pytest.mark.parametrize(
    ("answers", "row", "call", "visit"),
    [
        ({"days": ["wed"], "times": ["evening"]}, "Call: any time", "any time", "Wed, evening"),
        ({"call_times": ["morning"], "days": ["any"], "times": []}, "Call: morning", "morning", "any time"),
        ({"contact_by": "email"}, "E-mail", "any time", "Mon, Thu, morning"),
        ({"phone": "", "phone_e164": "", "contact_by": "email"}, "E-mail", "", "Mon, Thu, morning"),
    ],
)
def test_wishes_for_the_visit_are_no_wishes_for_the_call(
    desk, answers, row, call, visit, fact: Callable[[str, str], str]
):
    appointment_request = make_request(**answers)
    assert f'<span class="desk-line">{row}</span>' in page(desk, INBOX)
    record = page(desk, f"{INBOX}inspect/{appointment_request.pk}/")
    # Nobody without a number has a time to be called.
    assert fact(record, "Best time to call") == call
    assert fact(record, "For the visit") == visit


@pytest.fixture
def fact() -> Callable[[str, str], str]:
    """What stands below a label beside the next call; empty without it."""
    return lambda html, label: next(iter(re.findall(rf"<dt>{label}</dt> <dd> ([^<]+) </dd>", html)), "")
