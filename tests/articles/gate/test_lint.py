"""The claim lint: every word of the list, in every text of an article, however it is typed."""

import pytest

from articles.gate.lint import expression, hits
from articles.models import AllowedSentence, LintTerm
from articles.statements.reading import words_of
from clinic.gate import findings
from tests.cast import make_ed, make_rita, signed_in
from tests.factories import (
    make_claim,
    make_condition,
    make_picture,
    make_ready_draft,
    make_safety_notice,
    make_verified_source,
    photo_of,
)

pytestmark = pytest.mark.django_db
EXCEPTION = {
    "sentence": "Nobody can guarantee a result.",
    "reason": "It says that nobody can promise one.",
}


def found_in(page) -> list[str]:
    return [hit.wording.lower() for hit in hits(page)]


def summary_with(text: str) -> list[str]:
    return found_in(make_ready_draft(summary=text))


def test_the_first_list_has_every_word_of_the_policy_with_its_advice():
    english = (
        "cures, heals your, guarantee, proven, clinically proven, miracle, 100 %, permanent relief, "
        "no side effects, FDA approved, best acupuncturist, safe alternative to surgery, "
        "safe alternative to medication, acupuncture treats"
    )
    spanish = (
        "cura, sana, garantiza, probado, comprobado, milagro, definitivo, sin efectos secundarios, el mejor"
    )
    page = make_ready_draft()
    for phrase in f"{english}, {spanish}".split(", "):
        page.summary = f"Some say {phrase} here."
        assert found_in(page) == [phrase.lower()], phrase
    assert not LintTerm.objects.filter(advice="").exists()


@pytest.mark.parametrize(
    "text",
    [
        "It CURES sciatica",
        "It cu\u00adres you",
        "It cu\u200bres you",
        "It cu&shy;res you",
        "It <b>cu</b>res you",
        "It ｃｕｒｅｓ you",
        "guaranteed",
        "Guarantees!",
        "100% safe",
        "100 % safe",
        "100\u00a0% safe",
        "an FDA-approved needle",
        "no\u00a0side\nEffects",
        "a clinically\u2011proven way",
        "no side&nbsp;effects",
        "It \u0441ures",
        "It cúres",
        "It cu\u0332res",
        "It cu\U000e0041res",
        "It cu\u3164res",
        "It cu\u2010res",
        "It c u r e s",
        "pr0ven",
        "Pain <in a week it cures> and more",
        "It is <!-- proven --> good",
        '<a href="/it-cures-all/">It</a>',
    ],
)
def test_it_finds_a_word_however_it_is_typed(text):
    assert len(summary_with(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "secure and procured",
        "curious",
        "a 2100 km walk",
        "approved by the state",
        "<p>no side</p><p>effects</p>",
    ],
)
def test_it_leaves_other_words_alone(text):
    assert summary_with(text) == []


def test_a_word_that_mixes_alphabets_is_refused():
    codes = [found.code for found in findings(make_ready_draft(summary="About n\u0435rves and TNF\u03b1."))]
    assert codes == ["mixed_alphabets"]


def test_an_apostrophe_is_an_apostrophe():
    LintTerm.objects.create(pattern="you’ll be fine", advice="Do not promise.")
    assert summary_with("They say you'll be fine.") == ["you'll be fine"]


def test_a_star_stands_for_any_ending_and_nothing_else_is_a_pattern():
    LintTerm.objects.create(pattern="wonder*", advice="Say what it is.")
    LintTerm.objects.create(pattern="a.c", advice="Say what it is.")
    assert summary_with("wonderful; abc and a.c") == ["wonderful", "a.c"]
    LintTerm.objects.create(pattern="*", advice="Nothing at all.")
    assert found_in(make_ready_draft(slug="other")) == []


def test_of_two_that_overlap_the_longer_counts_and_each_once():
    assert summary_with("Clinically proven, clinically proven, proven") == ["clinically proven", "proven"]


def test_a_word_out_of_use_is_allowed_again():
    LintTerm.objects.filter(pattern="cures").update(is_active=False)
    assert summary_with("It cures.") == []


BLOCKS = {
    "heading": ("heading", "A miracle?"),
    "rich text": ("paragraph", "<ul><li>A <b>miracle</b></li></ul>"),
    "list in a struct": ("care_card", {"level": "urgent", "heading": "If:", "items": ["a", "miracle"]}),
    "struct in a list": ("faq", {"items": [{"question": "Why?", "answer": "<p>A miracle</p>"}]}),
    "facts": ("facts", {"heading": "x", "items": [{"term": "miracle", "detail": "y"}]}),
    "quote": ("quote", {"text": "It was a miracle", "attribution": "Ana"}),
    "button": ("call_to_action", {"heading": "Ask", "text": "Get your miracle"}),
}


