"""News of the clinic: the newest first, on the home page and in the feed, and past the gate."""

import datetime

import pytest

from articles.models import NewsPage
from articles.models.other_pages import news
from clinic.gate import NotReadyError
from tests.factories import make_details, make_home, make_news, make_picture, photo_of

pytestmark = pytest.mark.django_db


def make_some(number: int) -> None:
    """News of as many days, the newest of which is "News 1"."""
    newest = datetime.date(2026, 11, 30)
    for days in range(number):
        title = f"News {days + 1}"
        make_news(title=title, slug=f"news-{days + 1}", date=newest - datetime.timedelta(days=days))


def test_the_home_page_shows_the_two_newest_and_nothing_where_there_are_none(client):
    make_details()
    make_home()
    assert 'id="news-title"' not in client.get("/").text
    make_some(3)
    html = client.get("/").text
    assert html.index("/news/news-1/") < html.index("/news/news-2/")
    assert "/news/news-3/" not in html


def test_the_list_begins_with_the_newest_and_goes_on_on_further_pages(client, monkeypatch):
    monkeypatch.setattr(news, "MOST_ON_A_PAGE", 2)
    make_some(3)
    first, second = client.get("/news/").text, client.get("/news/?page=2").text
    assert first.index("/news/news-1/") < first.index("/news/news-2/")
    assert 'href="?page=2"' in first
    assert "/news/news-3/" in second
    assert "/news/news-3/" not in first
    for beyond in ("3", "0", "x", "-1", "9" * 9):
        assert client.get(f"/news/?page={beyond}").status_code == 404, beyond


def test_one_shows_its_day_its_photo_and_its_text_and_stands_in_the_feed(client):
    make_details()
    body = [("paragraph", "<p>The door is on Mission Street.</p>")]
    make_news(date=datetime.date(2026, 3, 2), hero=[photo_of(make_picture())], body=body)
    html = client.get("/news/we-moved/").text
    for words in ("March 2, 2026", "Our new address", "Mission Street", "Ana Painter"):
        assert words in html, words
    feed = client.get("/feed.xml").text
    assert "/news/we-moved/" in feed
    assert "Our new address, and where to park." in feed
    assert "/news/we-moved/" in client.get("/search/?query=park").text


def test_news_pass_the_gate_as_every_page_does():
    picture = make_picture(credit="")
    for fields in (
        {"summary": "Our new cure for headaches."},
        {"body": [("paragraph", "<p>It is a proven cure.</p>")]},
        {"hero": [photo_of(picture)]},
    ):
        with pytest.raises(NotReadyError):
            make_news(**fields)
        assert not NewsPage.objects.filter(live=True).exists()
        NewsPage.objects.all().delete()
