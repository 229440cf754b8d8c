"""What machines are told of the site: the sitemap, robots.txt, and who may list what."""

import datetime
from xml.etree import ElementTree

from django.db import connection
from django.test.utils import CaptureQueriesContext

from wagtail.models import Locale, Page, PageViewRestriction

import pytest

from articles.models import Correction
from tests.factories import (
    make_condition,
    make_condition_index,
    make_details,
    make_home,
    make_information_page,
)

pytestmark = pytest.mark.django_db
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
SITE = "https://www.clinic.example"
NOINDEX = '<meta name="robots" content="noindex">'


@pytest.fixture(autouse=True)
def canonical_host(settings):
    settings.SITE_URL = SITE


@pytest.fixture
def spanish(settings) -> Locale:
    """A second language, as the settings of a later day turn it on."""
    settings.LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES = [("en", "English"), ("es", "Spanish")]
    settings.WAGTAIL_I18N_ENABLED = True
    return Locale.objects.create(language_code="es")


def translate(page: Page, locale: Locale) -> None:
    """A live page in the other language."""
    translation = page.copy_for_translation(locale)
    Page.objects.filter(pk=translation.pk).update(live=True)


def entries(client) -> dict[str, ElementTree.Element]:
    """Each entry of the sitemap by its address."""
    response = client.get("/sitemap.xml")
    assert response.headers["Content-Type"] == "application/xml"
    root = ElementTree.fromstring(response.content)  # noqa: S314 - the site's own sitemap
    assert root.tag == f"{{{NAMES['s']}}}urlset"
    found = {entry.findtext("s:loc", namespaces=NAMES): entry for entry in root}
    assert len(found) == len(root)
    return found


def alternates(entry: ElementTree.Element) -> dict[str, str]:
    return {link.get("hreflang"): link.get("href") for link in entry.findall("x:link", NAMES)}


def last_change(client, address: str) -> str | None:
    return entries(client)[SITE + address].findtext("s:lastmod", namespaces=NAMES)


def published(page: Page, day: str) -> None:
    moment = datetime.datetime.fromisoformat(f"{day}T12:00:00-08:00")
    Page.objects.filter(pk=page.pk).update(last_published_at=moment)


def test_it_lists_what_everybody_may_read_and_nothing_else(client):
    make_condition()
    make_condition(slug="draft").unpublish()
    make_information_page(slug="about").create_alias(update_slug="about-again")
    private = make_information_page(slug="private")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    private.add_child(instance=type(private)(title="Below", slug="below"))
    assert set(entries(client)) == {
        f"{SITE}{path}" for path in ("/", "/conditions/", "/conditions/sciatica/", "/about/")
    }


def test_the_date_is_the_one_of_the_last_change_that_readers_saw(client):
    page = make_condition()
    published(page, "2026-03-01")
    page.save_revision()
    assert last_change(client, page.url) == "2026-03-01"
    written = {"page": page, "page_title": page.title, "done_by_name": "Rita", "corrected_by": "Rita"}
    Correction.objects.create(
        **written,
        corrected_on=datetime.date(2026, 4, 1),
        was_wrong="Two.",
        is_right="Three.",
        at=datetime.datetime(2026, 4, 2, 20, tzinfo=datetime.UTC),
    )
    assert last_change(client, page.url) == "2026-04-02"
    published(page, "2026-05-01")
    assert last_change(client, page.url) == "2026-05-01"


def test_its_queries_do_not_grow_with_the_site(client, spanish):
    def queries() -> int:
        client.get("/sitemap.xml")
        with CaptureQueriesContext(connection) as captured:
            client.get("/sitemap.xml")
        return len(captured)

    for page in (make_home(), make_condition_index()):
        translate(page, spanish)
    few = queries()
    for number in range(5):
        translate(make_condition(slug=f"condition-{number}"), spanish)
    assert queries() == few <= 6


def test_with_one_language_no_page_names_another(client):
    make_condition()
    assert not any(alternates(entry) for entry in entries(client).values())


def test_with_two_languages_each_page_names_itself_the_other_and_the_default(client, spanish):
    make_condition()
    make_information_page(slug="only-english")
    for page in (make_home(), make_condition_index(), make_condition_index().get_children().get()):
        translate(page.specific, spanish)
    found = entries(client)
    english, other = f"{SITE}/conditions/sciatica/", f"{SITE}/es/conditions/sciatica/"
    named = {"en-US": english, "es-US": other, "x-default": english}
    assert alternates(found[english]) == alternates(found[other]) == named
    assert alternates(found[f"{SITE}/es/"])["en-US"] == f"{SITE}/"
    assert not alternates(found[f"{SITE}/only-english/"])


def test_a_translation_that_is_a_draft_is_no_alternate(client, spanish):
    make_home().copy_for_translation(spanish)
    assert list(entries(client)) == [f"{SITE}/"]
    assert not alternates(entries(client)[f"{SITE}/"])


def test_robots_name_the_sitemap_and_keep_nothing_but_the_admin(client):
    response = client.get("/robots.txt")
    assert response.headers["Content-Type"] == "text/plain"
    assert response.content.decode().splitlines() == [
        "User-agent: *",
        "Disallow: /admin/",
        f"Sitemap: {SITE}/sitemap.xml",
    ]
    assert client.post("/robots.txt").status_code == 405


@pytest.mark.parametrize(
    "address",
    [
        "/appointments/received/nothing/",
        "/search/",
        "/search/?query=pain",
        "/nothing/",
    ],
)
def test_what_robots_may_read_but_not_list_says_so(client, address):
    make_details()
    assert NOINDEX in client.get(address).content.decode()