@pytest.mark.parametrize("name", BLOCKS)
def test_it_reads_every_block(name):
    hit = hits(make_condition(body=[("heading", "First"), BLOCKS[name]]))[0]
    assert (hit.wording.lower(), hit.text.field, hit.text.place) == ("miracle", "body", 1)
    assert hit.text.block_id


def test_it_reads_claims_notices_pictures_and_the_main_photo():
    claim = make_claim(sources=[make_verified_source()], text="a miracle.", comparator="proven care")
    described = photo_of(make_picture(description="A healer cures a hand."), alt_text="100 % real")
    notice = ("safety_notice", make_safety_notice(body="<p>It has no side effects.</p>"))
    page = make_condition(
        body=[claim, notice, described], hero=[photo_of(make_picture(title="x"), caption="Guaranteed")]
    )
    words = {"guaranteed", "miracle", "proven", "no side effects", "cures", "100 %"}
    assert set(found_in(page)) == words


@pytest.mark.parametrize("name", ["title", "seo_title", "search_description", "summary", "also_known_as"])
def test_it_reads_every_field_that_readers_or_machines_see(name):
    page = make_ready_draft(**{name: "A miracle"}, **({"slug": "x"} if name == "title" else {}))
    assert [hit.text.field for hit in hits(page)] == [name]


def test_it_reads_what_a_publication_is_called_as_no_text_of_ours():
    source = make_verified_source(title="A proven cure? A trial")
    assert found_in(make_ready_draft(body=[make_claim(sources=[source])])) == []


def with_exception(text: str, **changes: str) -> list[str]:
    exception = {**EXCEPTION, **changes}
    page = make_ready_draft(body=[("paragraph", text)], lint_exceptions=[("exception", exception)])
    AllowedSentence.objects.create(page_id=page.pk, **EXCEPTION, allowed_by="Rita Reviewer")
    return found_in(page)


@pytest.mark.parametrize(
    "text",
    [
        "<p>Nobody can guarantee a result.</p>",
        "<p>Be careful. Nobody can <b>guarantee</b> a result. Ask us.</p>",
        "<p>A heading:</p><p>Nobody can\u00a0guarantee a result.</p>",
    ],
)
def test_an_exception_allows_exactly_its_sentence(text):
    assert with_exception(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "<p>We guarantee a result.</p>",
        "<p>Some say: but Nobody can guarantee a result.</p>",
        "<p>Nobody can guarantee a result. We guarantee it.</p>",
        "<p>nobody can guarantee a result.</p>",
    ],
)
def test_an_exception_allows_nothing_beside_its_sentence(text):
    assert with_exception(text) == ["guarantee"]


@pytest.mark.parametrize("missing", EXCEPTION)
def test_an_exception_without_both_parts_allows_nothing(missing):
    assert with_exception("<p>Nobody can guarantee a result.</p>", **{missing: " "}) == ["guarantee"]


def test_what_a_reader_sees():
    assert words_of("<p>a&nbsp;b</p>\n<p>it’s</p> 5 < 6 and 7 > 2") == "a b\nit's\n5 < 6 and 7 > 2"


def test_an_expression_is_understood_by_the_browser_too():
    # Under the flag "u" a browser refuses to read an escape that is not needed.
    assert expression("100 %", "L") == "(?<!L)100[ -]*%"
    assert expression("FDA-approved*", "L") == "(?<!L)FDA-approvedL*"


@pytest.mark.parametrize(("who", "status"), [(make_ed, 302), (make_rita, 200)])
def test_reviewers_extend_the_list_and_editors_read_it(who, status):
    browser = signed_in(who())
    assert "guarante*" in browser.get("/admin/snippets/articles/lintterm/").content.decode()
    url = "/admin/snippets/articles/lintterm/add/"
    assert browser.get(url).status_code == status
    form = {"pattern": "wonder*", "advice": "Say what it is.", "language": "en", "is_active": "on"}
    browser.post(url, {**form, "why": "Two patients took this word for a promise."})
    assert LintTerm.objects.filter(pattern="wonder*").exists() is (status == 200)


@pytest.mark.parametrize("pattern", ["MIRACLE*", "miracle*"])
def test_a_word_that_is_in_the_list_is_refused(pattern):
    form = {"pattern": pattern, "advice": "Again.", "language": "en", "is_active": "on"}
    response = signed_in(make_rita()).post("/admin/snippets/articles/lintterm/add/", form)
    assert "already in the list" in response.content.decode()
