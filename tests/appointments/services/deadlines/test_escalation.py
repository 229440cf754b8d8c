"""Requests that wait too long: written down once for each level, told to desk and owner, never by name."""

import re
import threading
from datetime import timedelta

from django.core.management import call_command
from django.db import connection
from django.db.models.functions import Now
from django.utils import timezone

import pytest

from appointments.consents import DEMONSTRATION
from appointments.models import AppointmentRequest, Notice, RequestEvent
from appointments.models.requests import Priority
from appointments.services.deadlines import enforcement
from appointments.services.decisions import decisions
from appointments.statuses import Status
from clinic.models import User
from clinic.workers.turns import turn_at
from tests import cast
from tests.appointments.desk.actions.steps import take
from tests.appointments.factories import PATIENT, make_request, try_to_reach
from tests.appointments.working import work_on_deadlines
from tests.factories import make_details

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def freya() -> User:
    # No hours: every hour of the day counts.
    make_details(opening_hours=[])
    return cast.make_freya()


def late_request(minutes: float = 61, **known) -> AppointmentRequest:
    return make_request(received_ago=timedelta(minutes=minutes), **known)


def waits(appointment_request: AppointmentRequest, minutes: float) -> None:
    """It has waited for so long by now."""
    arrived = timezone.now() - timedelta(minutes=minutes)
    AppointmentRequest.objects.filter(pk=appointment_request.pk).update(waiting_since=arrived)


def escalations(appointment_request: AppointmentRequest) -> list[tuple[str, int]]:
    events = appointment_request.events.filter(kind="escalated")
    return [(event.payload.clock, event.payload.percent) for event in events]


def digests(channel: str = "desk_email") -> int:
    return Notice.objects.filter(event__kind="escalated", channel=channel).count()


def an_hour_passes() -> None:
    Notice.objects.update(created_at=Now() - timedelta(minutes=61))


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        (59, []),
        (61, [("first_look", 100)]),
        (91, [("first_look", 150)]),
        (121, [("first_look", 200)]),
        (241, [("first_look", 200), ("first_contact", 100)]),
        (60 * 24 * 7, [("first_look", 200), ("first_contact", 200)]),
    ],
)
def test_each_clock_says_how_far_it_has_run(freya, mailoutbox, minutes, expected):
    appointment_request = late_request(minutes)
    call_command("run_worker", "--once")
    assert escalations(appointment_request) == expected


def test_a_level_is_written_once_however_often_it_is_looked_at(freya, mailoutbox):
    appointment_request = late_request(61)
    for minutes in (61, 80, 91, 95, 130):
        waits(appointment_request, minutes)
        work_on_deadlines()
        work_on_deadlines()
    assert escalations(appointment_request) == [("first_look", 100), ("first_look", 150), ("first_look", 200)]


def test_a_request_that_somebody_has_taken_needs_no_first_look(freya, mailoutbox):
    appointment_request = make_request()
    take(cast.signed_in(freya), "claim", appointment_request)
    waits(appointment_request, 200)
    work_on_deadlines()
    assert escalations(appointment_request) == []


def test_an_urgent_call_is_late_half_an_hour_after_it_was_marked(freya, mailoutbox):
    appointment_request = late_request(600)
    decisions.set_priority(
        appointment_request_id=appointment_request.pk,
        version=appointment_request.version,
        actor=freya,
        priority=Priority.URGENT,
    )
    work_on_deadlines()
    assert escalations(appointment_request) == []
    arrived_urgent = late_request(31)
    AppointmentRequest.objects.filter(pk=arrived_urgent.pk).update(priority=Priority.URGENT)
    work_on_deadlines()
    assert escalations(arrived_urgent) == [("urgent", 100)]


def test_a_call_that_was_set_for_a_time_is_late_after_it_and_again_after_the_next(freya, mailoutbox):
    appointment_request = make_request()
    for number in (1, 2):
        try_to_reach(appointment_request, actor=freya)
        AppointmentRequest.objects.filter(pk=appointment_request.pk).update(
            next_attempt_at=timezone.now() - HOUR / 60
        )
        work_on_deadlines()
        work_on_deadlines()
        assert escalations(appointment_request) == [("call_again", 100)] * number


@pytest.mark.parametrize("status", [Status.SCHEDULED, Status.DECLINED, Status.WITHDRAWN])
def test_nothing_runs_once_it_is_answered(freya, mailoutbox, status):
    appointment_request = late_request(6000, status=status, actor=freya)
    spam = late_request(6000, signals=["link"])
    work_on_deadlines()
    assert escalations(appointment_request) == escalations(spam) == []


def test_a_reopened_request_begins_anew(freya, mailoutbox):
    appointment_request = late_request(6000, status=Status.DECLINED, actor=freya)
    decisions.reopen(
        appointment_request_id=appointment_request.pk,
        version=appointment_request.version,
        actor=freya,
        note="They called.",
    )
    work_on_deadlines()
    assert escalations(appointment_request) == []


