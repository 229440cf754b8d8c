"""An article as a reader gets it: claims, sources, contents, dates, and how few queries that takes."""

import datetime
import re

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

import pytest

from articles.models import Source
from tests.factories import (
    make_claim,
    make_condition,
    make_details,
    make_information_page,
    make_picture,
    make_practitioner,
    make_safety_notice,
    make_source,
    photo_of,
)

pytestmark = pytest.mark.django_db
URL = "/conditions/sciatica/"


def text_of(response) -> str:
    """What a reader sees, without tags and with single blanks."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def count_queries(client, url: str) -> CaptureQueriesContext:
    """The queries of the second visit: the first makes renditions and fills Wagtail's own look-ups."""
    assert client.get(url).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    return queries


def rich_article():
    """Everything an article can hold: 12 claims with 2 sources each, photos, people and the notice."""
    claims = [
        make_claim(sources=[make_source(authors=f"First {n}"), make_source(authors=f"Second {n}")])
        for n in range(12)
    ]
    headings = [("heading", f"Part {number}") for number in range(6)]
    return make_condition(
        hero=[photo_of(make_picture())],
        body=[
            *headings,
            *claims,
            photo_of(make_picture(title="Two")),
            ("safety_notice", make_safety_notice()),
        ],
    )


def test_an_article_with_everything_in_it_needs_eight_queries(client):
    make_details()
    make_information_page(show_in_menus=True)
    rich_article()
    queries = count_queries(client, URL)
    assert len(queries) <= 8, "\n".join(query["sql"] for query in queries)


def test_each_claim_opens_with_the_fixed_phrase_of_its_level(client):
    source = make_source()
    levels = {
        "high": "Strong evidence shows: leg pain eased.",
        "moderate": "Research probably shows: leg pain eased.",
        "low": "Research suggests, but we are not certain: leg pain eased.",
        "very_low": "We do not know yet; studies are small or weak: leg pain eased.",
        "not_stated": "We do not know yet; studies are small or weak: leg pain eased.",
    }
    page = make_condition(body=[make_claim(sources=[source], certainty=level) for level in levels])
    seen = text_of(client.get(URL))
    for phrase in levels.values():
        assert phrase in seen
    dots = [block.value.certainty_dots for block in page.body]
    assert dots == [4, 3, 2, 1, 0]


def test_a_claim_names_its_comparator_and_its_sources_by_their_numbers(client):
    tu, ju = make_source(authors="Tu JF, Shi GX", year=2024), make_source(authors="Ju ZY", year=2017)
    make_condition(
        body=[
            make_claim(sources=[tu, ju], comparator="Sham acupuncture"),
            make_claim(sources=[ju], comparator="Usual care"),
        ]
    )
    seen = text_of(client.get(URL))
    assert "Sham acupuncture" in seen
    assert "Usual care" in seen
    assert seen.count("[1] Tu 2024") == 1
    assert seen.count("[2] Ju 2017") == 2


def test_references_hold_each_source_once_in_the_order_of_the_claims(client):
    first, second, third = (make_source(authors=name) for name in ("Ada A", "Bea B", "Cleo C"))
    page = make_condition(
        body=[make_claim(sources=[second, first]), make_claim(sources=[first, third, second])]
    )
    assert page.references == [(1, second), (2, first), (3, third)]
    assert page.source_numbers == {second.pk: 1, first.pk: 2, third.pk: 3}
    html = client.get(URL).content.decode()
    for _number, source in page.references:
        assert html.count(f'href="https://doi.org/{source.doi}"') == 1


def test_a_source_deleted_since_leaves_the_page_standing(client):
    kept, gone = make_source(authors="Kept K"), make_source(authors="Gone G")
    make_condition(body=[make_claim(sources=[gone, kept])])
    # Past the guard that refuses it, as somebody with a database shell would.
    Source.objects.filter(pk=gone.pk)._raw_delete("default")
    seen = text_of(client.get(URL))
    assert "[1] Kept 2024" in seen
    assert "Gone" not in seen


