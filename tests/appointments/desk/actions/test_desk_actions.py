"""The pages of the desk's actions: on the right version only, with clear answers, and never by a GET."""

import uuid
from threading import Barrier, Thread
from zoneinfo import ZoneInfo

from django.db import connection
from django.test import Client
from django.utils import timezone

import pytest

from appointments.desk.actions.registry import ACTIONS
from appointments.models import RequestEvent, Visit
from appointments.services.contact import attempts
from appointments.services.decisions import decisions
from appointments.statuses import Status
from clinic.models import User
from tests import cast
from tests.appointments.desk.actions.steps import FILLED_IN, address, snapshot, take, visit_fields
from tests.appointments.factories import make_request
from tests.factories import make_details, make_practitioner

pytestmark = pytest.mark.usefixtures("reads_patients_data")
STATUSES = (Status.QUARANTINED, Status.CONTACTING, Status.SCHEDULED, Status.DECLINED)


@pytest.fixture
def freya(db: None) -> User:
    make_details()
    return cast.make_freya()


@pytest.fixture
def desk(freya: User) -> Client:
    return cast.signed_in(freya)


def test_every_step_is_in_the_tests():
    assert set(ACTIONS) == set(FILLED_IN) | {"schedule", "move-visit", "keep-visit", "duplicate"}


def test_no_get_changes_anything(desk, freya):
    made = [make_request(status=status, actor=freya) for status in STATUSES]
    before = [snapshot(one) for one in made]
    for slug, action in ACTIONS.items():
        # Each step once where it is possible, and once where it is not.
        asked = {one.status in action.rule.statuses: one for one in made}
        assert True in asked, slug
        for one in asked.values():
            filled_in = {"version": one.version, **FILLED_IN.get(slug, {})}
            assert desk.get(address(slug, one), filled_in).status_code in (200, 409), slug
    assert [snapshot(one) for one in made] == before


def test_nothing_but_a_post_changes_anything(desk):
    appointment_request = make_request()
    before = snapshot(appointment_request)
    for method in (desk.head, desk.options, desk.put, desk.patch, desk.delete, desk.trace):
        assert method(address("withdraw", appointment_request)).status_code in (200, 405)
    assert snapshot(appointment_request) == before


def test_a_forged_or_unknown_request_is_not_found(desk):
    for action in ACTIONS:
        assert desk.post(f"/admin/requests/{action}/{uuid.uuid4()}/", {"version": 1}).status_code == 404
    # The same kind of key stands in the address of each.
    for forged in ("1", "0" * 36, "../inspect"):
        assert desk.post(f"/admin/requests/note/{forged}/", {"version": 1}).status_code == 404
    assert desk.post(f"/admin/requests/delete/{make_request().pk}/").status_code == 404


def test_a_missing_security_token_is_refused(freya):
    client = Client(enforce_csrf_checks=True)
    client.force_login(freya)
    appointment_request = make_request()
    assert take(client, "decline", appointment_request).status_code == 403
    appointment_request.refresh_from_db()
    assert appointment_request.status == Status.NEW


@pytest.mark.parametrize(
    ("action", "fields", "says"),
    [
        ("decline", {"told_by": ""}, "Select how the patient was told"),
        ("decline", {"reason": "made_up"}, "not one of the available choices"),
        ("reopen", {"note": "  "}, "required"),
        ("error", {"note": ""}, "required"),
        ("note", {"note": "x" * 2001}, "at most 2000"),
        ("note", {"note": "a\x00b"}, "control characters"),
        ("duplicate", {"original": "NOSUCHXX"}, "There is no request with this reference"),
        ("duplicate", {"original": "ITSELF"}, "the request itself"),
        ("attempt", {"outcome": "", "next_attempt": "never"}, "Select what happened"),
    ],
)
def test_bad_input_gets_a_clear_answer_and_changes_nothing(desk, freya, action, fields, says):
    status = Status.DECLINED if action == "reopen" else Status.NEW
    appointment_request = make_request(status=status, actor=freya)
    if fields.get("original") == "ITSELF":
        fields = {"original": appointment_request.reference.lower()}
    before = snapshot(appointment_request)
    response = take(desk, action, appointment_request, **fields)
    assert response.status_code == 422
    assert says in response.content.decode()
    assert snapshot(appointment_request) == before


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30, None])
def test_a_page_without_its_version_can_be_sent_again(desk, version):
    appointment_request = make_request()
    fields = {
        name: value for name, value in {**FILLED_IN["note"], "version": version}.items() if value is not None
    }
    response = desk.post(address("note", appointment_request), fields)
    assert response.status_code == 422
    html = response.content.decode()
    assert "This page was not complete" in html
    assert FILLED_IN["note"]["note"] in html
    assert '<input type="hidden" name="version" value="1"' in html


