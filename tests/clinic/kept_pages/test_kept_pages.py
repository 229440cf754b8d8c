"""A page is rendered once for each version and shown to everybody who is nobody in particular."""

import gzip
import threading

from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client

import pytest

from clinic.kept_pages import middleware
from clinic.kept_pages.shelf import SHELF, Address
from clinic.models import InformationPage
from clinic.site_version.version import SEEN
from tests.clinic.kept_pages.pages import ARTICLE, HOME, is_kept, queries, warm
from tests.factories import make_user
from tests.waiting import wait_until

pytestmark = pytest.mark.usefixtures("site")
KEPT = [HOME, "/conditions/", ARTICLE, "/about/", "/sitemap.xml", "/robots.txt", "/feed.xml"]
ZIPPED = {"accept-encoding": "gzip, br"}


def without_seconds(page: HttpResponse) -> dict[str, str]:
    """The headers of a page without what counts down to the next moment at which it changes."""
    headers = dict(page.headers)
    return headers | {"Cache-Control": headers["Cache-Control"].rpartition("=")[0]}


@pytest.mark.parametrize("path", KEPT)
def test_a_page_is_rendered_once_and_looks_the_same_ever_after(path):
    Client().get(path)
    Client().get(path)
    SHELF.clear()
    first = Client().get(path)
    assert is_kept(path)
    again = Client().get(path)
    assert again.content == first.content
    assert without_seconds(again) == without_seconds(first)
    assert "Cookie" not in again.headers["Vary"]


@pytest.mark.parametrize("path", KEPT)
def test_it_is_what_it_would_be_if_nothing_were_kept(path):
    warm(path)
    kept = Client().get(path)
    with transaction.atomic():
        rendered = Client().get(path)
    assert rendered.content == kept.content
    anew = {"ETag", "Cache-Control", "Vary", "Last-Modified"}
    assert {name: text for name, text in rendered.items() if name not in anew} == {
        name: text for name, text in kept.items() if name not in anew
    }


def test_browsers_always_ask_and_are_told_that_they_have_it():
    warm(ARTICLE)
    page = Client().get(ARTICLE)
    assert {"max-age=0", "must-revalidate", "public"} <= set(page.headers["Cache-Control"].split(", "))
    for known in (page.headers["ETag"], f'"other", {page.headers["ETag"]}', page.headers["ETag"][2:]):
        answer = Client().get(ARTICLE, headers={"if-none-match": known})
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["ETag"] == page.headers["ETag"]
        assert answer.headers["Cache-Control"].startswith("public, max-age=0")
    assert queries(ARTICLE, headers={"if-none-match": page.headers["ETag"]}) == 1
    assert Client().get(ARTICLE, headers={"if-none-match": 'W/"other"'}).status_code == 200


def test_a_process_that_has_not_made_it_yet_says_the_same_of_it():
    warm(ARTICLE)
    known = Client().get(ARTICLE).headers["ETag"]
    SHELF.clear()
    assert Client().get(ARTICLE, headers={"if-none-match": known, **ZIPPED}).status_code == 304


@pytest.mark.parametrize("first", [{}, ZIPPED], ids=["plain", "zipped"])
def test_it_is_sent_as_the_browser_can_read_it_and_kept_once(first):
    warm(HOME)
    SHELF.clear()
    Client().get(HOME, headers=first)
    plain, zipped = Client().get(HOME), Client().get(HOME, headers=ZIPPED)
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.content) == plain.content
    assert zipped.headers["ETag"] == plain.headers["ETag"]
    for page in (plain, zipped):
        assert page.headers["Vary"] == "Accept-Encoding"
        assert page.headers["Content-Length"] == str(len(page.content))
    assert "Content-Encoding" not in plain.headers
    assert is_kept(HOME)


def test_head_tells_all_but_the_page():
    warm(HOME)
    page, head = Client().get(HOME), Client().head(HOME)
    assert head.content == b""
    assert dict(head.headers) == dict(page.headers)
    SHELF.clear()
    Client().head(HOME)
    assert queries(HOME) > 1, "nothing is kept of what has no page in it"


