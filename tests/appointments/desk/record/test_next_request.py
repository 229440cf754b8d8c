"""After an outcome the record led nowhere: the next request had to be looked for in the list."""

import re
from datetime import timedelta

from django.test import Client
from django.utils import timezone

import pytest

from appointments.models import AppointmentRequest
from appointments.services.contact.attempts import log_attempt
from appointments.services.decisions import decisions
from clinic.models import User
from tests import cast
from tests.appointments.desk.actions.steps import take
from tests.appointments.factories import make_request
from tests.factories import make_details

pytestmark = pytest.mark.django_db
AN_HOUR = timedelta(hours=1)


@pytest.fixture
def freya() -> User:
    # No hours: the longer somebody waits, the sooner the first look is due.
    make_details(opening_hours=[])
    return cast.make_freya()


@pytest.fixture
def desk(freya: User) -> Client:
    return cast.signed_in(freya)


def next_on(client: Client, address: str) -> str:
    """The reference of the next request; empty if there is none."""
    html = client.get(address).content.decode()
    assert "Back to the list" in html
    found = re.search(r"Next request: (\w{8})", html)
    return found[1] if found else ""


def record(one: AppointmentRequest) -> str:
    return f"/admin/requests/inspect/{one.pk}/"


def test_after_no_answer_the_record_leads_on_in_the_order_of_the_list(desk):
    first, second, third = (make_request(received_ago=hours * AN_HOUR) for hours in (3, 2, 1))
    reply = take(desk, "attempt", first)
    assert reply["Location"] == f"{record(first)}#desk-go-on"
    assert 'id="desk-go-on"' in desk.get(record(first)).content.decode()
    assert next_on(desk, record(first)) == second.reference
    # Whoever looks on without a step gets through all of them, and begins again.
    assert next_on(desk, record(second)) == third.reference
    assert next_on(desk, record(third)) in (second.reference, first.reference)


def test_what_a_colleague_has_taken_and_what_is_called_later_is_left_out(desk, freya):
    here, taken, later, mine = (make_request(received_ago=hours * AN_HOUR) for hours in (5, 4, 3, 2))
    known = {"appointment_request_id": taken.pk, "version": taken.version}
    decisions.claim(**known, actor=cast.make_finn())
    log_attempt(
        appointment_request_id=later.pk, version=later.version, actor=freya, channel="phone",
        outcome="no_answer", next_attempt_at=timezone.now() + AN_HOUR,
    )  # fmt: skip
    decisions.claim(appointment_request_id=mine.pk, version=mine.version, actor=freya)
    make_request(signals=["link"])
    assert next_on(desk, record(here)) == mine.reference
    assert next_on(desk, record(taken)) == mine.reference
    take(desk, "withdraw", here)
    mine.refresh_from_db()
    take(desk, "decline", mine)
    assert next_on(desk, record(mine)) == ""
