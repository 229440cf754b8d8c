"""What says what a treatment does goes public only when a claim or a clinical reviewer answers for it."""

from pathlib import Path

import pytest

from articles.answering.acts import Choice, answer_statement
from articles.gate.statements import statements_of
from articles.gate.unanswered import open_statements
from articles.models import ConditionPage, SafetyNotice, StatementAnswer
from articles.models.statements import AnswerKind, owner_of
from articles.statements.keys import key_of
from clinic.gate import NotReadyError, findings
from tests.cast import make_rita
from tests.factories import (
    make_care_card,
    make_claim,
    make_condition,
    make_information_page,
    make_ready_draft,
    make_source,
    make_verified_source,
)

pytestmark = pytest.mark.django_db
EASES = "Acupuncture eases the tingling in your feet."
UNKNOWN = "We do not know whether acupuncture helps."
# Five conditions, each sentence a claim, no source: as clinics publish.
PLAIN = (Path(__file__).parent / "as_clinics_publish.txt").read_text(encoding="utf-8")
CLAIMS = 31


def paragraphs(*sentences: str) -> list:
    return [("paragraph", f"<p>{sentence}</p>") for sentence in sentences]


def article(*sentences: str, claims: list | None = None, **fields) -> ConditionPage:
    claims = claims or [make_claim(sources=[make_verified_source()])]
    return make_ready_draft(body=[make_care_card(), *claims, *paragraphs(*sentences)], **fields)


def codes(page) -> list[str]:
    return [finding.code for finding in findings(page)]


def answer(page, kind=AnswerKind.NO_CLAIM, sentence=EASES, **fields) -> None:
    statement = next(each for each in statements_of(page) if each.sentence == sentence)
    answer_statement(page, statement, Choice(kind, **fields), make_rita(), None)


def test_an_article_as_clinics_publish_is_refused_with_a_list_of_all_its_statements():
    page = article(*filter(None, PLAIN.splitlines()))
    with pytest.raises(NotReadyError) as refusal:
        page.save_revision().publish()
    sentences = [line for line in PLAIN.splitlines() if line.endswith(".")]
    assert len(sentences) == CLAIMS
    assert set(sentences) <= {each.sentence for each in open_statements(page)}
    # Those with a word that we never use are told by that word.
    assert len(refusal.value.findings) >= CLAIMS
    assert not ConditionPage.objects.get().live


def test_what_it_says_in_claims_with_sources_can_be_published():
    source = make_verified_source(comparator="sham acupuncture; a night splint")
    claims = [
        make_claim(sources=[source], text="pain was lower with acupuncture than with sham acupuncture."),
        make_claim(
            sources=[source],
            text="symptoms were no better than with a night splint.",
            comparator="a night splint",
        ),
    ]
    page = article(claims=claims)
    page.save_revision().publish()
    assert ConditionPage.objects.get().live


@pytest.mark.parametrize(
    "field", ["title", "summary", "seo_title", "search_description", "what_helps", "also_known_as"]
)
def test_it_is_found_in_every_field(field):
    page = make_ready_draft(**{field: EASES})
    found = [finding for finding in findings(page) if finding.code == "statement_unanswered"]
    assert [finding.field for finding in found] == [field]
    assert EASES in found[0].message


def test_other_pages_are_held_to_the_same():
    page = make_information_page(introduction=EASES, live=False)
    with pytest.raises(NotReadyError, match="nobody has answered"):
        page.save_revision().publish()


def test_an_answer_survives_a_move_and_falls_when_the_sentence_changes():
    page = article(UNKNOWN, "Ask us.")
    assert codes(page) == ["statement_unanswered"]
    answer(page, sentence=UNKNOWN, reason="negation")
    assert codes(page) == []
    page.body = [
        make_care_card(),
        *paragraphs("Ask us.", UNKNOWN.upper()),
        make_claim(sources=[make_verified_source(authors="Ju")]),
    ]
    assert codes(page) == []
    page.body = [
        make_care_card(),
        *paragraphs("We know that acupuncture helps."),
        make_claim(sources=[make_verified_source(authors="Li")]),
    ]
    assert codes(page) == ["statement_unanswered"]