def test_each_host_and_scheme_has_pages_of_its_own(settings):
    settings.ALLOWED_HOSTS = ["one.example", "two.example"]
    for host in settings.ALLOWED_HOSTS:
        for asked in ({}, {"secure": True}):
            assert queries(HOME, headers={"host": host}, **asked) > 1
            assert queries(HOME, headers={"host": host}, **asked) == 1
    assert Client().get(HOME, headers={"host": "three.example"}).status_code == 400


@pytest.mark.parametrize(
    "path", ["/appointments/request/", "/search/", "/search/?query=leg", "/nothing/", "/about/?page=2"]
)
def test_nothing_else_is_kept(path):
    size = SHELF.size
    for _time in range(2):
        answer = Client().get(path)
        assert "ETag" not in answer.headers
        assert "s-maxage" not in answer.headers.get("Cache-Control", "")
    assert SHELF.size == size


def test_nothing_of_whoever_is_signed_in_is_kept_and_they_see_their_own():
    staff = Client()
    staff.force_login(make_user(email="kept@clinic.example", is_superuser=True))
    seen = staff.get(HOME)
    assert b"wagtail-userbar" in seen.content
    assert seen.headers["Cache-Control"] == "private, no-store"
    assert SHELF.size == 0
    anybodys = Client().get(HOME)
    assert b"userbar" not in anybodys.content
    known = {"if-none-match": anybodys.headers["ETag"]}
    again = staff.get(HOME, headers=known)
    assert b"wagtail-userbar" in again.content
    assert "ETag" not in again.headers
    # A cookie of nobody's session is one all the same.
    stranger = Client()
    stranger.cookies["desk"] = "invented"
    assert "ETag" not in stranger.get(HOME, headers=known).headers


def test_a_visitor_who_has_the_forms_cookie_sees_the_kept_page():
    warm(HOME)
    visitor = Client()
    assert visitor.get("/appointments/request/").cookies
    assert queries(HOME, visitor) == 1


def test_a_preview_is_no_page_that_was_kept():
    warm("/about/")
    page = InformationPage.objects.get(slug="about")
    page.introduction = "Not for visitors yet."
    assert b"Not for visitors yet." in page.make_preview_request().content
    assert b"Not for visitors yet." not in Client().get("/about/").content


def test_a_private_page_is_not_kept(site):
    page = InformationPage.objects.get(slug="about")
    page.view_restrictions.create(restriction_type="password", password="needle")
    try:
        for _time in range(2):
            assert b"password" in Client().get("/about/").content
            assert SHELF.get(Address("http", "testserver", "/about/")) is None
    finally:
        page.view_restrictions.all().delete()


def test_within_a_transaction_a_page_is_neither_kept_nor_shown_from_before():
    warm("/about/")
    with transaction.atomic():
        InformationPage.objects.update(introduction="Never committed.")
        assert b"Never committed." in Client().get("/about/").content
        transaction.set_rollback(True)
    assert b"Never committed." not in Client().get("/about/").content
    assert is_kept("/about/")


def test_of_those_who_come_at_once_one_makes_the_page_and_the_others_wait():
    warm(ARTICLE)
    SHELF.clear()
    taken: list[int] = []

    def ask() -> None:
        try:
            taken.append(queries(ARTICLE))
        finally:
            connection.close()

    askers = [threading.Thread(target=ask) for _number in range(2)]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE articles_conditionpage IN ACCESS EXCLUSIVE MODE")

        def waiting_for_the_table() -> int:
            # The Postgres is that of other tests too, which may wait for locks of their own.
            cursor.execute(
                "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database"
                " WHERE NOT granted AND datname = current_database()"
            )
            return cursor.fetchone()[0]

        askers[0].start()
        wait_until(waiting_for_the_table, "the one that makes it", 5)
        askers[1].start()
        cursor.execute("SELECT pg_sleep(0.2)")
        assert waiting_for_the_table() == 1, "the other one waits for the page"
    for asker in askers:
        asker.join(5)
    assert min(taken) == 1 < max(taken)


def test_whoever_waits_too_long_makes_it_alone(monkeypatch):
    warm(ARTICLE)
    SHELF.clear()
    monkeypatch.setattr(middleware, "_WAIT", 0.01)
    address = Address("http", "testserver", ARTICLE)
    assert SHELF.begin(address, SEEN.number) is None
    assert queries(ARTICLE) > 1
    assert is_kept(ARTICLE)
    SHELF.end(address, SEEN.number)
