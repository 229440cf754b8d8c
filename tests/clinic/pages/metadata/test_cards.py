"""The pictures that stand for pages elsewhere: drawn for public pages, once, and kept while they hold."""

import io
import re

from wagtail.models import PageViewRestriction

import pytest
from PIL import Image

from articles.models import ConditionPage
from clinic.pages.metadata import card_drawing as drawing
from tests.factories import make_condition, make_details, make_information_page

pytestmark = pytest.mark.django_db
IMAGE = re.compile(r'<meta property="og:image" content="https?://[^/]+([^"]+)"')


@pytest.fixture
def drawn(monkeypatch) -> list[drawing.CardText]:
    """The words of each card that was asked for."""
    asked, real = [], drawing.draw
    monkeypatch.setattr(
        "clinic.pages.metadata.card_views.draw", lambda words: asked.append(words) or real(words)
    )
    return asked


def address_of(client, url: str) -> str:
    return IMAGE.search(client.get(url).content.decode())[1]


def test_a_page_has_a_picture_of_the_size_that_it_names(client):
    make_details()
    make_condition()
    response = client.get(address_of(client, "/conditions/sciatica/"))
    assert response.headers["Content-Type"] == "image/png"
    assert Image.open(io.BytesIO(response.content)).size == (1200, 630)
    assert len(response.content) < 100_000


def test_browsers_may_keep_it_and_it_changes_its_address_with_the_words(client):
    details = make_details()
    page = make_condition()
    first = address_of(client, "/conditions/sciatica/")
    assert "immutable" in client.get(first).headers["Cache-Control"]
    assert "public" in client.get(first).headers["Cache-Control"]
    assert not client.get(first).cookies
    ConditionPage.objects.filter(pk=page.pk).update(title="Sciatica and the leg")
    second = address_of(client, "/conditions/sciatica/")
    details.clinic_name = "Needle House"
    details.save()
    third = address_of(client, "/conditions/sciatica/")
    assert len({first, second, third}) == 3


def test_an_old_or_invented_address_leads_to_the_present_one_and_draws_nothing(client, drawn):
    make_details()
    page = make_condition()
    address = address_of(client, "/conditions/sciatica/")
    for mark in ("0123456789ab", "x", "a" * 200):
        response = client.get(f"/cards/{page.pk}-{mark}.png")
        assert response.status_code == 302
        assert response.url == address
        assert "immutable" not in response.headers.get("Cache-Control", "")
    assert drawn == []


def test_who_has_it_already_gets_nothing_new_and_nothing_is_drawn(client, drawn):
    make_details()
    make_condition()
    address = address_of(client, "/conditions/sciatica/")
    etag = client.get(address).headers["ETag"]
    drawn.clear()
    response = client.get(address, headers={"if-none-match": etag})
    assert response.status_code == 304
    assert response.content == b""
    assert response.headers["ETag"] == etag
    assert drawn == []


def test_the_same_words_are_drawn_once(client):
    make_details()
    make_condition()
    address = address_of(client, "/conditions/sciatica/")
    drawing.draw.cache_clear()
    for _ in range(3):
        client.get(address)
    assert drawing.draw.cache_info().misses == 1


def test_only_live_public_pages_have_one(client):
    make_details()
    page = make_condition()
    address = address_of(client, "/conditions/sciatica/")
    restriction = PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert client.get(address).status_code == 404
    restriction.delete()
    assert client.get(address).status_code == 200
    page.unpublish()
    assert client.get(address).status_code == 404
    assert client.get("/cards/999999-0123456789ab.png").status_code == 404
    # Wagtail's root, which no visitor reaches.
    assert client.get("/cards/1-0123456789ab.png").status_code == 404
    assert client.post(address).status_code == 405


def test_a_long_name_is_set_smaller_and_cut_at_last():
    large, lines = drawing.fit("Sciatica")
    small, many = drawing.fit(
        "Nerve pain that runs down the leg after an operation on the lower back, and after shingles"
    )
    assert lines == ["Sciatica"]
    assert small < large
    assert len(many) <= drawing.LINES
    _size, cut = drawing.fit("word " * 60)
    assert len(cut) == drawing.LINES
    assert cut[-1].endswith("\u2026")
    _size, single = drawing.fit("X" * 255)
    assert len(single) == 1
    assert single[0].endswith("\u2026")


def test_other_languages_keep_their_accents_and_unknown_letters_are_left_out():
    assert (
        drawing.drawable("Dolor neuropa\u0301tico: \u00bfcu\u00e1ntos a\u00f1os?")
        == "Dolor neurop\u00e1tico: \u00bfcu\u00e1ntos a\u00f1os?"
    )
    assert drawing.drawable("\u0110au th\u1ea7n kinh \u91dd") == "\u0110au th\u1ea7n kinh"


def test_a_title_in_unknown_letters_gives_way_to_the_clinics_name():
    unknown, named = (
        drawing.CardText(title, "Needle House", "CA") for title in ("\u91dd\u7078", "Needle House")
    )
    assert drawing.draw(unknown) == drawing.draw(named)


@pytest.mark.parametrize("title", ["\u91dd\u7078", "\U0001f60a", "X" * 255])
def test_no_title_breaks_the_picture(client, title):
    make_details()
    make_information_page(title=title, slug="page")
    response = client.get(address_of(client, "/page/"))
    assert response.status_code == 200
    assert Image.open(io.BytesIO(response.content)).size == (1200, 630)
