"""How the demonstration speaks: nothing promised, short sentences, words that most people read with ease."""

import re

import pytest

from articles.blocks.certainty import level_of
from tests.articles.demo.demo_files import (
    ARTICLES,
    PAGES,
    blocks,
    load,
    page,
    plain,
    readable_strings,
    sentences,
    strings,
)
from tests.readability import grade_of

HARDEST_GRADE = 8
# The longest phrase that the page may put before a claim's own words.
LONGEST_OPENING = "We do not know yet; studies are small or weak: "
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
    "a badge": r"\bHON ?code\b|\b(ADA|fully) compliant\b|\bcertified\b",
    "a physician": r"\b(our|your) (acupuncture )?physicians?\b|\bspecialists?\b",
    "what seems easy to the writer": r"\b(simply|obviously|of course)\b",
}


def prose_of(slug: str) -> str:
    """What a page says in whole sentences. Signs in a list would only make it look easier than it is."""
    fields = page(slug)
    claims = {claim["text"]: f"{level_of(claim['certainty']).phrase}: " for claim in blocks(slug, "claim")}
    texts = [fields.get("summary", ""), fields.get("introduction", ""), *strings(fields["body"])]
    lines = [
        line.strip()
        for text in texts
        for line in plain(claims.get(text, "") + re.sub(r"<h3>.*?</h3>", "", text)).splitlines()
    ]
    return " ".join(line for line in lines if line.endswith((".", "?", "!")))


@pytest.mark.parametrize(("what", "pattern"), FORBIDDEN.items())
def test_no_forbidden_words(what: str, pattern: str) -> None:
    found = [text for _, text in readable_strings() if re.search(pattern, plain(text), re.IGNORECASE)]
    assert not found, f"{what}: {found}"


@pytest.mark.parametrize("slug", [*ARTICLES, *PAGES])
def test_every_page_can_be_read_at_eighth_grade(slug: str) -> None:
    assert grade_of(prose_of(slug)) <= HARDEST_GRADE


def test_the_safety_notice_can_be_read_at_eighth_grade() -> None:
    assert grade_of(plain(load("safety")["body"]).replace("\n", " ")) <= HARDEST_GRADE


def test_the_measure_tells_plain_words_from_hard_ones() -> None:
    assert grade_of("We check your skin. Then you rest. You can stop at any time.") < 3
    hard = "Systematic evaluation of heterogeneous interventions necessitates methodological caution."
    assert grade_of(hard) > 16


def test_no_sentence_is_too_long() -> None:
    claims = {claim["text"] for name in ARTICLES for claim in blocks(name, "claim")}
    prose = [(file, text) for file, text in readable_strings() if file not in {"sources.toml", "images.toml"}]
    for file, text in prose:
        opening = LONGEST_OPENING.replace(":", ",") if text in claims else ""
        for sentence in sentences(opening + text):
            assert len(sentence.split()) <= 40, (file, sentence)


@pytest.mark.parametrize("slug", [*ARTICLES, *PAGES])
def test_sentences_are_short_on_average(slug: str) -> None:
    lengths = [len(part.split()) for text in strings(page(slug)["body"]) for part in sentences(text)]
    assert sum(lengths) / len(lengths) <= 15


@pytest.mark.parametrize("slug", [*ARTICLES, *PAGES])
def test_headings_ask_what_a_reader_would_ask(slug: str) -> None:
    headings = blocks(slug, "heading")
    for kind in ("facts", "steps", "people", "page_cards"):
        headings += [value["heading"] for value in blocks(slug, kind)]
    assert headings
    assert [heading for heading in headings if "?" not in heading] == []


def test_rich_text_uses_only_what_the_editor_offers() -> None:
    tags = {tag for _, text in readable_strings() for tag in re.findall(r"</?(\w+)", text)}
    assert tags <= {"h3", "b", "i", "ul", "ol", "li", "p", "a"}
