"""A wrong number of proxies lets every flood pass: monitor and owner are told, and no patient is stopped."""

from django.core.management import call_command
from django.test import Client

import pytest

from appointments.health import ENOUGH, LATEST
from appointments.models import AppointmentRequest, RequestEvent
from appointments.statuses import Status
from tests import cast
from tests.appointments.patients import send, shown_reference
from tests.factories import make_details

pytestmark = pytest.mark.django_db
SAYS_SO = "sees one internet connection, or none"


@pytest.fixture(autouse=True)
def real_site(db, settings) -> None:
    make_details()
    settings.SITE_URL = "https://testserver"
    settings.TRUSTED_PROXY_HOPS = 1


def ask(number: int, seen: str) -> None:
    """Requests as the proxy in front hands them on, with ``seen`` as its header."""
    for one in range(number):
        client = Client(REMOTE_ADDR="172.18.0.1", HTTP_X_FORWARDED_FOR=seen.format(one + 1))
        assert shown_reference(
            send(client, note=f"Number {RequestEvent.objects.count()}", contact_by="phone")
        )


def answers() -> bool:
    return Client().get("/health/ready").json()["senders"]


@pytest.mark.parametrize(
    ("seen", "why"),
    [("", "unknown"), ("172.18.0.{}", "private"), ("127.0.0.1", "private")],
    ids=["no header", "an inner proxy", "this machine"],
)
def test_addresses_that_no_patient_has_are_told_to_monitor_and_owner(seen, why):
    ask(ENOUGH, seen)
    assert {event.payload.unseen for event in RequestEvent.objects.all()} == {why}
    assert answers() is False
    call_command("run_worker", once=True)
    assert Client().get("/health/ready").status_code == 200, "it stops nothing"
    assert SAYS_SO in cast.signed_in(cast.make_olive()).get("/admin/").content.decode()


def test_a_day_from_one_address_alone_is_told():
    ask(LATEST, "198.51.100.7")
    assert answers() is False


def test_patients_from_many_places_are_nothing_to_tell():
    ask(ENOUGH, "172.18.0.1")
    ask(LATEST, "198.51.100.{}")
    assert answers() is True
    assert SAYS_SO not in cast.signed_in(cast.make_olive()).get("/admin/").content.decode()
    assert AppointmentRequest.objects.filter(status=Status.NEW).count() == ENOUGH + LATEST


def test_a_development_machine_has_no_proxies(settings):
    ask(ENOUGH, "127.0.0.1")
    settings.SITE_URL = "http://localhost:8000"
    assert answers() is True
