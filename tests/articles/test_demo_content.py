"""The demonstration content keeps the rules for writing about medicine. Needs no database and no Django."""

import re
import tomllib
from collections.abc import Iterator
from datetime import date
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "articles" / "demo"
PAINS = "neuropathic-pain trigeminal-neuralgia sciatica carpal-tunnel-syndrome diabetic-neuropathy"
CONDITIONS = tuple(PAINS.split())
ARTICLES = ("nerve-pain", *CONDITIONS)
FILES = sorted(path.name for path in FOLDER.glob("*.toml"))
LEVELS = {"high", "moderate", "low", "very_low", "not_stated", "no_difference"}
CLAIM_LEVELS = {"low", "very_low", "no_difference"}
REGIONS = {"back_leg", "hand", "face", "feet", "nerves", "needles"}
DESIGNS = {"systematic_review", "overview", "network_meta_analysis", "randomized_trial", "guideline"}
ARTICLE_BLOCKS = {
    "heading": str,
    "paragraph": str,
    "care_card": {"level", "heading", "items"},
    "claim": {"text", "in_brief", "comparator", "certainty", "sources"},
    "safety_notice": str,
    "facts": {"heading", "items"},
    "faq": {"items"},
    "quote": {"text", "attribution"},
    "photo": {"image", "alt", "caption"},
    "call_to_action": {"heading", "text"},
}
MEDICINE = "Do not stop or change prescribed medicine without talking to your doctor."
SHAM = "a pretend treatment used for comparison"
# The longest phrase that the page may put before a claim's own words.
LONGEST_OPENING = "Studies found little or no difference from sham acupuncture: "

FORBIDDEN = {
    "a cure": r"\bcur(e|es|ed|ing|ative)\b",
    "healing": r"\bheal(s|ed|ing|er|ers)?\b",
    "a guarantee": r"\bguarant\w+",
    "proof": r"\bproven\b|\bproof\b",
    "a miracle": r"\bmirac\w+",
    "all of it": r"\b100 ?(%|percent\b)",
    "permanence": r"\bpermanent (relief|result)",
    "harmlessness": r"\bno (side|unwanted) effects\b|\b(completely|totally|perfectly) safe\b",
    "the FDA's approval": r"\bFDA\b",
    "being the best": r"\bbest acupuncturist\b",
    "an alternative": r"\bsafe alternative to (surgery|medic)",
    "treating as a fact": r"\b(acupuncture|needling) (treats?|relieves?|eases|fixes|repairs|reduces)\b",
    "treating a disease": r"\btreats? (sciatica|neuropath|nerve pain|trigeminal|carpal|diabet)",
    "an inexact price": r"as low as|\bfrom \$|starting at|\band up\b|\blowest\b",
    "a guideline for another condition": r"\bNG ?193\b",
    "a badge": r"\bHON ?code\b",
}


