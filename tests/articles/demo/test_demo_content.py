"""The demonstration's articles keep the rules for writing about medicine. Needs no database."""

import re
from datetime import date

import pytest

from articles.models.answers import ANSWERS
from tests.articles.demo.demo_files import (
    ARTICLES,
    CONDITIONS,
    FILES,
    blocks,
    load,
    plain,
    sentences,
    strings,
    words_of,
)

LEVELS = {"high", "moderate", "low", "very_low", "not_stated"}
CLAIM_LEVELS = {"low", "very_low"}
ADVICE = {"advised", "advised_against"}
RESULTS = {"better", "little", "worse", "unclear"}
# What the authors did not rate counts as the least sure level: both open with the same words.
SURENESS = {"not_stated": 1, "very_low": 1, "low": 2, "moderate": 3, "high": 4}
REGIONS = {"back_leg", "hand", "face", "feet", "nerves", "needles"}
DESIGNS = {"systematic_review", "overview", "network_meta_analysis", "randomized_trial", "guideline"}
ARTICLE_BLOCKS = {
    "heading": str,
    "paragraph": str,
    "care_card": {"level", "heading", "items"},
    "claim": {"text", "in_brief", "comparator", "found", "certainty", "sources"},
    "safety_notice": str,
    "facts": {"heading", "items"},
    "faq": {"items"},
    "quote": {"text", "attribution"},
    "photo": {"image", "alt", "caption"},
    "call_to_action": {"heading", "text"},
    "illustration": {"drawing", "alt_decision", "description", "caption", "size"},
}
MEDICINE = "Do not stop or change prescribed medicine without talking to your doctor."
SHAM = "a pretend treatment used for comparison"


def test_all_expected_files_are_there_and_parse() -> None:
    names = {file.removesuffix(".toml") for file in FILES}
    others = {
        "ailments",
        "answers",
        "people_pages",
        "sources",
        "safety",
        "people",
        "pages",
        "clinic",
        "images",
    }
    assert names == {*ARTICLES, *others}
    assert all(load(name) for name in names)


@pytest.mark.parametrize("name", ARTICLES)
def test_article_has_all_fields(name: str) -> None:
    article = load(name)
    assert article["slug"] == name
    assert article["region"] in REGIONS
    for field in ("title", "also_known_as", "summary", *ANSWERS):
        assert article[field].strip()
    first = article["also_known_as"].split()[0]
    assert first.islower() or first.strip(",").isupper(), "it stands within a sentence"
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
            assert set(block["value"]) - {"people"} == shape


@pytest.mark.parametrize("name", ARTICLES)
def test_every_claim_names_comparator_certainty_and_known_sources(name: str) -> None:
    claims = blocks(name, "claim")
    assert claims
    for claim in claims:
        assert claim["comparator"] == claim["comparator"].lower(), "it is read after 'Compared with'"
        designs = {load("sources")[key]["design"] for key in claim["sources"]}
        is_advice = claim["found"] in ADVICE
        assert is_advice is (designs == {"guideline"}), "a guideline advises, and finds nothing"
        assert is_advice or claim["found"] in RESULTS
        assert is_advice is not bool(claim["comparator"])
        assert claim["certainty"] in ({"not_stated"} if is_advice else CLAIM_LEVELS)
        assert claim["sources"]
        assert set(claim["sources"]) <= set(load("sources"))


def test_sources_are_complete_and_say_since_when_they_are_verified() -> None:
    for key, source in load("sources").items():
        assert isinstance(source.get("verified_on"), date) is source["verified"], key
        assert source["design"] in DESIGNS, key
        assert source["certainty"] in LEVELS, key
        assert bool(source.get("comparator")) is (source["design"] != "guideline"), key
        for field in ("authors", "title", "journal", "finding", "certainty_basis"):
            assert source[field].strip(), (key, field)
        assert {"doi", "pmid", "url"} & set(source), f"{key} has no link"
        assert re.fullmatch(r"10\.\d{4,9}/\S+", source.get("doi", "10.1000/none")), key
        assert re.fullmatch(r"\d{1,8}", source.get("pmid", "1")), key
        assert len(sentences(source["finding"])) == 1, key


def test_every_verified_source_is_cited_and_no_other() -> None:
    cited = {key for name in ARTICLES for claim in blocks(name, "claim") for key in claim["sources"]}
    assert cited == {key for key, source in load("sources").items() if source["verified"]}


@pytest.mark.parametrize("name", ARTICLES)
def test_no_claim_is_surer_than_its_sources_or_rests_on_one_that_says_nothing_of_needles(name: str) -> None:
    for claim in blocks(name, "claim"):
        for key in claim["sources"]:
            source = load("sources")[key]
            assert re.search(r"(?<!no )acupuncture", f"{source['title']} {source['finding']}".lower()), key
            if claim["certainty"] != "no_difference":
                assert SURENESS[claim["certainty"]] <= SURENESS[source["certainty"]], (claim["text"], key)


@pytest.mark.parametrize("name", ARTICLES)
def test_only_what_cannot_wait_an_hour_asks_for_911(name: str) -> None:
    """A fever with the pain, a history of cancer or a number on a meter is for a doctor today."""
    cards = blocks(name, "care_card")
    emergency = " ".join(" ".join(card["items"]) for card in cards if card["level"] == "emergency")
    assert not re.search(r"fever|cancer|very high or very low", emergency)


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
        "What causes",
        "When should I get medical help",
        "What can I do today",
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


def test_founding_article_leads_to_every_condition() -> None:
    text = " ".join(strings(load("nerve-pain")["body"]))
    for name in CONDITIONS:
        assert f'href="/conditions/{name}/"' in text


@pytest.mark.parametrize("word", ["bleeding", "blood thinner", "pacemaker", "pregnan", "sterile", "immune"])
def test_safety_notice_names_what_matters(word: str) -> None:
    assert word in plain(load("safety")["body"])