def test_an_answer_to_a_question_is_none_to_its_words_as_an_assertion():
    page, question = article(EASES), f"{EASES.rstrip('.')}?"
    # As it was stored while both had one key.
    row = {"kind": AnswerKind.NO_CLAIM, "reason": "question", "sentence": question}
    StatementAnswer.objects.create(**owner_of(page), key=key_of(EASES), **row)
    assert codes(page) == ["statement_unanswered"]
    [statement] = [each for each in statements_of(page) if each.is_open]
    answer_statement(page, statement, Choice("no_claim", reason="other"), make_rita(), None)
    assert codes(page) == []


def test_an_answer_holds_for_its_page_alone():
    page, other = article(EASES), article(EASES, slug="other")
    answer(page, reason="other")
    assert (codes(page), codes(other)) == ([], ["statement_unanswered"])


def test_an_answer_tied_to_a_claim_or_a_source_holds_as_long_as_that_does():
    source = make_verified_source()
    page = article(EASES, claims=[make_claim(sources=[source])])
    page.body.get_prep_value()
    answer(page, kind=AnswerKind.CLAIM, claim_id=page.body[1].id)
    assert codes(page) == []
    for change, code in (
        ({"is_retracted": True}, "source_retracted"),
        ({"is_retracted": False, "verified_on": None}, "source_unverified"),
    ):
        type(source).objects.filter(pk=source.pk).update(**change)
        stored = ConditionPage.objects.get(pk=page.pk)
        assert codes(stored) == [code, "statement_unanswered"]
    page.body = [
        make_care_card(),
        make_claim(sources=[make_verified_source(authors="Ju")]),
        *paragraphs(EASES),
    ]
    assert codes(page) == ["statement_unanswered"]

    StatementAnswer.objects.all().delete()
    cited = page.body[1].value.known_sources[0]
    StatementAnswer.objects.create(
        **owner_of(page), kind=AnswerKind.SOURCE, source=cited, sentence=EASES, key=_key(page)
    )
    assert codes(page) == []
    StatementAnswer.objects.update(source=make_source(authors="Elsewhere"))
    assert codes(page) == ["statement_unanswered"]


def _key(page) -> str:
    return next(each.key for each in statements_of(page) if each.sentence == EASES)


@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        ("Acupuncture is superior to no treatment.", "statement_needs_claim"),
        ("Acupuncture is more effective than a placebo.", "statement_needs_claim"),
        ("Acupuncture is safe and effective.", "statement_never"),
    ],
)
def test_no_tick_makes_a_strong_statement_public(sentence, code):
    page = article(sentence)
    answer_rows = {"kind": AnswerKind.NO_CLAIM, "reason": "other", "sentence": sentence}
    [statement] = [each for each in statements_of(page) if each.claim is None]
    StatementAnswer.objects.create(**owner_of(page), key=statement.key, **answer_rows)
    assert codes(page) == [code]


def test_a_comparison_stands_in_a_claim_whose_source_compares_and_a_cure_in_none():
    text = "pain was less: acupuncture was better than surgery."
    silent, compares = (
        make_verified_source(comparator=""),
        make_verified_source(authors="Ju", comparator="surgery"),
    )
    claim = {"text": text, "comparator": "surgery"}
    assert "statement_needs_claim" in codes(article(claims=[make_claim(sources=[silent], **claim)]))
    fine = article(claims=[make_claim(sources=[compares], **claim)], slug="fine")
    assert "statement_needs_claim" not in codes(fine)
    never = {"text": "acupuncture reverses nerve damage.", "comparator": "surgery"}
    assert "statement_never" in codes(article(claims=[make_claim(sources=[compares], **never)], slug="never"))


def test_a_quote_about_an_outcome_is_refused_whatever_its_words():
    quote = ("quote", {"text": "Acupuncture eased my back.", "attribution": "a patient"})
    page = make_condition(live=False, body=[quote])
    assert "testimonial" in codes(page)
    page.body = [("quote", {"text": "Ask me anything before we start.", "attribution": "Alex"})]
    assert "testimonial" not in codes(page)


def test_what_a_notice_says_is_answered_for_where_it_is_written():
    notice = SafetyNotice.objects.create(title="Safety", body=f"<p>{EASES}</p>")
    page = article()
    page.body = [*[(child.block_type, child.value) for child in page.body], ("safety_notice", notice)]
    assert codes(page) == []
    page.body = [*[(child.block_type, child.value) for child in page.body], *paragraphs(UNKNOWN)]
    assert codes(page) == ["statement_unanswered"]
