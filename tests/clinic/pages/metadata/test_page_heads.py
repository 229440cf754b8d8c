"""What stands in the head of every public page: one address, one title, one picture, and no promise."""

import re

from wagtail.models import Locale

import pytest

from articles.gate.lint import hits
from articles.models import ConditionPage
from tests.cast import make_sam, signed_in
from tests.crawl import FORM, SITE_URL, Crawled
from tests.factories import (
    make_condition,
    make_condition_index,
    make_details,
    make_home,
    make_information_page,
)

pytestmark = pytest.mark.django_db
ALTERNATE = re.compile(r'<link rel="alternate"\s+hreflang="([^"]+)"\s+href="([^"]+)"')
OPEN_GRAPH = (
    "og:type", "og:url", "og:title", "og:description", "og:site_name", "og:locale",
    "og:image", "og:image:width", "og:image:height", "og:image:alt",
)  # fmt: skip
READ = ("og:title", "og:description", "og:site_name", "og:image:alt", "description")
# One step from everywhere: who we are, where, and by which rules.
ONE_STEP = {"/about/", "/contact/", "/privacy/", "/editorial-policy/"}
NOT_LISTED = {"/search/"}


@pytest.fixture
def listed(crawled) -> list[Crawled]:
    return [page for page in crawled.values() if page.is_page]


def got(client, url: str) -> Crawled:
    return Crawled(url, client.get(url).content.decode())


def test_only_the_search_is_not_listed(crawled):
    assert {path for path, page in crawled.items() if not page.is_listed} == NOT_LISTED


def test_every_page_names_itself_once_on_the_canonical_host(listed):
    for page in listed:
        address = f"{SITE_URL}{page.path}"
        assert page.canonicals == [address]
        assert page.contents("og:url") == [address]


def test_the_sitemap_lists_exactly_the_pages_that_may_be_listed(listed, sitemap):
    assert sorted(sitemap) == sorted(page.canonicals[0] for page in listed)


def test_the_form_may_be_found_under_one_address(client, settings):
    make_details()
    settings.SITE_URL = SITE_URL
    for url in (FORM, f"{FORM}?article=sciatica"):
        page = got(client, url)
        assert page.is_listed
        assert page.canonicals == [f"{SITE_URL}{FORM}"]


def test_a_page_that_is_not_listed_names_no_address(crawled):
    for path in NOT_LISTED:
        assert crawled[path].canonicals == []
        assert crawled[path].contents("og:url") == []
        assert "application/ld+json" not in crawled[path].html


def test_every_page_can_be_shared(listed):
    for page in listed:
        for name in OPEN_GRAPH:
            assert [bool(value) for value in page.contents(name)] == [True], (page.path, name)
        assert page.contents("og:locale") == ["en_US"]
        assert page.contents("og:image")[0].startswith(f"{SITE_URL}/cards/")
        assert (page.contents("og:image:width"), page.contents("og:image:height")) == (["1200"], ["630"])
        is_article = re.fullmatch(r"/conditions/[\w-]+/", page.path) is not None
        assert page.contents("og:type") == ["article" if is_article else "website"]


def test_every_page_has_a_title_and_a_description_of_its_own(crawled, listed):
    titles = [page.title for page in crawled.values()]
    assert len(set(titles)) == len(titles)
    assert all(title.endswith(" - Acupuncture Halls") for title in titles)
    descriptions = [page.contents("description") for page in listed]
    assert all(len(each) == 1 and 50 <= len(each[0]) <= 160 for each in descriptions)
    assert len({each[0] for each in descriptions}) == len(listed)


def test_what_is_shared_promises_nothing(listed):
    for page in listed:
        for name in READ:
            assert hits(ConditionPage(summary=page.contents(name)[0])) == [], (page.path, name)
    assert hits(ConditionPage(summary="We cure sciatica."))


def test_who_we_are_is_one_step_from_every_page(crawled):
    for page in crawled.values():
        assert set(page.footer_links) >= ONE_STEP, page.path


