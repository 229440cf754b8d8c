"""A search stands in an address sealed: for its author, for two hours, and nowhere else."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.test import Client

import pytest

from appointments.desk.lists import searches
from appointments.models import AccessRecord
from tests import cast
from tests.appointments.desk.searching import INBOX, sealed, search
from tests.appointments.factories import SOMEBODY_ELSE, make_request
from tests.factories import make_details

pytestmark = pytest.mark.django_db
OVER = "The address of a search holds for two hours"


@pytest.fixture
def desk(db: None) -> Client:
    make_details()
    return cast.signed_in(cast.make_freya())


def test_without_script_the_form_leads_to_the_list_and_no_address_holds_what_was_typed(desk):
    found, _other = make_request(), make_request(**SOMEBODY_ELSE)
    response = desk.post(f"{INBOX}search/", {"q": " Whitfield "}, follow=True)
    [(address, _status)] = response.redirect_chain
    assert address.startswith(f"{INBOX}?search=")
    assert "hitfield" not in address
    assert list(response.context["object_list"]) == [found]
    html = response.content.decode()
    assert 'name="q" value="Whitfield"' in html, "the field shows what was searched for"
    assert desk.post(f"{INBOX}search/", {"q": "  "}).url == INBOX


def test_pages_filters_and_steps_keep_the_search(desk):
    for number in range(26):
        make_request(full_name=f"Mara Whitfield {number}")
    html = search(desk, "Whitfield").content.decode()
    assert html.count("?search=") >= 1, "the next page"
    assert 'name="listing" value="search=' in html, "the bar below the list"
    assert "data-desk-carried" in html.split('name="search"')[1][:900], "the filters"


@pytest.mark.parametrize("spoil", ["expired", "a colleague's", "forged", "cut"])
def test_a_search_that_cannot_be_opened_finds_nobody_and_says_so_kindly(desk, spoil, monkeypatch):
    make_request()
    token, reader = sealed(desk, "Whitfield"), desk
    if spoil == "expired":
        monkeypatch.setattr(searches, "GOOD_FOR", timedelta(seconds=-1))
    reader = cast.signed_in(cast.make_finn()) if spoil == "a colleague's" else desk
    token = {"forged": "gAAAAA", "cut": token[:-9]}.get(spoil, token)
    for address in (INBOX, f"{INBOX}results/"):
        response = reader.get(address, {"search": token})
        assert response.status_code == 200
        assert OVER in response.content.decode()
        assert list(response.context["object_list"]) == []
    listing = {"id": "all", "listing": urlencode({"search": token})}
    assert "No request is ticked" in reader.post(f"{INBOX}give/", listing).content.decode()
    assert not AccessRecord.objects.exists()


def test_what_stands_in_the_address_of_old_is_no_search(desk):
    make_request(), make_request(**SOMEBODY_ELSE)
    assert len(desk.get(INBOX, {"q": "Whitfield"}).context["object_list"]) == 2


def test_after_the_end_of_the_session_the_way_back_holds_no_name(desk):
    token = sealed(desk, "Whitfield")
    desk.logout()
    for response in (
        desk.get(INBOX, {"search": token}),
        desk.post(f"{INBOX}search/", {"q": "Whitfield"}, headers={"Sec-Fetch-Mode": "navigate"}),
    ):
        where: Any = response.headers.get("Location", "")
        assert "hitfield" not in where
