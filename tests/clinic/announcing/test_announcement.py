"""The announcement: on every page while it lasts, checked like a page, set by those who know first."""

from datetime import timedelta

from django.core import mail
from django.utils import timezone

import pytest

from clinic.models import ClinicSettings
from tests import cast
from tests.factories import make_details, make_home

pytestmark = pytest.mark.django_db

WORDS = "We are closed today because of the flood. We call everybody who has a visit."
PAGE = "/admin/announcement/"


@pytest.fixture
def ed():
    make_details()
    return cast.signed_in(cast.make_ed())


def typed(**changes):
    until = timezone.localtime(timezone.now() + timedelta(days=1)).strftime("%Y-%m-%d %H:%M")
    return {"announcement": WORDS, "announced_from": "", "announced_until": until, "what": "save", **changes}


def at(hours):
    return timezone.now() + timedelta(hours=hours)


def test_every_page_shows_it_the_form_and_the_page_that_is_missing_too(ed, client):
    assert ed.post(PAGE, typed()).status_code == 302
    for address in ("/", "/search/", "/appointments/request/", "/no-such-page/"):
        assert WORDS in client.get(address).text, address


@pytest.mark.parametrize(
    ("begins", "ends", "is_shown"),
    [(None, 1, True), (-1, 1, True), (1, 2, False), (-2, -1, False), (None, None, False)],
)
def test_it_begins_and_ends_by_itself(begins, ends, is_shown):
    details = ClinicSettings(
        announcement=WORDS,
        announced_from=begins and at(begins),
        announced_until=ends and at(ends),
    )
    assert details.announced == (WORDS if is_shown else "")


def test_a_kept_page_shows_it_as_soon_as_it_is_set(ed, client):
    make_home()
    assert WORDS not in client.get("/").text
    ed.post(PAGE, typed())
    assert WORDS in client.get("/").text
    ed.post(PAGE, {"what": "end"})
    assert WORDS not in client.get("/").text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"announcement": "Our new room will cure your pain."}, "cure"),
        ({"announcement": ""}, "Write what visitors should know"),
        ({"announced_until": ""}, "Enter when it ends"),
        ({"announced_until": "2020-01-01 10:00"}, "This moment has passed"),
        ({"announced_until": "2090-01-01 10:00"}, "for 60 days at most"),
        ({"announced_from": "2089-01-01 10:00"}, "It ends before it begins"),
    ],
)
def test_what_is_refused(ed, changes, words):
    response = ed.post(PAGE, typed(**changes))
    assert response.status_code == 200
    assert words in response.text
    assert ClinicSettings.of_the_default_site().announcement == ""


def test_a_preview_saves_nothing(ed):
    response = ed.post(PAGE, typed(what="preview"))
    assert "It is not saved yet." in response.text
    assert ClinicSettings.of_the_default_site().announcement == ""
    assert not mail.outbox


@pytest.mark.parametrize(
    ("make", "may"),
    [(cast.make_ed, True), (cast.make_freya, True), (cast.make_olive, True), (cast.make_rita, False)],
)
def test_who_may_set_it(make, may):
    make_details()
    browser = cast.signed_in(make())
    assert (PAGE in browser.get("/admin/").text) is may
    assert (browser.get(PAGE).status_code == 200) is may
    browser.post(PAGE, typed())
    assert bool(ClinicSettings.of_the_default_site().announcement) is may


def test_the_details_name_the_place_only_when_both_numbers_are_there():
    details = ClinicSettings(street_address="1 Test Street", locality="Town", postal_code="92675")
    assert details.map_app_link == "geo:0,0?q=1%20Test%20Street%2C%20Town%2C%20CA%2092675"
    details.latitude = 1
    assert "longitude" in details.place_errors()
    details.longitude = 2
    assert details.map_app_link.startswith("geo:1,2?q=")
    assert details.place_errors() == {}
