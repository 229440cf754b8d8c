"""The page behind the patient's link: what it says, what its buttons do, and to whom it says nothing."""

import re
from dataclasses import replace
from datetime import timedelta
from functools import partial
from threading import Barrier, Thread
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

import pytest

from appointments.models import AppointmentRequest, Notice, RequestEvent, Visit
from appointments.models.event_payloads import Withdrawn
from appointments.patient_link import hash_of, path_for, token_of
from appointments.public.your_request.standing import PUBLIC_STATES, standing_of
from appointments.services.decisions import decisions
from appointments.statuses import CLOSED, OPEN, Status
from clinic.models import User
from tests import cast
from tests.appointments.desk.actions.steps import take
from tests.appointments.factories import make_request, schedule
from tests.appointments.patients import record_url
from tests.factories import make_details

pytestmark = pytest.mark.django_db


@pytest.fixture
def freya(db: None) -> User:
    make_details()
    return cast.make_freya()


def page_of(appointment_request: AppointmentRequest, **kwargs: Any) -> Any:
    return Client().get(path_for(appointment_request), **kwargs)


def text_of(response: Any) -> str:
    return response.content.decode()


def press(appointment_request: AppointmentRequest, act: str, *, seen: Any = None, **fields: Any) -> Any:
    """Press a button of the page as it was ``seen``, or as it is now."""
    mark = re.search(r'name="seen"\s+value="([^"]+)"', text_of(seen or page_of(appointment_request)))
    data = {"act": act, "seen": mark.group(1) if mark else "", **fields}
    return Client().post(path_for(appointment_request), data)


def fresh(appointment_request: AppointmentRequest) -> AppointmentRequest:
    return AppointmentRequest.objects.get(pk=appointment_request.pk)


@pytest.mark.parametrize("status", Status)
def test_every_state_is_told_in_public_words_and_no_answer_is_shown(status):
    page = page_of(make_request(status=status))
    text = text_of(page)
    assert page.status_code == 200
    assert str(PUBLIC_STATES[status].title) in text
    said = ("Mara", "Whitfield", "555-0142", "mara@", "side door", "spam", "Quarantined", "Entered in error")
    assert not [word for word in said if word.casefold() in text.casefold()]
    assert ("confirmed" in text) == (status == Status.SCHEDULED)
    assert ("Withdraw my request" in text) == (status in OPEN)


def test_what_looks_like_spam_looks_received_to_the_sender():
    appointment_request = make_request()
    as_new = text_of(page_of(appointment_request))
    AppointmentRequest.objects.filter(pk=appointment_request.pk).update(status=Status.QUARANTINED)
    assert text_of(page_of(appointment_request)) == as_new


def test_the_promised_time_is_told_and_what_to_do_when_it_has_passed():
    make_details()
    assert "Our front desk will contact you by" in text_of(page_of(make_request()))
    late = text_of(page_of(make_request(due_in=timedelta(hours=-1))))
    assert "If nobody has, call us" in late
    assert "will contact you by" not in late


def test_a_visit_is_told_with_its_time_and_place_and_nothing_else(freya):
    appointment_request = make_request(status=Status.SCHEDULED, actor=freya)
    text = text_of(page_of(appointment_request))
    start = timezone.localtime(Visit.objects.get().during.lower)
    assert f"{start:%A, %B} {start.day}, {start.year}" in text
    assert "1 Test Street" in text
    assert "Ana Reyes" not in text


def test_the_page_is_private():
    appointment_request = make_request()
    page = page_of(appointment_request)
    assert "no-store" in page["Cache-Control"]
    assert page["Referrer-Policy"] == "strict-origin"
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    title = re.search(r"<title>(.*?)</title>", text_of(page), re.DOTALL).group(1)
    assert appointment_request.reference not in title
    assert token_of(appointment_request) not in text_of(page)
    assert not page.cookies


