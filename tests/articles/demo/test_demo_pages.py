"""The pages around the articles say what patients look for, truthfully, and mark what is invented."""

import re
from typing import Any

import pytest

from articles.blocks.certainty import ADVICE_PHRASE, LEVELS
from tests.articles.demo.demo_files import (
    ARTICLES,
    FOLDER,
    PAGES,
    PRIVACY,
    blocks,
    load,
    page,
    plain,
    strings,
    words_of,
)

# What each page has to tell, as words that are sure to be there when it does.
DUTIES = {
    "first-visit": """
        minutes, form, medicines, Loose clothes, light meal, prick, consent, afterward, blood
        thinners, pacemaker, pregnancy, sterile, 911, Do not stop or change prescribed medicine,
        guardian
    """,
    "fees": """
        itemized receipt, superbill, network, Medicare, 12 weeks, 20 in a year, does not cover
        the conditions, cannot bill Medicare, number on your card, Last checked, 24 hours, $400,
        good-faith estimate
    """,
    "about": """
        California Acupuncture Board, (916) 515-5200, look up a license, L.Ac., does not mean
        physician, an interest, editorial policy
    """,
    "contact": """
        call 911, 988, Do not use our form for urgent problems, Landmark, Parking, stop, level
        with, wheelchair
    """,
    "editorial-policy": """
        conflict of interest, pays for it, advertisements, author, reviewer, 24 months, overdue,
        Cochrane, opens each source, compared with, correct, withdrawn, not advice
    """,
    "privacy": """
        no cookie, no trackers, encrypted, front desk, cannot see it, kept elsewhere,
        puzzles, network address, delete what you sent, Do Not Track,
        notice of privacy practices, guardian, do not text you
    """,
    "notice-of-privacy-practices": """
        To treat you, To be paid, To run our clinic, written permission, take a permission back,
        court, stricter law, Get a copy, correct it, share less, health plan, Choose how we reach you,
        last six years, on paper, requires us, without delay, change this notice, Office for Civil Rights,
        worse because you complained, 949-510-6333
    """,
    "accessibility": """
        (WCAG) 2.2, level AA, do not claim, missing, screen reader, Spanish, Call us, written on
        November 22, 2026, overlay, PDF
    """,
    "good-faith-estimate": """
        no health insurance, written, 3 business days, 1 business day, 10 business days, $400,
        dispute, cms.gov/nosurprises
    """,
}
DUTY_LIST = [(slug, " ".join(word.split())) for slug, words in DUTIES.items() for word in words.split(",")]


def facts_of(slug: str) -> dict[str, str]:
    return {item["term"]: item["detail"] for value in blocks(slug, "facts") for item in value["items"]}


@pytest.mark.parametrize(("slug", "words"), DUTY_LIST)
def test_page_says_what_it_has_to(slug: str, words: str) -> None:
    assert words.lower() in words_of(slug).lower()


def test_home_answers_in_the_order_in_which_patients_ask() -> None:
    body = page("home")["body"]
    wanted = ["page_cards", "people", "opening_hours", "heading", "paragraph", "steps", "call_to_action"]
    assert [block["type"] for block in body if block["type"] != "illustration"] == wanted
    assert blocks("home", "heading") == ["What does it cost?"]
    assert 'href="/fees/"' in blocks("home", "paragraph")[0]
    assert body[-1]["value"]["heading"] == "How can you ask for a visit?"


def test_editorial_policy_explains_every_phrase_that_claims_open_with() -> None:
    phrases = {str(level.phrase) for level in LEVELS.values()}
    assert {*phrases, str(ADVICE_PHRASE)} <= set(facts_of("editorial-policy"))


def test_prices_are_exact_and_marked() -> None:
    priced = [text for text in strings(page("fees")) if re.search(r"\$\d", text) and "$400" not in text]
    assert len(priced) == 3
    assert all("demonstration" in text for text in priced)
    elsewhere = [text for slug in PAGES if slug != "fees" for text in strings(page(slug)) if "$" in text]
    assert all("$400" in text for text in elsewhere)


def test_how_long_requests_are_kept_is_said_by_what_erases_them() -> None:
    kinds = [block["type"] for block in page("privacy")["body"]]
    assert kinds[kinds.index("kept_for") - 1] == "heading"


def test_the_map_has_the_same_way_in_words() -> None:
    way_in = blocks("contact", "way_in")[0]
    assert {"Landmark", "By car", "By bus", "Without steps"} <= {item["term"] for item in way_in["items"]}


@pytest.mark.parametrize("slug", [*ARTICLES, *PAGES])
def test_drawings_are_described_or_decorate(slug: str) -> None:
    for value in blocks(slug, "illustration"):
        assert (value["alt_decision"] == "described") is bool(value["description"].strip())


@pytest.mark.parametrize("slug", [*ARTICLES, *PAGES])
def test_links_within_the_site_lead_to_pages_that_exist(slug: str) -> None:
    known = {f"/{each}/" for each in PAGES} | {f"/conditions/{name}/" for name in ARTICLES}
    links = re.findall(r'href="(/[^"]*)"', " ".join(strings(page(slug))))
    assert set(links) <= known | {"/conditions/", "/appointments/request/"}


@pytest.mark.parametrize("slug", [*ARTICLES, *PAGES])
def test_links_say_where_they_lead(slug: str) -> None:
    shown = re.findall(r"<a [^>]*>(.*?)</a>", " ".join(strings(page(slug))))
    assert not [
        words for words in shown if re.fullmatch(r"(click )?here|(read |learn )?more|link", words, re.I)
    ]


def test_people_are_invented_and_unlicensed() -> None:
    for person in load("people")["people"]:
        assert person["is_demonstration"] is True
        assert person["license_number"] == ""
        assert "Demonstration" in person["name"]
        assert "does not exist" in person["biography"]


def test_nobody_is_praised_by_patients() -> None:
    assert not [slug for slug in (*ARTICLES, *PAGES) if blocks(slug, "quote")]


def test_pages_say_when_something_is_invented() -> None:
    pages = load("pages")
    for each in (*pages["pages"], *map(page, PRIVACY)):
        invented = any("demonstration" in text.lower() for text in strings(each))
        assert each["is_demonstration"] is invented, each["slug"]
    # The home page carries no mark, so nothing invented may stand on it but the drawing's name.
    assert not [text for text in strings(pages["home"]) if "demonstration" in plain(text).lower()]


def test_pages_have_what_search_results_show() -> None:
    pages = load("pages")
    for each in (pages["home"], pages["conditions"], *pages["pages"], *map(page, PRIVACY)):
        assert 50 <= len(each["search_description"]) <= 155, each["title"]
    shown = [each["title"] for each in pages["pages"] if each["show_in_menus"]]
    assert shown == ["First visit", "Fees", "About"]


def test_pictures_exist_and_are_credited() -> None:
    images: dict[str, Any] = load("images")
    for image in images.values():
        assert 0 < (FOLDER / "images" / image["file"]).stat().st_size < 120_000
        assert image["credit"]
        assert image["license"]
        assert image["alt_decision"] == "decorative" or image["description"]
    assert load("nerve-pain")["hero"]["image"] in images
