"""One clock: a wait that begins anew begins everywhere, and is late everywhere in the same minute."""

import re
from collections.abc import Callable
from datetime import timedelta
from itertools import product

from django.test import Client
from django.utils import timezone

import pytest

from appointments.models import AppointmentRequest
from appointments.models.requests import Priority
from appointments.patient_link import path_for
from appointments.services.changes import PatientMessage
from appointments.services.decisions import decisions
from appointments.services.visits import scheduling
from appointments.statuses import Status
from appointments.targets.queries import TARGET_COLUMNS
from appointments.targets.response_targets import running_targets
from clinic.models import ClinicSettings, User
from tests import cast
from tests.appointments.desk.actions.steps import take
from tests.appointments.factories import make_request, schedule
from tests.appointments.patients import FORM
from tests.appointments.working import work_on_deadlines
from tests.factories import make_condition, make_details

pytestmark = pytest.mark.django_db
INBOX = "/admin/requests/"
LONG_AGO = {"received_ago": timedelta(days=3), "due_in": timedelta(days=-2, hours=-20)}
# Without hours, of which every one of the day counts: four of them for a call, one for a first look.
FOUR_HOURS, AN_HOUR = timedelta(hours=4), timedelta(hours=1)


@pytest.fixture
def freya() -> User:
    make_details(opening_hours=[])
    make_condition(slug="sciatica")
    return cast.make_freya()


@pytest.fixture
def desk(freya: User) -> Client:
    return cast.signed_in(freya)


def cancelled(desk: Client, freya: User) -> AppointmentRequest:
    appointment_request = make_request(**LONG_AGO, status=Status.CONTACTING, actor=freya)
    schedule(appointment_request, actor=freya)
    appointment_request.refresh_from_db()
    take(desk, "cancel-visit", appointment_request)
    return appointment_request


def reopened(desk: Client, freya: User) -> AppointmentRequest:
    appointment_request = make_request(**LONG_AGO, status=Status.WITHDRAWN, actor=freya)
    take(desk, "reopen", appointment_request)
    appointment_request.refresh_from_db()
    take(desk, "claim", appointment_request)
    return appointment_request


def spoken_to(desk: Client, freya: User) -> AppointmentRequest:
    appointment_request = make_request(**LONG_AGO)
    take(desk, "attempt", appointment_request, outcome="spoke")
    return appointment_request


def restored(desk: Client, freya: User) -> AppointmentRequest:
    appointment_request = make_request(
        received_ago=timedelta(hours=3), due_in=timedelta(days=1), signals=["link"]
    )
    take(desk, "restore", appointment_request)
    return appointment_request


def made_urgent(desk: Client, freya: User) -> AppointmentRequest:
    appointment_request = make_request(received_ago=timedelta(hours=3))
    take(desk, "priority", appointment_request, priority=Priority.URGENT)
    return appointment_request


def page(client: Client, url: str) -> str:
    return " ".join(client.get(url).content.decode().split())


def said(desk: Client, freya: User, appointment_request: AppointmentRequest) -> dict[str, str | int | bool]:
    """What every place says of the only request there is."""
    work_on_deadlines()
    inbox = page(desk, INBOX)
    record = page(desk, f"{INBOX}inspect/{appointment_request.pk}/")
    banner = re.search(r"(\d+) requests? waits? longer than (?:it|they) should.*?was due ([\w ]+) ago", inbox)
    return {
        "list": re.search(r'class="desk-due[^>]*>([^<]+)<', inbox.partition("<tbody>")[2])[1].strip(),
        "record": re.search(r'class="desk-due desk[^>]*>([^<]+)<', record)[1].strip(),
        "banner": banner[2] if banner else "",
        "home": "longer than it should" in page(desk, "/admin/"),
        "menu": "late" in re.search(r'"label": "(Requests[^"]*)"', inbox)[1],
        "filter": len(desk.get(INBOX, {"due": "overdue"}).context["object_list"]),
        "escalated": appointment_request.events.filter(kind="escalated").count(),
        "mail": appointment_request.notices.filter(channel="desk_email", event__kind="escalated").count(),
    }


@pytest.mark.parametrize(
    ("begins", "allowed"),
    [
        (cancelled, FOUR_HOURS),
        (reopened, FOUR_HOURS),
        (spoken_to, FOUR_HOURS),
        (restored, AN_HOUR),
        (made_urgent, AN_HOUR / 2),
    ],
)
def test_a_wait_that_began_today_is_late_by_its_own_time_in_every_place(
    desk, freya, mailoutbox, begins: Callable[[Client, User], AppointmentRequest], allowed
):
    appointment_request = begins(desk, freya)
    calm = said(desk, freya, appointment_request)
    assert calm["list"] == calm["record"]
    assert calm["list"].startswith("Due ")
    assert [calm[one] for one in ("banner", "home", "menu", "filter", "escalated", "mail")] == [
        "", False, False, 0, 0, 0,
    ]  # fmt: skip
    assert "more slowly than we promise" not in page(desk, FORM)

    appointment_request.refresh_from_db()
    earlier = allowed + timedelta(minutes=2, seconds=30)
    shifted = {
        name: getattr(appointment_request, name) - earlier
        for name in ("waiting_since", "due_at", "urgent_since")
        if getattr(appointment_request, name)
    }
    AppointmentRequest.objects.filter(pk=appointment_request.pk).update(**shifted)
    late = said(desk, freya, appointment_request)
    assert (late["list"], late["record"]) == ("Overdue by 2 minutes", "Overdue by 2 minutes")
    assert late["banner"] == "2 minutes"
    assert [late[one] for one in ("home", "menu", "filter", "escalated", "mail")] == [True, True, 1, 1, 1]
    assert "1 request waits longer" in mailoutbox[-1].body