def test_an_open_page_is_not_refused_by_the_clock(freya, mailoutbox):
    appointment_request = late_request(300)
    work_on_deadlines()
    assert escalations(appointment_request)
    take(cast.signed_in(freya), "claim", appointment_request)
    appointment_request.refresh_from_db()
    assert appointment_request.assigned_to == freya


def test_the_desk_gets_one_mail_with_numbers_and_no_request(freya, mailoutbox):
    requests = [late_request(61), late_request(100), late_request(150)]
    Notice.objects.all().delete()
    work_on_deadlines()
    work_on_deadlines()
    (mail,) = mailoutbox
    assert sorted(mail.to) == ["freya@clinic.example", "front-desk@clinic.example"]
    assert "3 requests wait longer" in mail.body
    assert "Half as long again or longer: 2." in mail.body
    assert "Twice as long or longer: 1." in mail.body
    assert "/admin/requests/\n" in mail.body
    said = mail.subject + mail.body
    kept_back = [
        PATIENT["full_name"],
        PATIENT["phone"],
        *(appointment_request.reference for appointment_request in requests),
    ]
    assert not [word for word in kept_back if word in said]


def test_desk_and_owner_get_at_most_one_mail_an_hour(freya, mailoutbox):
    cast.make_olive()
    late_request(100)
    work_on_deadlines()
    late_request(100)
    work_on_deadlines()
    assert (digests(), digests("owner_email")) == (1, 1)
    an_hour_passes()
    work_on_deadlines()
    assert (digests(), digests("owner_email")) == (2, 2)
    an_hour_passes()
    work_on_deadlines()
    assert (digests(), digests("owner_email")) == (2, 2)


def test_the_second_channel_is_told_too(freya, mailoutbox, settings):
    settings.SECOND_CHANNEL_URLS = ["json://127.0.0.1:9/"]
    late_request()
    work_on_deadlines()
    assert (digests(), digests("desk_second")) == (1, 1)


@pytest.mark.parametrize(("minutes", "told"), [(61, 0), (91, 1)])
def test_the_owner_is_told_at_one_and_a_half(freya, mailoutbox, minutes, told):
    cast.make_olive()
    late_request(minutes)
    work_on_deadlines()
    late = [mail for mail in mailoutbox if "wait too long" in mail.subject]
    to_olive = [mail for mail in late if mail.to == ["olive@clinic.example"]]
    assert len(to_olive) == told
    browser = cast.signed_in(User.objects.get(email="olive@clinic.example"))
    for mail in to_olive:
        [link] = re.findall(r"https?://[^/]+(/\S+)", mail.body)
        assert browser.get(link).status_code == 200


def test_an_owner_at_the_desk_is_told_once_and_no_owner_means_the_desk(freya, mailoutbox):
    late_request(300)
    work_on_deadlines()
    freya.groups.add(cast.make_olive().groups.get())
    User.objects.filter(email="olive@clinic.example").update(is_active=False)
    an_hour_passes()
    late_request(300)
    work_on_deadlines()
    told = [mail for mail in mailoutbox if "wait too long" in mail.subject]
    assert [sorted(mail.to) for mail in told] == [["freya@clinic.example", "front-desk@clinic.example"]] * 2


def test_invented_requests_alarm_nobody(freya, mailoutbox):
    appointment_request = late_request(600)
    AppointmentRequest.objects.update(consent_version=DEMONSTRATION)
    work_on_deadlines()
    assert escalations(appointment_request)
    assert digests() == 0


def test_after_a_week_without_a_worker_everybody_is_told_and_nothing_expires(freya, mailoutbox):
    requests = [late_request(60 * 24 * 7) for _number in range(3)]
    work_on_deadlines()
    assert {one.status for one in AppointmentRequest.objects.all()} == {Status.NEW}
    assert [len(escalations(one)) for one in requests] == [2, 2, 2]
    assert digests() == 1


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_four_workers_at_once_are_as_good_as_one(freya, mailoutbox):
    requests = [late_request(300) for _number in range(5)]
    start = threading.Barrier(4)

    def one_worker() -> None:
        start.wait()
        enforcement.enforce_deadlines(timezone.now())
        connection.close()

    workers = [threading.Thread(target=one_worker) for _number in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [len(escalations(one)) for one in requests] == [2] * 5
    assert RequestEvent.objects.filter(kind="escalated").count() == 10
    assert digests() == 1


def test_while_another_worker_enforces_the_deadlines_this_one_does_nothing(freya):
    late, now = late_request(), timezone.now()
    with turn_at(enforcement.TASK) as is_ours:
        assert is_ours
        enforcement.enforce_deadlines(now)
        assert not escalations(late)
    enforcement.enforce_deadlines(now)
    assert escalations(late)
