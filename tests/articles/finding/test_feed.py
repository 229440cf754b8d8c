"""The Atom feed: what readers subscribe to, checked against what RFC 4287 asks for."""

import datetime
from xml.etree import ElementTree

from wagtail.models import Locale, PageViewRestriction

import pytest

from articles.approving.acts import decide_correction
from articles.models import ConditionPage
from articles.reviews.acts import Amendment, record_correction
from tests.cast import make_ed, make_rita
from tests.factories import make_condition, make_details, make_home, make_practitioner, make_ready_draft

pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom"}
FEED = "/feed.xml"
SITE = "https://www.clinic.example"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


@pytest.fixture(autouse=True)
def clinic(settings):
    settings.SITE_URL = SITE
    make_details()


def make_published(*, day: int = 1, **fields) -> ConditionPage:
    """An article that went live on a day of March 2026."""
    page = make_condition(**fields)
    moment = datetime.datetime(2026, 3, day, 20, tzinfo=datetime.UTC)
    ConditionPage.objects.filter(pk=page.pk).update(first_published_at=moment, last_published_at=moment)
    return ConditionPage.objects.get(pk=page.pk)


def read(client, address: str = FEED) -> ElementTree.Element:
    response = client.get(address)
    assert response.headers["Content-Type"].startswith("application/atom+xml")
    return ElementTree.fromstring(response.content)  # noqa: S314 - the site's own feed


def texts(feed: ElementTree.Element, path: str) -> list[str]:
    return [element.text for element in feed.findall(path, ATOM)]


def links(element: ElementTree.Element) -> dict[str, str]:
    return {link.get("rel"): link.get("href") for link in element.findall("a:link", ATOM)}


def faults(feed: ElementTree.Element) -> list[str]:
    """What RFC 4287 requires (3.3, 4.1.1, 4.1.2, 4.2.6) and the feed lacks."""
    ids = texts(feed, ".//a:id")
    found = [] if len(set(ids)) == len(ids) and all(each.startswith("urn:uuid:") for each in ids) else ["ids"]
    for element in (feed, *feed.findall("a:entry", ATOM)):
        found += [name for name in ("id", "title", "updated") if len(texts(element, f"a:{name}")) != 1]
        moments = texts(element, "a:updated") + texts(element, "a:published")
        found += [each for each in moments if datetime.datetime.fromisoformat(each).tzinfo is None]
        if not any(texts(each, "a:author/a:name") for each in (element, feed)):
            found.append("author")
        if not links(element).get("alternate", "").startswith("https://"):
            found.append("alternate")
    return found


def test_it_holds_all_that_the_standard_requires(client):
    make_published()
    make_published(slug="neck-pain", author=None)
    feed = read(client)
    assert feed.tag == "{http://www.w3.org/2005/Atom}feed"
    assert feed.get(LANGUAGE) == "en-US"
    assert links(feed) == {"alternate": f"{SITE}/", "self": f"{SITE}{FEED}"}
    assert faults(feed) == []


def test_an_entry_names_the_article_its_author_its_address_and_its_days_and_no_more(client):
    author = make_practitioner(name="Ana Reyes", post_nominals="L.Ac.")
    make_published(day=2, summary="Pain & <weakness> in a leg.", author=author)
    entry = read(client).find("a:entry", ATOM)
    assert {element.tag.partition("}")[2] for element in entry} == {
        "title", "link", "published", "updated", "author", "id", "summary",
    }  # fmt: skip
    assert texts(entry, "a:title") == ["Sciatica"]
    assert texts(entry, "a:author/a:name") == ["Ana Reyes, L.Ac."]
    assert links(entry) == {"alternate": f"{SITE}/conditions/sciatica/"}
    assert texts(entry, "a:updated") == texts(entry, "a:published") == ["2026-03-02T20:00:00+00:00"]
    # Readers take it for HTML: escaped once more than XML asks for.
    assert entry.find("a:summary", ATOM).get("type") == "html"
    assert texts(entry, "a:summary") == ["Pain &amp; &lt;weakness&gt; in a leg."]