def test_the_address_in_the_browser_changes_nothing(client, settings):
    settings.SITE_URL = "https://www.halls.example/"
    settings.ALLOWED_HOSTS = ["evil.example"]
    make_details()
    make_condition()
    html = client.get("/conditions/sciatica/?utm_source=x", headers={"host": "evil.example"}).content.decode()
    assert Crawled("", html).canonicals == ["https://www.halls.example/conditions/sciatica/"]
    assert "evil.example" not in html


def test_a_copy_that_follows_its_original_names_the_original(client):
    original = make_information_page(title="Original", slug="original")
    original.create_alias(update_slug="copy")
    assert got(client, "/copy/").canonicals == got(client, "/original/").canonicals
    assert got(client, "/copy/").canonicals[0].endswith("/original/")


def test_words_with_signs_reach_the_head_whole(client):
    make_details(clinic_name="Hand & Heel")
    make_information_page(title="Q & A", slug="about", introduction='<5 minutes & "more"')
    page = got(client, "/about/")
    assert page.title == "Q & A - Hand & Heel"
    assert page.contents("og:title") == ["Q & A"]
    assert page.contents("og:description") == page.contents("description") == ['<5 minutes & "more"']
    assert page.contents("og:site_name") == ["Hand & Heel"]


def test_a_long_description_is_cut(client):
    make_information_page(introduction="word " * 79)
    [description] = got(client, "/about/").contents("description")
    assert len(description) == 160
    assert description.endswith("\u2026")


def test_a_preview_is_not_listed_and_names_no_address():
    make_details()
    page = make_information_page(live=False)
    page.save_revision()
    response = signed_in(make_sam()).get(f"/admin/pages/{page.pk}/view_draft/")
    preview = Crawled("", response.content.decode())
    assert response.status_code == 200
    assert not preview.is_listed
    assert preview.canonicals == []
    assert "application/ld+json" not in preview.html


@pytest.mark.parametrize("url", ["/nothing/", "/appointments/request/received/x/", "/admin/login/"])
def test_what_is_no_content_is_not_listed(client, url):
    make_details()
    page = got(client, url)
    assert not page.is_listed
    assert page.canonicals == []


@pytest.fixture
def two_languages(settings):
    """The site with a second language, as it will be one day."""
    settings.WAGTAIL_I18N_ENABLED = True
    settings.LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES = [("en", "English"), ("es", "Spanish")]
    return Locale.objects.create(language_code="es")


def translated(page, locale, **fields) -> None:
    """A live translation that a reader could be given."""
    copy = page.copy_for_translation(locale)
    type(copy).objects.filter(pk=copy.pk).update(live=True, **fields)


def test_each_language_names_all_others_and_itself(client, two_languages):
    make_details()
    article = make_condition()
    translated(make_home(), two_languages)
    translated(make_condition_index(), two_languages, title="Condiciones")
    translated(article, two_languages, title="Ci\u00e1tica")
    pages = {path: got(client, path) for path in ("/conditions/sciatica/", "/es/conditions/sciatica/")}
    wanted = {
        ("en-US", "/conditions/sciatica/"),
        ("es-US", "/es/conditions/sciatica/"),
        ("x-default", "/conditions/sciatica/"),
    }
    for path, page in pages.items():
        [canonical] = page.canonicals
        assert canonical.endswith(path)
        host = canonical.removesuffix(path)
        assert set(ALTERNATE.findall(page.html)) == {(tag, host + each) for tag, each in wanted}
    assert [page.contents("og:locale") for page in pages.values()] == [["en_US"], ["es_US"]]
    assert [page.contents("og:locale:alternate") for page in pages.values()] == [["es_US"], ["en_US"]]


def test_a_translation_that_nobody_may_read_is_not_named(client, two_languages):
    make_details()
    article = make_condition()
    translated(make_home(), two_languages)
    translated(make_condition_index(), two_languages)
    article.copy_for_translation(two_languages)
    assert ALTERNATE.findall(got(client, "/conditions/sciatica/").html) == []


def test_one_language_names_no_others(listed):
    assert not any(ALTERNATE.findall(page.html) for page in listed)
