"""Ways to an article without a search: the list by part of the body, its drawing, and what to read next."""

import re
from html import unescape

from django.template.loader import render_to_string

from wagtail.models import PageViewRestriction

import pytest

from articles.models import ConditionPage, regions
from tests.factories import make_claim, make_condition, make_condition_index, make_details, make_source

pytestmark = pytest.mark.django_db


def index_of(client) -> str:
    return client.get("/conditions/").content.decode()


def related(page: ConditionPage) -> list[str]:
    """Titles of what a visitor of the page should read next."""
    return [other.title for other in ConditionPage.for_visitors().get(pk=page.pk).related]


def test_the_list_of_conditions_searches_by_get(client):
    make_details()
    make_condition()
    html = index_of(client)
    assert 'action="/search/"' in html
    assert 'method="get"' in html
    assert 'href="/conditions/sciatica/"' in html


def test_conditions_are_listed_from_top_to_toe(client):
    for region in ("needles", "feet", "back_leg", "nerves", "hand", "face"):
        make_condition(title=f"About {region}", slug=region, region=region)
    parts = client.get("/conditions/").context["body_parts"]
    assert [(part.key, [page.region for page in part.conditions]) for part in parts] == [
        ("face", ["face"]),
        ("hand", ["hand"]),
        ("back", ["back_leg"]),
        ("feet", ["feet"]),
        ("body", ["needles", "nerves"]),
    ]


def test_of_a_part_with_many_articles_the_first_are_shown_and_all_are_one_link_away(client, monkeypatch):
    monkeypatch.setattr(regions, "MOST_ON_A_PAGE", 2)
    for number in range(5):
        make_condition(title=f"Hand {number}", slug=f"hand-{number}", region="hand")
    make_condition(title="Face", slug="face", region="face")
    overview = client.get("/conditions/")
    shown = {part.key: [page.title for page in part.conditions] for part in overview.context["body_parts"]}
    assert shown == {"face": ["Face"], "hand": ["Hand 0", "Hand 1", "Hand 2", "Hand 3"]}
    html = overview.content.decode()
    assert '<a href="?part=hand">' in html and "All 5 articles: Hand" in html
    assert "?part=face" not in html
    read, address = [], "?part=hand"
    while address:
        html = client.get(f"/conditions/{address}").content.decode()
        read += re.findall(r">(Hand \d)<", html)
        following = re.search(r'href="([^"]+)"\s+rel="next"', html)
        address = unescape(following.group(1)) if following else ""
    assert read == [f"Hand {number}" for number in range(5)]
    assert "Page 3 of 3" in html


def test_each_region_of_the_drawing_leads_to_its_part_of_the_list(client):
    for region in regions.Region.values:
        make_condition(title=region, slug=region.replace("_", "-"), region=region)
    html = index_of(client)
    links = re.findall(r'<a class="region"\s+href="#([\w-]+)">(.*?)</a>', html, re.DOTALL)
    assert [anchor for anchor, _drawn in links] == [f"region-{key}" for key in regions.PARTS]
    for anchor, drawn in links:
        assert html.count(f'id="{anchor}"') == 1
        label = re.search(r"<text[^>]*>([^<]+)</text>", drawn).group(1)
        assert f'<h2 id="{anchor}-title">{label}</h2>' in html
        assert "region__target" in drawn


def test_every_region_has_its_part_of_the_list_and_a_drawing_of_its_own():
    parts = [region for _label, own in regions.PARTS.values() for region in own]
    assert sorted(parts) == sorted(regions.Region)
    drawn = {
        render_to_string("components/figure.html", {"region": region.value}) for region in regions.Region
    }
    assert len(drawn) == len(parts)


def test_the_drawing_needs_neither_script_nor_style(client):
    make_condition()
    drawing = index_of(client).split('<nav class="body-figure"')[1].split("</nav>")[0]
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=", drawing)


def test_a_list_without_articles_shows_no_drawing(client):
    make_condition_index()
    assert "body-figure" not in index_of(client)


def test_shared_sources_count_before_the_region_and_the_region_before_the_order():
    first, second = make_source(authors="One O"), make_source(authors="Two T")
    page = make_condition(region="hand", body=[make_claim(sources=[first, second])])
    make_condition(title="Order", slug="order", region="face")
    make_condition(title="Region", slug="region", region="hand")
    make_condition(title="One source", slug="one", region="face", body=[make_claim(sources=[second])])
    make_condition(title="Two sources", slug="two", region="feet", body=[make_claim(sources=[second, first])])
    assert related(page) == ["Two sources", "One source", "Region"]


def test_drafts_and_private_articles_are_not_related():
    page = make_condition()
    make_condition(title="Draft", slug="draft").unpublish()
    private = make_condition(title="Private", slug="private")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    assert related(page) == []


def test_an_article_ends_with_what_to_read_next(client):
    make_condition()
    assert "Read next" not in client.get("/conditions/sciatica/").content.decode()
    make_condition(title="Carpal tunnel", slug="carpal", summary="A pressed nerve.")
    html = client.get("/conditions/sciatica/").content.decode()
    end = html.split("Read next")[1].split("</section>")[0]
    assert 'href="/conditions/carpal/"' in end
    assert "A pressed nerve." in end