def test_the_database_holds_a_hash_of_the_token_and_nothing_that_opens_the_page():
    appointment_request, other = make_request(), make_request()
    token = token_of(appointment_request)
    assert re.fullmatch(r"[a-z2-7]{26}", token), "128 bits"
    assert token != token_of(other)
    assert bytes(appointment_request.link_hash) == hash_of(token)
    assert token.encode() not in bytes(appointment_request.link_hash)
    for nearly in (
        appointment_request.pk.hex,
        str(appointment_request.pk),
        appointment_request.reference,
        bytes(appointment_request.link_hash).hex(),
    ):
        assert Client().get(f"/appointments/your-request/{nearly}/").status_code == 404


def closed_long_ago(days: int) -> AppointmentRequest:
    appointment_request = make_request(status=Status.WITHDRAWN)
    AppointmentRequest.objects.filter(pk=appointment_request.pk).update(
        closed_at=timezone.now() - timedelta(days=days)
    )
    return appointment_request


def visited_long_ago(freya: User, days: int) -> AppointmentRequest:
    appointment_request = make_request(status=Status.SCHEDULED, actor=freya)
    end = timezone.now() - timedelta(days=days)
    Visit.objects.filter(appointment_request=appointment_request).update(
        during=(end - timedelta(hours=1), end)
    )
    return appointment_request


def test_a_link_outlives_its_request_by_thirty_days(freya):
    assert page_of(closed_long_ago(29)).status_code == 200
    assert page_of(closed_long_ago(31)).status_code == 404
    seen = page_of(visited_long_ago(freya, 29))
    assert "The time of your visit has passed" in text_of(seen)
    assert "cancel my visit" not in text_of(seen).casefold()
    assert page_of(visited_long_ago(freya, 31)).status_code == 404


def test_an_unknown_a_malformed_and_an_expired_link_cannot_be_told_apart(freya):
    closed, over = token_of(closed_long_ago(31)), token_of(visited_long_ago(freya, 31))
    answers = set()
    for token in (closed, over, "a" * 26, "x", "<script>", "a" * 5000, closed[:-1], "%C3%A9%F0"):
        address = f"/appointments/your-request/{token}/"
        for page in (Client().get(address), Client().post(address, {"act": "withdraw"})):
            headers = {name: value for name, value in page.headers.items() if name != "Expires"}
            answers.add((page.status_code, page.content, str(sorted(headers.items()))))
            assert not page.cookies
    assert len(answers) == 1
    assert next(iter(answers))[0] == 404


def test_the_same_questions_are_asked_for_an_unknown_and_an_expired_link(freya):
    asked = []
    for token in ("a" * 26, token_of(closed_long_ago(31)), token_of(visited_long_ago(freya, 31))):
        with CaptureQueriesContext(connection) as queries:
            Client().get(f"/appointments/your-request/{token}/")
        asked.append([re.sub(r"'[^']*'|\d+", "", query["sql"]) for query in queries])
    assert asked[0] == asked[1] == asked[2]


def test_withdrawing_closes_the_request_and_tells_the_desk(freya):
    appointment_request = make_request()
    answer = press(appointment_request, "withdraw")
    assert (answer.status_code, answer["Location"]) == (302, path_for(appointment_request))
    appointment_request = fresh(appointment_request)
    assert appointment_request.status == Status.WITHDRAWN
    assert appointment_request.closed_at
    event = RequestEvent.objects.get(kind="transition")
    assert (event.actor, replace(event.payload, before=None)) == (None, Withdrawn(by="patient"))
    assert list(event.notices.values_list("channel", flat=True)) == ["desk_email"]
    assert "Your request is withdrawn" in text_of(page_of(appointment_request))
    record = text_of(cast.signed_in(freya).get(record_url(appointment_request)))
    assert "Withdrew the request</strong>" in record
    assert "The patient, <time" in record


def test_withdrawing_twice_is_no_trouble():
    appointment_request = make_request()
    seen = page_of(appointment_request)
    press(appointment_request, "withdraw", seen=seen)
    again = press(appointment_request, "withdraw", seen=seen)
    assert (again.status_code, again["Location"]) == (302, path_for(appointment_request))
    assert RequestEvent.objects.filter(kind="transition").count() == 1


