"""The home page, plain pages and the menu, as visitors get them."""

import re

from django.db import connection
from django.test.utils import CaptureQueriesContext

from wagtail.models import PageViewRestriction, Site

import pytest

from clinic.models import HomePage, InformationPage
from clinic.pages.blocks import listings
from tests.factories import (
    make_condition,
    make_condition_index,
    make_details,
    make_home,
    make_information_page,
    make_news,
    make_picture,
    make_practitioner,
    photo_of,
)

pytestmark = pytest.mark.django_db


def queries_of(client, url: str) -> list[str]:
    """The queries of the second visit: the first fills Wagtail's own look-ups."""
    assert client.get(url).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    return [query["sql"] for query in queries]


def test_migrations_leave_a_home_page_at_the_sites_root():
    home = HomePage.objects.get()
    site = Site.objects.get(is_default_site=True)
    assert site.root_page_id == home.pk
    assert home.locale.language_code == "en"
    assert home.depth == 2


def test_the_home_page_with_every_block_needs_eight_queries(client):
    make_details()
    for number in range(5):
        make_condition(slug=f"condition-{number}")
    home = make_home()
    home.body = [
        ("page_cards", {"heading": "What brings you here?", "parent": make_condition_index()}),
        ("people", {"heading": "Who will see you?"}),
        ("opening_hours", None),
        photo_of(make_picture()),
        ("call_to_action", {"heading": "Talk it over?", "text": ""}),
    ]
    home.save()
    prices = {"name": "First visit", "cells": ["75 minutes", "$140 for all of it"]}
    table = {
        "caption": "Prices",
        "first_column": "Visit",
        "columns": ["Time", "Price"],
        "rows": [prices],
        "note": "",
    }
    make_information_page(title="Fees", slug="fees", body=[("comparison", table)])
    make_news()
    queries = queries_of(client, "/")
    html = client.get("/").text
    assert "We moved" in html
    assert "First visit <strong>$140</strong>" in html
    assert 'href="/conditions/#region-' in html
    assert len(queries) <= 8, "\n".join(queries)


def test_the_home_page_says_at_once_who_treats_where_and_in_which_languages(client):
    make_details(street_address="7 Mission Street", locality="San Juan Capistrano")
    make_practitioner(name="Ana", license_number="AC 1", languages="English, Spanish")
    make_practitioner(name="Ben", license_number="AC 2", languages="Spanish, Korean ")
    make_practitioner(name="Editor", license_number="AC 3", languages="Latin", offers_visits=False)
    make_practitioner(name="Assistant", license_number="", languages="Greek", is_demonstration=False)
    glance = client.get("/").content.decode().partition('class="glance"')[2].partition("</dl>")[0]
    said = " ".join(re.sub("<[^>]+>", " ", glance).split())
    assert "2 practitioners , licensed by the California Acupuncture Board" in said
    assert "Our practitioners speak English, Spanish, Greek, Korean. These pages are in English." in said
    assert "Where 7 Mission Street, San Juan Capistrano" in said


def test_the_list_of_conditions_needs_eight_queries_however_long(client):
    make_details()
    for number in range(12):
        make_condition(slug=f"condition-{number}")
    queries = queries_of(client, "/conditions/")
    assert len(queries) <= 8, "\n".join(queries)


def test_a_card_for_each_live_page_below_and_none_for_drafts_and_private_ones(client):
    make_condition(title="Live article", slug="live")
    make_condition(title="Draft article", slug="draft").unpublish()
    private = make_condition(title="Private article", slug="private")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    home = make_home()
    home.body = [("page_cards", {"heading": "Read on", "parent": make_condition_index()})]
    home.save()
    for url in ("/", "/conditions/"):
        html = client.get(url).content.decode()
        assert "Live article" in html
        assert "Draft article" not in html
        assert "Private article" not in html


def test_cards_of_pages_of_several_types(client):
    make_information_page(title="Fees", slug="fees")
    make_condition_index()
    home = make_home()
    home.body = [("page_cards", {"heading": "Read on", "parent": home})]
    home.save()
    cards = client.get("/").content.decode().split("<main")[1].split("</main>")[0]
    assert 'href="/fees/"' in cards
    assert 'href="/conditions/"' in cards


def test_of_many_pages_the_first_are_cards_and_the_list_is_one_link_away(client, monkeypatch):
    monkeypatch.setattr(listings, "MOST_CARDS", 2)
    for number in range(3):
        make_condition(title=f"Article {number}", slug=f"article-{number}")
    home = make_home()
    home.body = [("page_cards", {"heading": "Read on", "parent": make_condition_index()})]
    home.save()
    cards = client.get("/").content.decode().split("<main")[1].split("</main>")[0]
    assert "Article 1" in cards and "Article 2" not in cards
    assert "More under “Conditions”" in cards
    monkeypatch.setattr(listings, "MOST_CARDS", 3)
    cards = client.get("/").content.decode()
    assert "Article 2" in cards and "More under" not in cards


