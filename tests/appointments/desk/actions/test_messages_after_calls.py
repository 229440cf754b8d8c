"""Messages after calls that reached nobody: offered where they help, and nowhere else."""

import re

from django.test import Client

import pytest

from appointments.statuses import Status
from clinic.models import User
from tests import cast
from tests.appointments.desk.actions.steps import address, take
from tests.appointments.desk.actions.test_messages import AGREED, CHECK, press, written
from tests.appointments.factories import make_request, try_to_reach
from tests.factories import make_details

pytestmark = pytest.mark.django_db


@pytest.fixture
def freya(db: None) -> User:
    make_details()
    return cast.make_freya()


@pytest.fixture
def desk(freya: User) -> Client:
    return cast.signed_in(freya)


def test_an_attempt_is_written_about_only_where_nobody_was_reached(desk):
    for outcome, writes in (("no_answer", True), ("voicemail", True), ("spoke", False)):
        appointment_request = make_request(consents=AGREED, voicemail_ok=True)
        page = take(desk, "attempt", appointment_request, outcome=outcome, write="on")
        assert (page.status_code == 200) == writes, outcome
    press(desk, "attempt", take(desk, "attempt", make_request(consents=AGREED), write="on"), "send")
    assert written().subject == "We tried to call you"


@pytest.mark.parametrize(("voicemail_ok", "ticked"), [(True, False), (False, True)])
def test_the_box_for_an_attempt_is_ticked_where_nothing_else_tells_the_patient(
    desk, freya, voicemail_ok, ticked
):
    appointment_request = make_request(consents=AGREED, voicemail_ok=voicemail_ok)
    assert desk.get(address("attempt", appointment_request)).context["form"]["write"].initial is ticked


def test_the_unreachable_are_told_that_we_tried(desk, freya):
    appointment_request = make_request(consents=AGREED)
    for channel in ("phone", "email", "phone"):
        try_to_reach(appointment_request, actor=freya, channel=channel)
    page = take(desk, "unreachable", appointment_request, write="on")
    press(desk, "unreachable", page, "send")
    assert written().subject == "We could not reach you"
    appointment_request.refresh_from_db()
    assert appointment_request.status == Status.UNREACHABLE


def test_one_press_on_the_record_leads_to_the_message_too(desk):
    appointment_request = make_request(consents=AGREED, voicemail_ok=False)
    record = desk.get(f"/admin/requests/inspect/{appointment_request.pk}/").content.decode()
    assert re.search(r'type="checkbox"\s+name="write"\s+checked', record)
    pressed = {"version": 1, "channel": "phone", "outcome": "no_answer", "next_attempt": "suggested"}
    page = desk.post(address("attempt", appointment_request), {**pressed, "write": "on"})
    assert CHECK in page.content.decode()
    assert "We tried to call you" in page.content.decode()
