"""A colleague's step since the page was opened: it refuses what it contradicts, and nothing else."""

import re

from django.test import Client

import pytest

from appointments.models import AppointmentRequest, RequestEvent
from appointments.statuses import Status
from clinic.models import User
from tests import cast
from tests.appointments.desk.actions.steps import take
from tests.appointments.factories import make_request
from tests.factories import make_details

pytestmark = pytest.mark.django_db


@pytest.fixture
def freya(db: None) -> User:
    make_details()
    return cast.make_freya()


@pytest.fixture
def desk(freya: User) -> Client:
    return cast.signed_in(freya)


@pytest.fixture
def finn(db: None) -> Client:
    return cast.signed_in(cast.make_finn())


def by_a_colleague(finn: Client, slug: str, appointment_request: AppointmentRequest) -> None:
    """Let a colleague take a step on the present version."""
    appointment_request.refresh_from_db()
    fields = {"full_name": "Mara Whitfield-Reyes"} if slug == "correct" else {}
    assert take(finn, slug, appointment_request, **fields).status_code == 302


LET_IN = {
    # A note contradicts nothing, whatever happened.
    "note": ["note", "claim", "priority", "attempt", "decline", "withdraw", "error", "correct"],
    "attempt": ["note", "priority", "claim"],
    "claim": ["note", "priority", "correct"],
    "priority": ["note", "claim", "attempt", "correct"],
    "correct": ["note", "claim", "priority", "attempt"],
}
REFUSED = {
    "attempt": ["attempt", "correct", "decline"],
    "claim": ["claim", "attempt", "decline"],
    "priority": ["priority", "decline"],
    "correct": ["correct", "decline"],
    # Whoever closes a request should have read what a colleague wrote.
    "decline": ["note", "claim", "priority", "attempt", "correct", "withdraw"],
    "withdraw": ["note", "attempt"],
    "error": ["note"],
}


def cases(table: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(mine, theirs) for mine, several in table.items() for theirs in several]


@pytest.mark.parametrize(("mine", "theirs"), cases(LET_IN))
def test_what_cannot_contradict_a_colleagues_step_is_let_in(desk, finn, mine, theirs):
    appointment_request = make_request()
    seen = AppointmentRequest.objects.get(pk=appointment_request.pk)
    by_a_colleague(finn, theirs, appointment_request)
    fields = {"full_name": "Mara W. Whitfield"} if mine == "correct" else {}
    assert take(desk, mine, seen, **fields).status_code == 302
    assert appointment_request.events.count() == 3


@pytest.mark.parametrize(("mine", "theirs"), cases(REFUSED))
def test_what_contradicts_it_is_refused_and_names_that_step(desk, finn, mine, theirs):
    appointment_request = make_request()
    seen = AppointmentRequest.objects.get(pk=appointment_request.pk)
    by_a_colleague(finn, theirs, appointment_request)
    fields = {"full_name": "Mara W. Whitfield"} if mine == "correct" else {}
    response = take(desk, mine, seen, **fields)
    assert response.status_code == 409
    assert "Finn Desk" in response.content.decode()
    assert appointment_request.events.count() == 2


def test_of_several_steps_the_page_names_the_one_that_contradicts(desk, finn):
    appointment_request = make_request()
    seen = AppointmentRequest.objects.get(pk=appointment_request.pk)
    for theirs in ("attempt", "note"):
        by_a_colleague(finn, theirs, appointment_request)
    page = re.sub(r"\s+", " ", take(desk, "attempt", seen, note="Rang twice.").content.decode())
    assert "Finn Desk – Tried to reach the patient" in page
    assert "Rang twice." in page


def test_a_note_sent_twice_is_one_note_and_another_one_is_two(desk):
    appointment_request = make_request()
    assert take(desk, "note", appointment_request).status_code == 302
    again = take(desk, "note", appointment_request)
    assert again.status_code == 409
    assert "by clicking twice" in again.content.decode()
    assert take(desk, "note", appointment_request, note="Something else.").status_code == 302
    assert appointment_request.events.filter(kind="note").count() == 2


def test_a_call_logged_by_a_double_click_is_one_call(desk):
    appointment_request = make_request()
    assert take(desk, "attempt", appointment_request).status_code == 302
    assert take(desk, "attempt", appointment_request).status_code == 409
    assert appointment_request.events.filter(kind="attempt").count() == 1


def test_requests_with_a_colleagues_note_change_hands_with_the_others(desk, freya, finn):
    noted, taken, plain = (make_request() for _number in range(3))
    ticked = [f"{one.pk}.{one.version}" for one in (noted, taken, plain)]
    by_a_colleague(finn, "note", noted)
    by_a_colleague(finn, "claim", taken)
    page = desk.post(
        "/admin/requests/give/", {"id": ticked, "confirmed": "yes", "to": freya.pk}, follow=True
    ).content.decode()
    assert "2 requests changed hands." in page
    assert "1 request was left alone" in page
    taken.refresh_from_db()
    assert taken.assigned_to.first_name == "Finn"


def test_a_page_from_before_versions_were_kept_is_refused(desk, finn):
    appointment_request = make_request()
    AppointmentRequest.objects.filter(pk=appointment_request.pk).update(version=5)
    assert RequestEvent.objects.filter(version__gt=1).count() == 0
    assert take(desk, "priority", appointment_request).status_code == 409
    assert take(desk, "note", appointment_request).status_code == 302


@pytest.mark.parametrize("theirs", ["withdraw", "decline"])
def test_a_note_outlives_a_step_that_is_not_possible_any_more_however_it_was_filled_in(desk, finn, theirs):
    appointment_request = make_request()
    seen = AppointmentRequest.objects.get(pk=appointment_request.pk)
    by_a_colleague(finn, theirs, appointment_request)
    for unfinished in ({"outcome": ""}, {"outcome": "no_answer"}):
        page = take(desk, "attempt", seen, **unfinished, note="Her sister drives her")
        text = page.content.decode()
        assert page.status_code == 409
        assert "Finn Desk" in text
        assert re.search(r"<textarea[^>]*>\s*Her sister drives her</textarea>", text)
        assert "add it as a note" in text
    assert take(desk, "note", seen, note="Her sister drives her").status_code == 302


def test_a_note_outlives_a_step_that_was_never_possible(desk, freya):
    tried_once = make_request(status=Status.CONTACTING, actor=freya)
    text = take(desk, "unreachable", tried_once, note="Her sister drives her").content.decode()
    assert "becomes possible after three attempts" in text
    assert re.search(r"<textarea[^>]*>\s*Her sister drives her</textarea>", text)
