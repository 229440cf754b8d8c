"""A page on which something went wrong says so in its title: the first thing that a screen reader reads."""

import re

from django.http import HttpResponse
from django.test import Client

import pytest

from appointments.desk.actions.registry import ACTIONS
from appointments.models import AppointmentRequest
from appointments.statuses import Status
from clinic.models import User
from tests import cast
from tests.appointments.desk.actions.steps import address, take
from tests.appointments.factories import make_request, try_to_reach
from tests.factories import make_details

pytestmark = pytest.mark.django_db
COMMON = (Status.NEW, Status.CONTACTING, Status.SCHEDULED, Status.QUARANTINED, Status.DECLINED)
AGREED = {"contact": True, "email": True}


@pytest.fixture
def freya() -> User:
    make_details()
    return cast.make_freya()


@pytest.fixture
def desk(freya: User) -> Client:
    return cast.signed_in(freya)


def says_error(page: HttpResponse) -> bool:
    title = re.search(r"<title>(.*?)</title>", page.content.decode(), re.DOTALL)[1]
    return title.split()[0] == "Error:"


def request_for(slug: str, actor: User) -> AppointmentRequest:
    """A request on which the step can be taken."""
    status = next(status for status in COMMON if status in ACTIONS[slug].rule.statuses)
    appointment_request = make_request(status=status, actor=actor)
    if slug == "unreachable":
        for channel in ("phone", "email", "phone"):
            try_to_reach(appointment_request, actor=actor, channel=channel)
    if slug == "told":
        appointment_request.notices.filter(channel="patient_email").update(state="failed")
    return appointment_request


@pytest.mark.parametrize("slug", ACTIONS)
def test_the_page_of_every_step(desk, freya, slug):
    appointment_request = request_for(slug, freya)
    assert not says_error(desk.get(address(slug, appointment_request)))
    incomplete = desk.post(address(slug, appointment_request), {})
    assert incomplete.status_code == 422
    assert says_error(incomplete)
    if "note" in ACTIONS[slug].form_class.base_fields:
        too_long = take(desk, slug, appointment_request, note="x" * 20_000)
        assert too_long.status_code == 422
        assert says_error(too_long)


def test_a_step_that_somebody_else_was_faster_with_or_that_is_not_possible(desk):
    appointment_request = make_request()
    take(desk, "note", appointment_request)
    assert says_error(take(desk, "decline", appointment_request))
    appointment_request.refresh_from_db()
    take(desk, "decline", appointment_request)
    assert says_error(desk.get(address("decline", appointment_request)))


def test_the_message_before_it_goes_and_when_nobody_would_be_told(desk):
    appointment_request = make_request(consents=AGREED)
    letter = take(desk, "decline", appointment_request, told_by="message", write="on")
    assert not says_error(letter)
    assert says_error(
        take(desk, "decline", appointment_request, told_by="message", write="on", check="silent")
    )
    assert says_error(
        take(desk, "decline", appointment_request, told_by="message", write="on", check="send", seen="x")
    )


def test_the_same_step_on_many(desk):
    assert says_error(desk.post("/admin/requests/duplicates/", {}))
    ticked = [
        f"{appointment_request.pk}.{appointment_request.version}"
        for appointment_request in (make_request(), make_request())
    ]
    assert not says_error(desk.post("/admin/requests/duplicates/", {"id": ticked}))
    nowhere = {"id": ticked, "confirmed": "yes", "original": "nonsense"}
    assert says_error(desk.post("/admin/requests/duplicates/", nowhere))


def test_the_export():
    browser = cast.signed_in(cast.make_sam())
    assert says_error(browser.post("/admin/requests/export/", {}))
    make_request()
    assert not says_error(browser.post("/admin/requests/export/", {}))
    assert says_error(browser.post("/admin/requests/export/", {"confirmed": "yes", "reason": ""}))
