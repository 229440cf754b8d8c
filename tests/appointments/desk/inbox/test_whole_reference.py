"""A whole reference in the search opens its request; anything else is searched for."""

from django.test import Client

import pytest

from appointments.models import AccessAction, AccessRecord, AppointmentRequest
from tests import cast
from tests.appointments.desk.searching import INBOX, search
from tests.appointments.factories import make_request
from tests.factories import make_details

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(db: None) -> Client:
    make_details()
    return cast.signed_in(cast.make_freya())


@pytest.fixture
def named(db: None) -> AppointmentRequest:
    appointment_request = make_request()
    AppointmentRequest.objects.filter(pk=appointment_request.pk).update(reference="7AMEB2X6")
    return appointment_request


@pytest.mark.parametrize(
    "typed", ["7AMEB2X6", "7ameb2x6", "#7AmeB2X6", "  #7ame b2x6 ", "7AME-B2X6", "# 7AMEB2X6"]
)
def test_a_whole_reference_opens_its_request_however_it_is_typed(desk, named, typed):
    response = desk.post(f"{INBOX}search/", {"q": typed}, follow=True)
    assert response.redirect_chain == [(f"/admin/requests/inspect/{named.pk}/", 302)]
    assert AccessRecord.objects.get().action == AccessAction.RECORD


@pytest.mark.parametrize(
    "typed", ["7AMEB2X7", "7AMEB2X", "7AMEB2X66", "Whitfield", "7AMEB2X6 Whitfield", "x" * 500]
)
def test_anything_else_is_searched_for(desk, named, typed):
    response = desk.post(f"{INBOX}search/", {"q": typed}, follow=True)
    assert (response.status_code, response.resolver_match.url_name) == (200, "index")


def test_what_is_found_while_typing_is_listed(desk, named):
    response = search(desk, "7AMEB2X6", f"{INBOX}results/")
    assert response.status_code == 200
    assert str(named.pk) in response.content.decode()


def test_nobody_else_is_told_that_a_reference_exists(named):
    editor = cast.signed_in(cast.make_ed())
    assert editor.post(f"{INBOX}search/", {"q": "7AMEB2X6"}).url != f"/admin/requests/inspect/{named.pk}/"
