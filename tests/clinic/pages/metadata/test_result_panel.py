"""The page editor shows a page as a search engine lists it, once it has been saved."""

import pytest

from tests import cast
from tests.factories import make_condition, make_condition_index, make_details, make_user

pytestmark = pytest.mark.django_db


def test_title_address_and_description_are_those_of_the_public_page(client):
    make_details()
    page = make_condition(summary="What it is, and when to call a doctor.")
    editor = cast.signed_in(make_user(is_superuser=True))
    html = editor.get(f"/admin/pages/{page.pk}/edit/").text
    result = html.split('class="clinic-result"')[1].split("</div>")[0]
    assert "Sciatica and acupuncture - Acupuncture Halls" in result
    assert "/conditions/sciatica/" in result
    assert "What it is, and when to call a doctor." in result
    card = html.split('class="clinic-card"')[1]
    assert 'alt="Sciatica, Acupuncture Halls, San Juan Capistrano, CA"' in card
    picture = card.split('src="')[1].split('"')[0]
    assert editor.get(picture).headers["Content-Type"] == "image/png"
    public = client.get("/conditions/sciatica/").text
    assert "Sciatica and acupuncture - Acupuncture Halls</title>" in " ".join(public.split())


def test_a_page_that_was_never_saved_has_no_result_yet():
    parent = make_condition_index()
    editor = cast.signed_in(make_user(is_superuser=True))
    html = editor.get(f"/admin/pages/add/articles/conditionpage/{parent.pk}/").text
    assert "It stands here once the page has been saved." in html