def test_withdrawing_frees_the_time_of_the_visit(freya):
    appointment_request = make_request(status=Status.SCHEDULED, actor=freya)
    assert "Yes, cancel my visit" in text_of(page_of(appointment_request))
    press(appointment_request, "withdraw")
    assert (fresh(appointment_request).status, Visit.objects.active().count()) == (Status.WITHDRAWN, 0)


def test_a_visit_that_began_is_not_withdrawn(freya):
    appointment_request = visited_long_ago(freya, 0)
    for seen in ("received", standing_of(appointment_request, timezone.now()).mark):
        answer = Client().post(path_for(appointment_request), {"act": "withdraw", "seen": seen})
        assert answer.status_code == 409
    assert fresh(appointment_request).status == Status.SCHEDULED


def test_a_visit_booked_while_the_page_was_open_is_shown_before_anything_is_withdrawn(freya):
    appointment_request = make_request()
    seen = page_of(appointment_request)
    schedule(appointment_request, actor=freya)
    answer = press(appointment_request, "withdraw", seen=seen)
    assert answer.status_code == 409
    assert "nothing was withdrawn" in text_of(answer)
    assert "Your visit is confirmed" in text_of(answer)
    assert fresh(appointment_request).status == Status.SCHEDULED
    assert press(appointment_request, "withdraw", seen=answer).status_code == 302
    assert fresh(appointment_request).status == Status.WITHDRAWN


def test_what_the_desk_does_unseen_does_not_stop_the_patient(freya):
    appointment_request = make_request()
    seen = page_of(appointment_request)
    decisions.add_note(
        appointment_request_id=appointment_request.pk,
        version=appointment_request.version,
        actor=freya,
        note="Called.",
    )
    assert press(appointment_request, "withdraw", seen=seen).status_code == 302
    assert fresh(appointment_request).status == Status.WITHDRAWN


def test_the_desk_cannot_decide_on_what_the_patient_has_withdrawn(freya):
    appointment_request = make_request()
    press(appointment_request, "withdraw")
    answer = take(cast.signed_in(freya), "decline", appointment_request)
    assert answer.status_code == 409
    assert "The patient got there first" in text_of(answer)
    assert fresh(appointment_request).status == Status.WITHDRAWN


def test_a_closed_request_is_neither_withdrawn_nor_given_a_number():
    for status in CLOSED:
        appointment_request = make_request(status=status)
        press(appointment_request, "withdraw", seen=page_of(make_request()))
        assert press(appointment_request, "phone", phone="(949) 555-0177").status_code == 409
        assert (fresh(appointment_request).status, fresh(appointment_request).version) == (
            status,
            appointment_request.version,
        )


def at_once(*acts: Any) -> list[int]:
    """Do the acts in threads that start together; their status codes."""
    start, codes = Barrier(len(acts)), []

    def run(act: Any) -> None:
        start.wait()
        codes.append(act().status_code)
        connection.close()

    threads = [Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(codes)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_tabs_that_withdraw_at_once_withdraw_once():
    appointment_request = make_request()
    seen = page_of(appointment_request)
    codes = at_once(*[lambda: press(appointment_request, "withdraw", seen=seen)] * 4)
    assert codes == [302] * 4
    assert RequestEvent.objects.filter(to_status=Status.WITHDRAWN).count() == 1
    assert Notice.objects.filter(event__to_status=Status.WITHDRAWN, channel="desk_email").count() == 1


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_the_patient_and_the_desk_at_the_same_moment_one_wins():
    make_details()
    freya = cast.make_freya()
    for _round in range(3):
        appointment_request = make_request()
        seen, desk = page_of(appointment_request), cast.signed_in(freya)
        codes = at_once(
            partial(press, appointment_request, "withdraw", seen=seen),
            partial(take, desk, "decline", appointment_request),
        )
        assert codes == [302, 409]
        closings = appointment_request.events.filter(to_status__in=CLOSED).values_list("to_status", flat=True)
        assert list(closings) == [fresh(appointment_request).status]
