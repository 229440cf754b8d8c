"""The first page of a tab is read by a prepared query: what it shows is what any other way shows."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone

import pytest

from appointments.models import AppointmentRequest
from appointments.models.requests import Priority
from appointments.services.decisions.decisions import claim
from appointments.statuses import Status
from clinic.models import ClinicSettings
from tests import cast
from tests.appointments.factories import make_request, schedule, try_to_reach
from tests.factories import make_details

pytestmark = pytest.mark.django_db
INBOX = "/admin/requests/"
# Every request came by one of these, and what is filtered is put together anew.
NOT_PREPARED = "channel=web&channel=phone&channel=walk_in"


@pytest.fixture
def desk() -> Client:
    """A desk with requests in every state, signed in as one of its members."""
    make_details()
    freya = cast.make_freya()
    for number in range(3):
        make_request(full_name=f"Person {number}", due_in=timedelta(hours=number))
    tried, again, taken, urgent = (make_request(due_in=timedelta(hours=hours)) for hours in (-3, 2, 4, 9))
    try_to_reach(tried, actor=freya)
    try_to_reach(again, actor=freya)
    for one, moment in ((tried, timedelta(minutes=-1)), (again, timedelta(days=2))):
        AppointmentRequest.objects.filter(pk=one.pk).update(next_attempt_at=timezone.now() + moment)
    claim(appointment_request_id=taken.pk, version=taken.version, actor=freya)
    AppointmentRequest.objects.filter(pk=urgent.pk).update(priority=Priority.URGENT)
    schedule(make_request(), actor=freya)
    make_request(signals=["link"])
    make_request(status=Status.DECLINED, actor=freya)
    make_request(due_in=timedelta(hours=7)).notices.update(state="failed")
    return cast.signed_in(freya)


def rows(desk: Client, query: str) -> tuple[list[AppointmentRequest], str]:
    response = desk.get(f"{INBOX}?{query}")
    table = response.content.decode().split("<tbody>")
    return list(response.context["object_list"]), table[1].split("</tbody>")[0] if len(table) > 1 else ""


@pytest.mark.parametrize("tab", ["open", "first_look", "mine", "again_today", "waiting"])
def test_it_shows_the_same_rows_in_the_same_order(desk, tab):
    for without_targets in (False, True):
        if without_targets:
            ClinicSettings.objects.update(first_look_minutes=0, first_contact_minutes=0)
        requests, html = rows(desk, f"tab={tab}")
        assert requests
        assert (requests, html) == rows(desk, f"tab={tab}&{NOT_PREPARED}")


def test_it_ends_where_the_count_ends(desk):
    for number in range(30):
        make_request(full_name=f"Person {number}")
    first, _html = rows(desk, "tab=open")
    second, _html = rows(desk, "tab=open&p=2")
    assert len(first) == 25 and second
    assert not set(first) & set(second)
