"""Links: those that lead to another site say nothing about the reader, whoever wrote them."""

import json
from html.parser import HTMLParser
from urllib.parse import urlsplit

from wagtail.rich_text import expand_db_html

import pytest

from articles.models import ConditionPage
from tests.articles.test_editor import article_form
from tests.cast import make_ed, signed_in
from tests.clinic.pages.metadata.test_sitemap import SITE
from tests.crawl import SITE_URL
from tests.factories import (
    make_claim,
    make_condition,
    make_condition_index,
    make_information_page,
    make_safety_notice,
    make_verified_source,
)

pytestmark = pytest.mark.django_db
AWAY = '<p><a href="https://www.cms.gov/">Bills</a></p>'
PRIVATE = '<a href="https://www.cms.gov/" rel="noreferrer">Bills</a>'


class Links(HTMLParser):
    """Every link of a page with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[dict[str, str | None]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag in ("a", "area", "form"):
            self.found.append(dict(attributes))


@pytest.fixture(autouse=True)
def canonical_host(settings):
    settings.SITE_URL = SITE


def test_a_link_to_another_site_names_no_referrer_and_opens_in_the_same_window():
    assert expand_db_html('<a href="http://a.example/?b=1&amp;c=2">x</a>') == (
        '<a href="http://a.example/?b=1&amp;c=2" rel="noreferrer">x</a>'
    )


def test_what_an_address_holds_cannot_leave_its_quotes():
    html = expand_db_html('<a href="https://a.example/&quot; onclick=&quot;alert(1)">x</a>')
    assert Links(html).found == [{"href": 'https://a.example/" onclick="alert(1)', "rel": "noreferrer"}]


@pytest.mark.parametrize(
    "link",
    [
        '<a href="tel:+19495106333">',
        '<a href="mailto:desk@clinic.example">',
        '<a href="#sources">',
        '<a href="/fees/">',
        f'<a href="{SITE}/fees/">',
    ],
)
def test_every_other_link_stays_as_it_is(link):
    assert expand_db_html(link) == link


def test_a_link_to_a_page_of_the_site_stays_a_link_to_it():
    page = make_information_page(slug="fees")
    assert expand_db_html(f'<a linktype="page" id="{page.pk}">') == '<a href="/fees/">'


def test_an_address_that_is_none_is_harmless():
    assert 'rel="noreferrer"' in expand_db_html('<a href="https://[">x</a>')


@pytest.mark.parametrize(
    "block",
    [
        ("paragraph", AWAY),
        ("faq", {"items": [{"question": "Who pays?", "answer": AWAY}]}),
    ],
)
def test_it_holds_in_every_block_that_takes_links(client, block):
    make_information_page(slug="fees", body=[block])
    assert PRIVATE in client.get("/fees/").content.decode()


def test_it_holds_in_the_safety_notice(client):
    notice = make_safety_notice(body=AWAY)
    make_condition(body=[("safety_notice", notice)])
    assert PRIVATE in client.get("/conditions/sciatica/").content.decode()


@pytest.mark.parametrize("address", ["javascript:alert(1)", "jav\tascript:alert(1)", "data:text/html,x"])
def test_a_link_that_would_run_is_dropped_when_it_is_saved(address):
    text = {
        "entityMap": {"0": {"type": "LINK", "mutability": "MUTABLE", "data": {"url": address}}},
        "blocks": [
            {
                "key": "a", "text": "press", "type": "unstyled", "depth": 0, "inlineStyleRanges": [],
                "entityRanges": [{"key": 0, "offset": 0, "length": 5}],
            }
        ],
    }  # fmt: skip
    index = make_condition_index()
    form = article_form(("paragraph", json.dumps(text)))
    response = signed_in(make_ed()).post(f"/admin/pages/add/articles/conditionpage/{index.pk}/", form)
    assert response.status_code == 302
    stored = ConditionPage.objects.get().get_latest_revision_as_object().body[0].value.source
    assert "press" in stored
    assert "href" not in stored


def test_on_the_whole_demonstration_every_link_to_another_site_names_no_referrer(client, crawled):
    pages = {path: page.html for path, page in crawled.items()}
    assert {"/", "/fees/", "/conditions/sciatica/", "/search/", "/appointments/request/"} <= set(pages)
    for address in ("/search/?query=nothing-like-it", "/nothing/"):
        pages[address] = client.get(address).content.decode()
    away = 0
    for address, html in pages.items():
        for link in Links(html).found:
            target = urlsplit(link.get("href") or link.get("action") or "")
            assert target.scheme in ("", "http", "https", "tel", "mailto", "geo"), (address, link)
            assert "target" not in link, (address, link)
            if target.netloc and target.netloc not in (urlsplit(SITE_URL).netloc, "testserver", "localhost"):
                away += 1
                assert "noreferrer" in (link.get("rel") or "").split(), (address, link)
    assert away > 20


def test_sources_are_linked_without_a_referrer(client):
    make_condition(body=[make_claim(sources=[make_verified_source(doi="10.1000/x", pmid="42")])])
    links = Links(client.get("/conditions/sciatica/").content.decode()).found
    away = [link for link in links if (link.get("href") or "").startswith("https://")]
    assert away
    assert all(link["rel"] == "noreferrer" for link in away)