def test_the_list_of_contents_leads_to_the_headings(client):
    page = make_condition(
        body=[("heading", "What are the symptoms?"), ("heading", "Is it safe?"), ("heading", "Is it safe?")]
    )
    assert page.headings == [
        ("section-what-are-the-symptoms", "What are the symptoms?"),
        ("section-is-it-safe", "Is it safe?"),
        ("section-is-it-safe-2", "Is it safe?"),
    ]
    html = client.get(URL).content.decode()
    assert 'href="#section-what-are-the-symptoms"' in html
    assert 'id="section-what-are-the-symptoms"' in html


def test_reading_minutes_count_the_words_and_are_never_zero():
    assert make_condition(slug="short").reading_minutes == 1
    long = make_condition(slug="long", body=[("paragraph", f"<p>{'word ' * 441}</p>")])
    assert long.reading_minutes == 3


def test_emergency_cards_are_only_those_of_911():
    cards = [
        ("care_card", {"level": level, "heading": level, "items": ["a sign"]})
        for level in ("self_care", "emergency", "urgent")
    ]
    page = make_condition(body=cards)
    assert [card["heading"] for card in page.emergency_cards] == ["emergency"]


@pytest.mark.parametrize("is_demonstration", [True, False])
def test_a_care_card_of_the_demonstration_alone_says_that_nobody_signed_it(client, is_demonstration):
    card = {"level": "urgent", "heading": "See a doctor today if:", "items": ["a sign"]}
    reviewer = make_practitioner(name="Robin", is_demonstration=is_demonstration)
    make_condition(body=[("care_card", card)], clinical_reviewer=reviewer)
    assert ("waiting for a clinician’s signature" in text_of(client.get(URL))) is is_demonstration


@pytest.mark.parametrize(
    ("days", "overdue"), [(-1, True), (0, False), (1, False)], ids=["yesterday", "today", "tomorrow"]
)
def test_an_article_is_overdue_from_the_day_after(client, days, overdue):
    due = timezone.localdate() + datetime.timedelta(days=days)
    page = make_condition(next_review_due=due)
    assert page.is_overdue is overdue
    assert ("overdue for review" in text_of(client.get(URL))) is overdue


def test_an_article_names_author_reviewer_license_and_both_dates(client):
    reviewer = make_practitioner(name="Robin Reed", post_nominals="L.Ac.", license_number="AC 12345")
    make_condition(author=make_practitioner(name="Alex Ash"), clinical_reviewer=reviewer)
    seen = text_of(client.get(URL))
    for words in ("Alex Ash", "Robin Reed, L.Ac.", "AC 12345", "November 3, 2026", "May 1, 2028"):
        assert words in seen


def test_every_article_has_the_phone_and_the_way_to_an_appointment_for_this_article(client):
    make_details()
    make_condition()
    html = client.get(URL).content.decode()
    assert 'href="tel:+19495106333"' in html
    assert "949-510-6333" in html
    assert 'href="/appointments/request/?article=sciatica"' in html


def test_a_draft_answers_404(client):
    page = make_condition()
    page.unpublish()
    assert client.get(URL).status_code == 404


def test_markup_in_an_editors_words_is_shown_and_never_run(client):
    make_condition(
        title="<script>alert(1)</script>",
        body=[make_claim(sources=[make_source(authors="<b>X</b> Y")], text="<img src=x onerror=alert(1)>")],
    )
    html = client.get(URL).content.decode()
    assert "<script>alert(1)" not in html
    assert "<img src=x" not in html
    assert "<b>X</b>" not in html


def test_public_pages_set_no_cookie(client):
    make_condition()
    assert not client.get(URL).cookies


def test_an_article_can_be_deleted():
    page = make_condition()
    page.delete()
    assert not type(page).objects.exists()
