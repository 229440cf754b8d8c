"""A page is kept until the moment at which its words are no longer right, to the second."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.test import Client, override_settings

import pytest

from articles.models import ConditionPage
from clinic.database import clock
from clinic.models import ClinicImage, ClinicSettings, Practitioner
from clinic.page_life import lasting
from clinic.site_version.version import SEEN
from tests.clinic.kept_pages.pages import ABOUT, ARTICLE, HOME, is_kept, warm
from tests.factories import make_details

ZONE = ZoneInfo("America/Los_Angeles")
SECOND = timedelta(seconds=1)
# A Wednesday.
DAY = date(2026, 12, 2)


def at(text: str) -> datetime:
    """The moment at which the clinic's clocks show this."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


class Stopped(clock.Said):
    """A clock that stands, however slow the machine is."""

    def counted_on(self) -> datetime:
        return self.moment


def be(moment: datetime) -> None:
    clock.CLOCK.said = Stopped.just_now(moment, good_for=float("inf"))


@pytest.fixture
def put_back(site: None) -> Iterator[None]:
    """The site is as before after the test."""
    yield
    make_details(closures=[], announcement="", announced_until=None)
    ConditionPage.objects.update(next_review_due=date(2028, 5, 1))
    Practitioner.objects.update(license_expires=None)


def close_on(day: date) -> None:
    closure = {"first_day": day, "last_day": day, "reason": "Inventory", "begins": None, "ends": None}
    make_details(closures=[("closure", closure)])


def is_due(day: date) -> None:
    ConditionPage.objects.update(next_review_due=day)


CASES = {
    "opening": (HOME, "2026-12-02T09:00", lambda: None, "Closed now", "Open now"),
    "closing": (HOME, "2026-12-02T17:00", lambda: None, "Open now", "Closed now"),
    "a new day": (HOME, "2026-12-02T00:00", lambda: None, "tomorrow at 9", "today at 9"),
    "a closure begins": (
        ARTICLE,
        "2026-12-02T00:00",
        lambda: close_on(DAY),
        "opens Thursday",
        "opens tomorrow",
    ),
    "a closure is over": (ARTICLE, "2026-12-03T00:00", lambda: close_on(DAY), "Inventory", "opens today"),
    "a review is overdue": (ARTICLE, "2026-12-03T00:00", lambda: is_due(DAY), "Sources", "overdue"),
    "claims are withheld": (
        ARTICLE,
        "2026-12-03T00:00",
        lambda: is_due(DAY - timedelta(days=90)),
        "leg pain eased",
        "overdue",
    ),
    "a license ends": (
        ABOUT,
        "2026-12-03T00:00",
        lambda: Practitioner.objects.filter(name="Alex Needham").update(license_expires=DAY),
        "Alex Needham",
        "Robin Reviewer",
    ),
    "an announcement ends": (
        HOME,
        "2026-12-02T17:00",
        lambda: make_details(announcement="Snow", announced_until=at("2026-12-02T17:00")),
        "Snow",
        "Closed now",
    ),
}
# Where nothing goes.
ADDS = ("a review is overdue",)


@pytest.mark.parametrize("case", CASES)
def test_a_page_changes_when_its_words_are_no_longer_right(put_back, case):
    path, moment, prepare, before, after = CASES[case]
    be(at(moment) - 2 * SECOND)
    prepare()
    warm(path)
    number = SEEN.number
    page = Client().get(path)
    assert before in page.content.decode()
    ages = dict(re.findall(r"(s-maxage|stale-[a-z-]+)=(\d+)", page.headers["Cache-Control"]))
    assert int(ages["s-maxage"]) + max(map(int, list(ages.values())[1:])) <= 2, "no proxy shows it later"
    be(at(moment))
    assert not is_kept(path)
    text = Client().get(path).content.decode()
    assert after in text
    assert before not in text or case in ADDS
    assert is_kept(path)
    assert SEEN.number == number, "nobody changed anything"


def test_a_page_without_a_picture_that_could_not_be_read_is_made_again_after_a_minute(put_back, tmp_path):
    warm(ARTICLE)
    be(moment := at("2026-12-02T12:00"))
    with override_settings(MEDIA_ROOT=tmp_path):
        ClinicImage.get_rendition_model().objects.all().delete()
        assert b"not-found" in Client().get(ARTICLE).content
        assert is_kept(ARTICLE)
    be(moment + timedelta(seconds=59))
    assert is_kept(ARTICLE)
    be(moment + timedelta(seconds=60))
    assert b"not-found" not in Client().get(ARTICLE).content


def test_a_proxy_may_show_a_page_for_a_day_where_nobody_answers(put_back):
    ClinicSettings.objects.update(opening_hours=[], closures=[])
    ConditionPage.objects.update(next_review_due=None)
    warm("/robots.txt")
    said = Client().get("/robots.txt").headers["Cache-Control"]
    assert {"s-maxage=1", "stale-while-revalidate=5", "stale-if-error=86400"} <= set(said.split(", "))


def test_what_asks_for_the_time_and_names_no_end_is_not_kept(put_back, monkeypatch):
    warm(HOME)
    be(at("2026-12-02T12:00"))
    monkeypatch.setattr(ClinicSettings, "sign", property(lambda details: clock.current_time() and None))
    make_details(directions="Up the stairs.")
    for _time in range(2):
        answer = Client().get(HOME)
        assert "ETag" not in answer.headers
        assert "Cache-Control" not in answer.headers
    assert lasting._MADE.get() is None
