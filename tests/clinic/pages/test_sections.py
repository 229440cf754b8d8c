"""Every part of a page that opens with a heading can be linked to, and no two have the same anchor."""

import re

import pytest

from tests.factories import make_condition, make_information_page

pytestmark = pytest.mark.django_db
BODY = [
    ("heading", "Is it safe?"),
    ("heading", "Is it safe?"),
    ("facts", {"heading": "Is it safe?", "items": [{"term": "a", "detail": "b"}]}),
    ("heading", "Is it safe 2"),
    ("heading", "痛みとは何ですか"),
    ("heading", "Что это?"),
    ("heading", "？"),
    ("heading", "!"),
    ("steps", {"heading": "!", "items": [{"title": "a", "text": "b"}]}),
]
ANCHORS = [
    "section-is-it-safe",
    "section-is-it-safe-2",
    "section-is-it-safe-3",
    "section-is-it-safe-2-2",
    "section-痛みとは何ですか",
    "section-что-это",
    "section-",
    "section--2",
    "section--3",
]


@pytest.mark.parametrize(
    ("make", "url"), [(make_condition, "/conditions/sciatica/"), (make_information_page, "/about/")]
)
def test_no_two_parts_have_the_same_anchor(client, make, url):
    make(body=BODY)
    html = client.get(url).content.decode()
    ids = re.findall(r'\bid="([^"]*)"', html)
    assert len(ids) == len(set(ids))
    assert [name for name in ids if name.startswith("section-")] == ANCHORS


def test_a_part_that_says_the_same_wherever_it_stands_has_no_anchor(client):
    make_information_page(body=[("opening_hours", None), ("opening_hours", None)])
    html = client.get("/about/").content.decode()
    assert html.count("Opening hours and address") == 2
    ids = re.findall(r'\bid="([^"]*)"', html)
    assert len(ids) == len(set(ids))


def test_the_list_of_contents_leads_to_each_heading_of_an_article(client):
    make_condition(body=BODY)
    html = client.get("/conditions/sciatica/").content.decode()
    contents = html.partition('aria-label="On this page"')[2].partition("</nav>")[0]
    linked = re.findall(r'href="#(section-[^"]*)"', contents)
    assert linked == [name for name in ANCHORS if name not in ("section-is-it-safe-3", "section--3")]
    assert all(f'id="{name}"' in html for name in linked)
