"""While the database is away, pages are shown that were right a moment ago; never the form."""

import time
from datetime import timedelta

from django.test import Client

import pytest

from clinic.database import clock
from clinic.kept_pages.shelf import SHELF
from clinic.models import InformationPage
from clinic.site_version.version import SEEN
from tests.clinic.kept_pages.pages import ABOUT, ARTICLE, HOME, is_kept, queries, warm
from tests.database_away import ERRORS, away_after

pytestmark = pytest.mark.usefixtures("site")


def get(path: str, **asked):
    return Client(raise_request_exception=False).get(path, **asked)


@pytest.mark.parametrize("error", ERRORS)
def test_what_was_kept_is_shown_and_everything_else_says_that_it_is_closed(error):
    warm(ARTICLE)
    page = get(ARTICLE)
    with away_after(0, error) as refused:
        for _time in range(3):
            answer = get(ARTICLE)
            assert (answer.status_code, answer.content) == (200, page.content)
            assert answer.headers["ETag"] == page.headers["ETag"]
        assert len(refused) == 1, "who was away a moment ago is not asked again at once"
        assert get(ARTICLE, headers={"if-none-match": page.headers["ETag"]}).status_code == 304
        for path in ("/appointments/request/", HOME):
            closed = get(path)
            assert closed.status_code == 503
            assert b"949-510-6333" in closed.content
            assert "ETag" not in closed.headers
    SEEN.asks_from = 0
    assert is_kept(ARTICLE)


def test_it_is_asked_again_after_a_few_seconds(monkeypatch):
    warm(HOME)
    with away_after(0, ERRORS[0]):
        assert get(HOME).status_code == 200
    InformationPage.objects.update(introduction="Meanwhile.")
    assert queries(HOME) == 0
    ran = time.monotonic
    monkeypatch.setattr(time, "monotonic", lambda: ran() + 6)
    assert queries(HOME) > 1


def test_a_page_whose_words_are_over_is_not_shown():
    warm(HOME)
    clock.CLOCK.said = clock.Said.just_now(clock.current_time() + timedelta(days=2), good_for=float("inf"))
    with away_after(0, ERRORS[0]):
        assert get(HOME).status_code == 503


def test_nor_is_one_from_before_the_last_change_that_this_process_knows_of():
    warm(ABOUT)
    InformationPage.objects.update(introduction="What was wrong is gone.")
    warm(HOME)
    with away_after(0, ERRORS[0]):
        assert get(ABOUT).status_code == 503
        assert get(HOME).status_code == 200


def test_without_its_table_the_site_is_as_if_nothing_were_kept(monkeypatch):
    """Code of today on the tables of the release before."""
    monkeypatch.setattr("clinic.site_version.version._QUERY", "SELECT number FROM not_there_yet")
    SHELF.clear()
    for _time in range(2):
        answer = get(HOME)
        assert answer.status_code == 200
        assert "ETag" not in answer.headers