def test_the_second_decision_is_told_who_was_first_and_keeps_what_was_typed(desk, freya):
    finn, appointment_request = cast.make_finn(), make_request()
    attempts.log_attempt(
        appointment_request_id=appointment_request.pk, version=1, actor=finn, channel="phone", outcome="spoke"
    )
    response = take(desk, "decline", appointment_request, reason="other_care", note="Typed with care")
    html = " ".join(response.content.decode().split())
    assert response.status_code == 409
    assert "Finn Desk got there first." in html
    assert "Tried to reach the patient: Phone · Spoke with the patient" in html
    assert "The request is now “Contacting”. Your step was not taken." in html
    assert "Typed with care" in html
    assert response.context["form"]["reason"].value() == "other_care"
    again = {field.html_name: field.value() for field in response.context["form"]}
    assert desk.post(address("decline", appointment_request), again).status_code == 302
    appointment_request.refresh_from_db()
    assert appointment_request.status == Status.DECLINED


def test_what_was_typed_for_a_step_that_became_impossible_can_be_kept_as_a_note(desk, freya):
    finn, appointment_request = cast.make_finn(), make_request()
    decisions.withdraw(appointment_request_id=appointment_request.pk, version=1, actor=finn)
    response = take(
        desk, "schedule", appointment_request, **visit_fields(make_practitioner(), note="Prefers mornings")
    )
    assert response.status_code == 409
    assert "Closed it: the patient withdrew" in response.content.decode()
    again = {field.html_name: field.value() for field in response.context["form"]}
    assert response.context["action_url"] == address("note", appointment_request)
    assert desk.post(response.context["action_url"], again).status_code == 302
    assert appointment_request.events.last().note == "Prefers mornings"
    assert not Visit.objects.exists()


def test_a_double_click_takes_the_step_once(desk):
    appointment_request = make_request()
    assert take(desk, "attempt", appointment_request).status_code == 302
    second = take(desk, "attempt", appointment_request)
    assert second.status_code == 409
    assert "You have already changed this request" in second.content.decode()
    assert RequestEvent.objects.filter(appointment_request=appointment_request, kind="attempt").count() == 1


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_many_decisions_at_once_one_wins():
    appointment_request, start, statuses = make_request(), Barrier(6), []
    make_details()
    clients = [cast.signed_in(user) for user in (cast.make_freya(), cast.make_finn()) for _window in range(3)]

    def decide(client: Client, action: str) -> None:
        start.wait()
        statuses.append(take(client, action, appointment_request).status_code)
        connection.close()

    threads = [
        Thread(target=decide, args=[client, action])
        for client, action in zip(clients, ["decline", "withdraw", "attempt"] * 2, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [302, 409, 409, 409, 409, 409]
    assert appointment_request.events.count() == 2


def test_next_attempts_fall_into_opening_hours(desk):
    zone, appointment_request = ZoneInfo("America/Los_Angeles"), make_request()
    form = desk.get(address("attempt", appointment_request)).context["form"]
    assert [key for key, _label in form.fields["next_attempt"].choices] == [
        "suggested",
        "none",
        "hours",
        "morning",
        "two_days",
    ]
    take(desk, "attempt", appointment_request, next_attempt="morning")
    appointment_request.refresh_from_db()
    local = appointment_request.next_attempt_at.astimezone(zone)
    assert local.weekday() < 5
    assert (local.hour, local.minute) == (9, 0)
    assert local.date() > timezone.now().astimezone(zone).date()


def test_an_attempt_takes_a_request_that_nobody_had(desk, freya):
    appointment_request = make_request()
    take(desk, "attempt", appointment_request)
    appointment_request.refresh_from_db()
    assert appointment_request.assigned_to == freya