def test_the_patient_reads_the_new_time_of_a_request_that_was_reopened(desk, freya):
    appointment_request = make_request(**LONG_AGO, status=Status.WITHDRAWN, actor=freya)
    take(desk, "reopen", appointment_request)
    due = timezone.localtime(AppointmentRequest.objects.get().due_at)
    promised = ClinicSettings.of_the_default_site().reply_due(timezone.now())
    assert abs(due - promised) < timedelta(minutes=1)
    html = page(Client(), path_for(appointment_request))
    assert "We promised to contact you" not in html
    assert f"{due:%A, %B} {due.day}</strong>" in html


def test_possible_spam_that_is_a_patients_keeps_the_promise_that_was_made(desk, freya, mailoutbox):
    appointment_request = make_request(**LONG_AGO, signals=["link"])
    take(desk, "restore", appointment_request)
    assert "Overdue by 2 days" in said(desk, freya, appointment_request)["list"]
    assert [event.payload.clock for event in appointment_request.events.filter(kind="escalated")] == [
        "promise"
    ]


def test_a_promise_is_not_told_of_twice_when_the_call_is_late_too(desk, freya, mailoutbox):
    appointment_request = make_request(received_ago=timedelta(hours=5), due_in=timedelta(hours=-1))
    take(desk, "claim", appointment_request)
    said(desk, freya, appointment_request)
    assert [event.payload.clock for event in appointment_request.events.filter(kind="escalated")] == [
        "first_contact"
    ]


def test_an_undone_cancellation_gives_the_earlier_clock_back(desk, freya):
    appointment_request = make_request(**LONG_AGO)
    schedule(appointment_request, actor=freya)
    appointment_request.refresh_from_db()
    before = (appointment_request.waiting_since, appointment_request.due_at)
    scheduling.cancel_visit(
        appointment_request_id=appointment_request.pk,
        version=appointment_request.version,
        actor=freya,
        told_by="phone",
        message=PatientMessage(subject="Your visit", body="Call us.", waits=AN_HOUR),
    )
    appointment_request.refresh_from_db()
    assert appointment_request.waiting_since > before[0]
    notice = appointment_request.notices.exclude(body="").get()
    desk.post(f"{INBOX}undo/{appointment_request.pk}/", {"event": notice.event_id})
    appointment_request.refresh_from_db()
    assert appointment_request.status == Status.SCHEDULED
    assert (appointment_request.waiting_since, appointment_request.due_at) == before


def test_the_one_that_stays_waits_as_long_as_the_person_does(desk, freya):
    closing, stays = make_request(**LONG_AGO), make_request()
    tried = make_request(status=Status.CONTACTING, actor=freya)
    for survivor in (stays, tried):
        decisions.claim(appointment_request_id=survivor.pk, version=survivor.version, actor=freya)
    began = tried.waiting_since
    take(desk, "duplicate", closing, original=stays.reference)
    stays.refresh_from_db()
    assert (stays.waiting_since, stays.due_at) == (closing.waiting_since, closing.due_at)
    take(desk, "duplicate", stays, original=tried.reference)
    tried.refresh_from_db()
    assert tried.waiting_since == began


def test_the_database_and_the_code_run_the_same_targets_for_every_request(freya):
    appointment_request = make_request()
    moment = timezone.now()
    columns = (Status, Priority, (None, freya), (None, moment))
    for status, priority, assigned_to, again in product(*columns):
        state = AppointmentRequest(
            status=status, priority=priority, assigned_to=assigned_to, next_attempt_at=again,
            waiting_since=moment, due_at=moment,
        )  # fmt: skip
        closed_at = None if state.is_open else moment
        AppointmentRequest.objects.filter(pk=appointment_request.pk).update(
            status=status,
            priority=priority,
            assigned_to=assigned_to,
            next_attempt_at=again,
            closed_at=closed_at,
        )
        found = {
            target
            for target, (runs, _start) in TARGET_COLUMNS.items()
            if AppointmentRequest.objects.filter(runs)
        }
        # Possible spam is due when it was promised, and never late: it has a list of its own.
        known = set() if status == Status.QUARANTINED else {run.target for run in running_targets(state)}
        assert found == known, (status, priority, assigned_to, again)
