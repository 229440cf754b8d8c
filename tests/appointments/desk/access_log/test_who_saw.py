"""Who saw a request: every read of it, by person and between two days, also after the request was erased."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone

import pytest

from appointments.models import AppointmentRequest
from appointments.services.intake.bulk_data import erase_demo_requests
from tests import cast
from tests.appointments.factories import SOMEBODY_ELSE, make_request
from tests.factories import make_details

pytestmark = pytest.mark.django_db
ASK = "/admin/access-records/request/"


@pytest.fixture
def owner(db: None) -> Client:
    make_details()
    return cast.signed_in(cast.make_olive())


@pytest.fixture
def read(owner: Client) -> AppointmentRequest:
    """A request that Freya found in a list and opened, and Finn printed; another that Freya read."""
    read, other = make_request(), make_request(**SOMEBODY_ELSE)
    freya, finn = cast.signed_in(cast.make_freya()), cast.signed_in(cast.make_finn())
    freya.get("/admin/requests/")
    freya.get(f"/admin/requests/inspect/{read.pk}/")
    finn.get(f"/admin/requests/print/{read.pk}/")
    freya.get(f"/admin/requests/print/{other.pk}/")
    return read


def kinds(owner: Client, reference: str, **chosen: str) -> list[str]:
    return [read.action for read, _when in owner.get(f"{ASK}{reference}/", chosen).context["reads"]]


def test_every_read_of_one_request_is_there_and_none_of_another(owner, read):
    response = owner.post(ASK, {"reference": f" #{read.reference.lower()}"}, follow=True)
    assert [one.action for one, _when in response.context["reads"]] == ["print", "record", "list"]
    html = response.content.decode()
    assert [html.count(name) > 0 for name in ("freya@", "finn@", "Whitfield", "Haddad")] == [
        True,
        True,
        False,
        False,
    ]
    people = {one.account.partition("@")[0]: one.count for one in response.context["readers"]}
    assert people == {"freya": 2, "finn": 1}
    assert "Printed by" in owner.get(f"{ASK}{read.reference}/print/").content.decode()


def test_days_are_both_included_and_one_person_can_be_chosen(owner, read):
    today = timezone.localdate(timezone.now(), timezone.get_default_timezone())
    day, next_day = today.isoformat(), (today + timedelta(days=1)).isoformat()
    assert len(kinds(owner, read.reference, begins=day, ends=day)) == 3
    assert kinds(owner, read.reference, begins=next_day) == []
    assert kinds(owner, read.reference, ends=(today - timedelta(days=1)).isoformat()) == []
    assert kinds(owner, read.reference, person="finn@clinic.example") == ["print"]
    assert kinds(owner, read.reference, begins="Whitfield") == []


def test_the_reads_stay_when_the_request_is_erased(owner, read):
    AppointmentRequest.objects.update(consent_version="demonstration")
    erase_demo_requests()
    assert kinds(owner, read.reference) == ["print", "record", "list"]


@pytest.mark.parametrize("typed", ["Whitfield", "", "7AMEB2X", "../../", "\x00"])
def test_what_is_no_reference_is_in_no_address(owner, typed):
    response = owner.post(ASK, {"reference": typed})
    assert (response.status_code, response.headers.get("Location")) == (422, None)
    assert owner.get(f"{ASK}Whitfield/").status_code == 404