def test_cards_without_a_page_show_none(client):
    home = make_home()
    home.body = [("page_cards", {"heading": "Read on", "parent": None})]
    home.save()
    assert client.get("/").status_code == 200


def test_people_are_those_who_work_here_now(client):
    make_practitioner(name="Ana Active", post_nominals="L.Ac.", license_number="AC 12345")
    make_practitioner(name="Greta Gone", is_active=False)
    home = make_home()
    home.body = [("people", {"heading": "Who will see you?"})]
    home.save()
    html = client.get("/").content.decode()
    assert "Ana Active, L.Ac." in html
    assert "AC 12345" in html
    assert "Greta Gone" not in html


@pytest.mark.usefixtures("keeps_contexts_of_all_templates")
def test_the_menu_holds_live_public_pages_in_their_order(client):
    make_information_page(title="Fees", slug="fees", show_in_menus=True)
    make_information_page(title="Privacy", slug="privacy")
    make_information_page(title="Hidden draft", slug="draft", show_in_menus=True, live=False)
    private = make_information_page(title="Hidden private", slug="private", show_in_menus=True)
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    # One page found by routing and one found by a view: both must show the same menu.
    for url in ("/fees/", "/search/"):
        menu = client.get(url).context["menu"]
        assert [(item.title, item.url, item.show_in_menus) for item in menu] == [
            ("Fees", "/fees/", True),
            ("Privacy", "/privacy/", False),
        ]


@pytest.mark.parametrize("level", ["page", "parent", "home"])
def test_a_private_page_asks_for_a_sign_in_wherever_the_restriction_stands(client, level):
    page = make_condition()
    restricted = {"page": page, "parent": make_condition_index(), "home": make_home()}[level]
    PageViewRestriction.objects.create(page=restricted, restriction_type=PageViewRestriction.LOGIN)
    response = client.get("/conditions/sciatica/")
    assert response.status_code == 302
    assert "login" in response.url


def test_a_private_home_page_asks_for_a_sign_in(client):
    PageViewRestriction.objects.create(page=make_home(), restriction_type=PageViewRestriction.LOGIN)
    assert client.get("/").status_code == 302


def test_an_alias_of_a_private_page_is_private_too(client):
    original = make_information_page(title="Original", slug="original")
    original.create_alias(update_slug="copy")
    assert client.get("/copy/").status_code == 200
    PageViewRestriction.objects.create(page=original, restriction_type=PageViewRestriction.LOGIN)
    assert client.get("/copy/").status_code == 302


def test_pages_with_the_same_slug_in_two_places_are_told_apart(client):
    make_condition(title="The article", slug="fees")
    make_information_page(title="The prices", slug="fees")
    assert client.get("/fees/").context["page"].title == "The prices"
    assert client.get("/conditions/fees/").context["page"].title == "The article"


def test_children_with_the_same_slug_belong_to_their_own_parents(client):
    for name in ("one", "two"):
        parent = make_information_page(title=name, slug=name)
        parent.add_child(instance=InformationPage(title=f"Child of {name}", slug="child"))
    make_information_page(title="three", slug="three")
    assert client.get("/one/child/").context["page"].title == "Child of one"
    assert client.get("/two/child/").context["page"].title == "Child of two"
    assert client.get("/three/child/").status_code == 404


@pytest.mark.parametrize(
    "url", ["/nothing/", "/conditions/nothing/", "/conditions/sciatica/nothing/", "/sciatica/"]
)
def test_an_address_without_a_page_answers_404_in_the_sites_look(client, url):
    make_details()
    make_condition()
    response = client.get(url)
    assert response.status_code == 404
    assert b"tel:+19495106333" in response.content


def test_breadcrumbs_lead_from_home_to_the_parent(client):
    page = make_condition()
    assert [crumb.slug for crumb in client.get("/conditions/sciatica/").context["page"].breadcrumbs] == [
        "home",
        "conditions",
    ]
    # As in a preview, which no routing led to.
    assert [crumb.slug for crumb in page.breadcrumbs] == ["home", "conditions"]


def test_a_page_of_the_demonstration_says_so(client):
    make_information_page(slug="fees", is_demonstration=True)
    make_information_page(slug="about")
    assert b"Demonstration, not real" in client.get("/fees/").content
    assert b"Demonstration, not real" not in client.get("/about/").content


def test_a_page_gives_the_address_once_in_its_body(client):
    """Beside the hours, or where it says how to come."""
    make_details(directions="The stop is two minutes away on foot.")
    way_in = {"heading": "How do I find you?", "map": {"image": None, "caption": ""}, "items": []}
    make_information_page(slug="hours", body=[("opening_hours", None)])
    make_information_page(slug="contact", body=[("opening_hours", None), ("way_in", way_in)])
    for url in ("/hours/", "/contact/"):
        main = client.get(url).text.partition("<main")[2].partition("</main>")[0]
        assert main.count("<address>") == main.count("two minutes away") == 1