def test_drafts_private_articles_and_aliases_are_not_in_it(client):
    make_published(slug="draft").unpublish()
    private = make_published(slug="private")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    page = make_ready_draft(title="The one")
    page.save_revision().publish()
    ConditionPage.objects.get(pk=page.pk).create_alias(update_slug="alias")
    assert ConditionPage.objects.get(slug="alias").live
    assert texts(read(client), "a:entry/a:title") == ["The one"]


def test_what_changed_last_comes_first_and_a_correction_is_a_change(client):
    old = make_published(day=1, title="Old", slug="old")
    make_published(day=2, title="New", slug="new")
    assert texts(read(client), "a:entry/a:title") == ["New", "Old"]
    before = read(client).findtext("a:updated", namespaces=ATOM)
    words = Amendment(datetime.date(2026, 11, 2), "Two.", "Three.", "Rita")
    correction = record_correction(old, words, make_rita())
    assert texts(read(client), "a:entry/a:title") == ["New", "Old"]
    decide_correction(correction, make_ed(), is_confirmed=True)
    feed = read(client)
    assert texts(feed, "a:entry/a:title") == ["Old", "New"]
    updated = datetime.datetime.fromisoformat(feed.findtext("a:entry/a:updated", namespaces=ATOM))
    assert updated == correction.decision.at
    assert feed.findtext("a:updated", namespaces=ATOM) > before


def test_an_article_keeps_its_id_under_a_new_address(client):
    make_ready_draft().save_revision().publish()
    page = ConditionPage.objects.get()
    before = texts(read(client), ".//a:id")
    page.slug = "leg-pain"
    page.save()
    feed = read(client)
    assert texts(feed, ".//a:id") == before
    assert links(feed.find("a:entry", ATOM))["alternate"] == f"{SITE}/conditions/leg-pain/"


def test_an_unsaved_edit_changes_nothing_and_publishing_does(client):
    page = make_ready_draft()
    page.save_revision().publish()
    before = client.get(FEED).content
    page.summary = "Other words."
    revision = page.save_revision()
    assert client.get(FEED).content == before
    revision.publish()
    assert b"Other words." in client.get(FEED).content


def test_who_has_the_newest_is_told_so_and_a_withdrawal_is_news(client):
    page = make_published()
    make_published(day=5, slug="newer")
    first = client.get(FEED)
    known = {"If-None-Match": first.headers["ETag"]}
    assert client.get(FEED, headers=known).status_code == 304
    page.unpublish()
    assert client.get(FEED, headers=known).status_code == 200
    # The newest date has not moved, so it would say "nothing new".
    assert "Last-Modified" not in first.headers


def test_it_is_read_only_and_can_be_empty(client):
    assert client.post(FEED).status_code == 405
    assert client.head(FEED).status_code == 200
    assert faults(read(client)) == []


def test_each_public_page_says_where_it_is(client):
    make_condition()
    link = f'type="application/atom+xml" title="New and changed articles" href="{FEED}"'
    for address in ("/", "/conditions/", "/conditions/sciatica/"):
        assert link in " ".join(client.get(address).content.decode().split())


def test_its_queries_do_not_grow_with_the_articles(client, django_assert_max_num_queries):
    for number in range(8):
        make_published(slug=f"condition-{number}", author=make_practitioner(name=f"Author {number}"))
    client.get(FEED)
    with django_assert_max_num_queries(8):
        assert len(texts(read(client), "a:entry")) == 8


def test_another_language_has_a_feed_of_its_own(client, settings):
    settings.LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES = [("en", "English"), ("es", "Spanish")]
    settings.WAGTAIL_I18N_ENABLED = True
    spanish = Locale.objects.create(language_code="es")
    page = make_published()
    for original in (make_home(), page.get_parent().specific, page):
        copy = original.copy_for_translation(spanish)
        now = {"live": True, "last_published_at": page.last_published_at}
        type(copy).objects.filter(pk=copy.pk).update(**now)
    english, other = read(client), read(client, "/es/feed.xml")
    assert other.get(LANGUAGE) == "es-US"
    assert links(other) == {"alternate": f"{SITE}/es/", "self": f"{SITE}/es/feed.xml"}
    assert links(other.find("a:entry", ATOM))["alternate"] == f"{SITE}/es/conditions/sciatica/"
    assert not set(texts(english, ".//a:id")) & set(texts(other, ".//a:id"))