@cache
def load(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def strings(value: Any) -> Iterator[str]:
    """Every piece of text below a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)


def plain(html: str) -> str:
    """The words of rich text, one line for each paragraph or list item."""
    lines = re.sub(r"</(p|li|h3)>", "\n", html)
    return unescape(re.sub(r"<[^>]+>", "", lines)).strip()


def blocks(name: str, kind: str) -> list[Any]:
    return [block["value"] for block in load(name)["body"] if block["type"] == kind]


def words_of(name: str) -> str:
    return " ".join(plain(text) for text in strings(load(name)["body"]))


def sentences(text: str) -> list[str]:
    parts = [part for line in plain(text).splitlines() for part in re.split(r"(?<=[.!?:])\s+", line)]
    return [part for part in parts if part]


def readable_strings() -> Iterator[tuple[str, str]]:
    for file in FILES:
        for text in strings(load(file.removesuffix(".toml"))):
            yield file, text


def test_all_expected_files_are_there_and_parse() -> None:
    names = {file.removesuffix(".toml") for file in FILES}
    assert names == {*ARTICLES, "sources", "safety", "people", "pages", "clinic", "images"}
    assert all(load(name) for name in names)


@pytest.mark.parametrize("name", ARTICLES)
def test_article_has_all_fields(name: str) -> None:
    article = load(name)
    assert article["slug"] == name
    assert article["region"] in REGIONS
    for field in ("title", "also_known_as", "summary"):
        assert article[field].strip()
    assert 50 <= len(article["search_description"]) <= 155


@pytest.mark.parametrize("name", ARTICLES)
def test_review_is_signed_by_somebody_else_and_lasts_two_years_at_most(name: str) -> None:
    article = load(name)
    people = {person["name"] for person in load("people")["people"]}
    assert article["author"] != article["clinical_reviewer"]
    assert {article["author"], article["clinical_reviewer"]} <= people
    reviewed, due = article["last_reviewed"], article["next_review_due"]
    assert reviewed < due <= date(reviewed.year + 2, reviewed.month, reviewed.day)


@pytest.mark.parametrize("name", ARTICLES)
def test_blocks_have_their_shapes(name: str) -> None:
    for block in load(name)["body"]:
        shape = ARTICLE_BLOCKS[block["type"]]
        if shape is str:
            assert isinstance(block["value"], str)
        else:
            assert set(block["value"]) == shape


@pytest.mark.parametrize("name", ARTICLES)
def test_every_claim_names_comparator_certainty_and_known_sources(name: str) -> None:
    claims = blocks(name, "claim")
    assert claims
    for claim in claims:
        assert claim["comparator"][0].islower(), "it is read after 'Compared with'"
        assert claim["certainty"] in CLAIM_LEVELS
        assert claim["sources"]
        assert set(claim["sources"]) <= set(load("sources"))


def test_sources_are_complete_and_verified() -> None:
    for key, source in load("sources").items():
        assert source["verified"] is True, key
        assert isinstance(source["verified_on"], date), key
        assert source["design"] in DESIGNS, key
        assert source["certainty"] in LEVELS, key
        for field in ("authors", "title", "journal", "comparator", "finding", "certainty_basis"):
            assert source[field].strip(), (key, field)
        assert {"doi", "pmid", "url"} & set(source), f"{key} has no link"
        assert re.fullmatch(r"10\.\d{4,9}/\S+", source.get("doi", "10.1000/none")), key
        assert re.fullmatch(r"\d{1,8}", source.get("pmid", "1")), key
        assert len(sentences(source["finding"])) == 1, key


def test_every_source_is_cited() -> None:
    cited = {key for name in ARTICLES for claim in blocks(name, "claim") for key in claim["sources"]}
    assert cited == set(load("sources"))


@pytest.mark.parametrize(("what", "pattern"), FORBIDDEN.items())
def test_no_forbidden_words(what: str, pattern: str) -> None:
    found = [text for _, text in readable_strings() if re.search(pattern, plain(text), re.IGNORECASE)]
    assert not found, f"{what}: {found}"


@pytest.mark.parametrize("name", ARTICLES)
def test_warning_comes_before_research_and_emergency_before_urgent(name: str) -> None:
    body = load(name)["body"]
    kinds = [block["type"] for block in body]
    assert kinds.index("care_card") < kinds.index("claim")
    levels = [card["level"] for card in blocks(name, "care_card")]
    assert levels == sorted(levels, key=["emergency", "urgent", "self_care"].index)
    assert levels[0] in {"emergency", "urgent"}
    after_cards = kinds[max(i for i, kind in enumerate(kinds) if kind == "care_card") + 1]
    assert after_cards == "heading"
    for card in blocks(name, "care_card"):
        assert card["items"]
        assert not any("<" in text for text in strings(card))
        if card["level"] == "emergency":
            assert card["heading"].startswith("Call 911")


@pytest.mark.parametrize("name", CONDITIONS)
def test_condition_keeps_the_fixed_order(name: str) -> None:
    starts = (
        "What is",
        "What are the symptoms",
        "When should I get medical help",
        "What are the usual treatments",
        "What does the research say about acupuncture",
        "Is acupuncture safe",
        "What happens at a visit",
    )
    headings = blocks(name, "heading")
    assert len(headings) == len(starts)
    for heading, start in zip(headings, starts, strict=True):
        assert heading.startswith(start)


@pytest.mark.parametrize("name", ARTICLES)
def test_article_carries_its_duties(name: str) -> None:
    words = words_of(name)
    assert blocks(name, "safety_notice") == [load("safety")["key"]]
    assert words.count(MEDICINE) == 1
    assert words.count(SHAM) == 1
    assert words.index(SHAM) < words.index(blocks(name, "claim")[0]["text"])
    assert "We offer acupuncture, so we have an interest" in words


def test_unfavorable_evidence_is_cited() -> None:
    cited = {name: {key for claim in blocks(name, "claim") for key in claim["sources"]} for name in ARTICLES}
    for name in ("sciatica", "nerve-pain"):
        assert "nice-ng59" in cited[name]
    assert "NICE NG59" in words_of("sciatica")
    assert {"ju-2017", "paley-2015"} <= cited["neuropathic-pain"]
    assert "choi-2018" in cited["carpal-tunnel-syndrome"]
    assert "he-2024" in cited["trigeminal-neuralgia"]
    assert "yu-2021" in cited["diabetic-neuropathy"]


def test_founding_article_leads_to_every_condition_and_to_the_form() -> None:
    text = " ".join(strings(load("nerve-pain")["body"]))
    for path in (*(f"/conditions/{name}/" for name in CONDITIONS), "/appointments/request/"):
        assert f'href="{path}"' in text


@pytest.mark.parametrize("word", ["bleeding", "blood thinner", "pacemaker", "pregnan", "sterile", "immune"])
def test_safety_notice_names_what_matters(word: str) -> None:
    assert word in plain(load("safety")["body"])


def test_no_sentence_is_too_long() -> None:
    claims = {claim["text"] for name in ARTICLES for claim in blocks(name, "claim")}
    prose = [(file, text) for file, text in readable_strings() if file not in {"sources.toml", "images.toml"}]
    for file, text in prose:
        opening = LONGEST_OPENING.replace(":", ",") if text in claims else ""
        for sentence in sentences(opening + text):
            assert len(sentence.split()) <= 40, (file, sentence)


@pytest.mark.parametrize("name", ARTICLES)
def test_sentences_are_short_on_average(name: str) -> None:
    lengths = [len(part.split()) for text in strings(load(name)["body"]) for part in sentences(text)]
    assert sum(lengths) / len(lengths) <= 15


def test_rich_text_uses_only_what_the_editor_offers() -> None:
    tags = {tag for _, text in readable_strings() for tag in re.findall(r"</?(\w+)", text)}
    assert tags <= {"h3", "b", "i", "ul", "ol", "li", "p", "a"}


def test_people_are_invented_and_unlicensed() -> None:
    for person in load("people")["people"]:
        assert person["is_demonstration"] is True
        assert person["license_number"] == ""
        assert "Demonstration" in person["name"]
        assert "does not exist" in person["biography"]


def test_pages_say_when_something_is_invented() -> None:
    pages = load("pages")
    for page in pages["pages"]:
        invented = any("demonstration" in text.lower() for text in strings(page))
        assert page["is_demonstration"] is invented, page["slug"]
    for page in (pages["home"], pages["conditions"], *pages["pages"]):
        assert 50 <= len(page["search_description"]) <= 155, page["title"]
    shown = [page["title"] for page in pages["pages"] if page["show_in_menus"]]
    assert shown == ["First visit", "Fees", "About"]


def test_prices_are_exact_and_marked() -> None:
    fees = next(page for page in load("pages")["pages"] if page["slug"] == "fees")
    priced = [text for text in strings(fees) if re.search(r"\$\d", text) and "$400" not in text]
    assert priced
    assert all("demonstration" in text for text in priced)


def test_pictures_exist_and_are_credited() -> None:
    images = load("images")
    for image in images.values():
        assert 0 < (FOLDER / "images" / image["file"]).stat().st_size < 120_000
        assert image["credit"]
        assert image["license"]
        assert image["alt_decision"] == "decorative" or image["description"]
    assert load("nerve-pain")["hero"]["image"] in images
