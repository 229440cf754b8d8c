"""Rules change by two people and a reason; what makes them stricter counts at once. All is logged."""

from django.db import IntegrityError, transaction

import pytest

from articles.models import AllowedSentence, LintTerm, RuleChange
from articles.statements.keys import key_of
from clinic.gate import findings
from clinic.models import User
from tests.articles.test_article_page import text_of
from tests.cast import EDITORS, REVIEWERS, make_ed, make_freya, make_rita, make_sam, signed_in
from tests.factories import answer_for, make_information_page, make_ready_draft, make_user

pytestmark = pytest.mark.django_db
PAGE = "/admin/rule-changes/"
WORDS, SENTENCES = "/admin/snippets/articles/lintterm/", "/admin/snippets/articles/allowedsentence/"
WHY = "Two patients took this word for a promise."
PROMISE = "Nobody can guarantee a result."
FORM = {"pattern": "wonder*", "advice": "Say what it is.", "language": "en", "is_active": "on", "why": WHY}


def make_second_reviewer():
    return make_user(email="remy@clinic.example", group=REVIEWERS, first_name="Remy", last_name="Reviewer")


def post(user, address: str, **form) -> str:
    return text_of(signed_in(user).post(address, form, follow=True))


def test_a_word_joins_at_once_and_goes_only_with_a_second_person():
    rita, remy = make_rita(), make_second_reviewer()
    post(rita, f"{WORDS}add/", **FORM)
    word = LintTerm.objects.get(pattern="wonder*")
    assert RuleChange.objects.get().outcome == "at_once"
    off = {name: value for name, value in FORM.items() if name != "is_active"}
    said = post(rita, f"{WORDS}edit/{word.pk}/", **{**off, "why": "Nobody ever wrote it in an article."})
    assert "waits until somebody else confirms it" in said
    word.refresh_from_db()
    assert word.is_active
    change = RuleChange.objects.waiting().get()
    assert "You proposed this yourself" in post(rita, PAGE, change=change.pk, answer="confirm")
    word.refresh_from_db()
    assert word.is_active
    post(remy, PAGE, change=change.pk, answer="confirm")
    word.refresh_from_db()
    assert not word.is_active
    log = text_of(signed_in(make_ed()).get(PAGE))
    for words in (WHY, "Nobody ever wrote it in an article.", "Rita Reviewer", "Remy Reviewer", "Confirmed"):
        assert words in log


@pytest.mark.parametrize("why", ["x", "", "wonder wonder wonder wonder", "because of", "1 2 3 4 5"])
def test_a_reason_says_something(why):
    assert post(make_rita(), f"{WORDS}add/", **{**FORM, "why": why})
    assert not LintTerm.objects.filter(pattern="wonder*").exists()
    assert not RuleChange.objects.exists()


def test_a_word_is_weakened_by_no_other_door():
    rita, sam = make_rita(), make_sam()
    word = LintTerm.objects.get(pattern="cures")
    changed = {**FORM, "pattern": "cures nothing at all", "advice": word.advice}
    post(rita, f"{WORDS}edit/{word.pk}/", **changed)
    for address in (
        f"{WORDS}delete/{word.pk}/",
        f"/admin/bulk/articles/lintterm/delete/?id={word.pk}&next={WORDS}",
    ):
        assert "Words are not deleted" in post(sam, address)
    assert LintTerm.objects.filter(pk=word.pk, pattern="cures", is_active=True).exists()
    # Declined, it is done with.
    change = RuleChange.objects.waiting().get()
    post(sam, PAGE, change=change.pk, answer="decline")
    assert "has decided this already" in post(sam, PAGE, change=change.pk, answer="confirm")
    assert LintTerm.objects.filter(pk=word.pk, pattern="cures").exists()


def test_nobody_confirms_what_has_changed_meanwhile():
    rita, remy = make_rita(), make_second_reviewer()
    word = LintTerm.objects.get(pattern="cures")
    form = {**FORM, "pattern": "cures all", "advice": word.advice}
    post(rita, f"{WORDS}edit/{word.pk}/", **form)
    LintTerm.objects.filter(pk=word.pk).update(advice="Other.")
    said = post(remy, PAGE, change=RuleChange.objects.waiting().get().pk, answer="confirm")
    assert "has changed since" in said
    assert LintTerm.objects.filter(pk=word.pk, pattern="cures").exists()


def test_a_sentence_is_allowed_by_whoever_confirms_it_on_its_page_alone_and_taken_back_by_one():
    rita, remy = make_rita(), make_second_reviewer()
    page, other = make_information_page(), make_information_page(slug="other")
    form = {"page": page.pk, "sentence": PROMISE, "reason": "It says what nobody can promise here."}
    assert "Say in a sentence why" in post(rita, f"{SENTENCES}add/", **{**form, "reason": "x"})
    post(rita, f"{SENTENCES}add/", **form, allowed_by="Dr. Nobody")
    page.introduction = other.introduction = PROMISE
    for each in (page, other):
        answer_for(each, reason="negation")
    assert findings(page)
    post(remy, PAGE, change=RuleChange.objects.waiting().get().pk, answer="confirm")
    assert not findings(page)
    assert findings(other)
    allowed = AllowedSentence.objects.get()
    assert allowed.allowed_by == "Remy Reviewer"
    post(rita, f"{SENTENCES}delete/{allowed.pk}/")
    assert findings(page)
    assert RuleChange.objects.filter(reason__startswith="Taken back").exists()


def test_an_exception_of_an_article_counts_once_somebody_else_than_its_writer_confirmed_it():
    rita, remy = make_rita(), make_second_reviewer()
    exception = {"sentence": PROMISE, "reason": "It says what nobody can promise here."}
    draft = make_ready_draft(summary=PROMISE, lint_exceptions=[("exception", exception)])
    answer_for(draft, reason="negation")
    draft.save_revision(user=rita)
    draft.save_revision(user=remy)
    assert {finding.code for finding in findings(draft)} == {"forbidden_word", "exception_unconfirmed"}
    answer = {"page": draft.pk, "key": key_of(PROMISE), "answer": "confirm"}
    assert PROMISE in text_of(signed_in(rita).get(PAGE))
    assert "You wrote this yourself" in post(rita, PAGE, **answer)
    assert findings(draft)
    post(remy, PAGE, **answer)
    assert findings(draft) == []
    assert AllowedSentence.objects.get().allowed_by == "Remy Reviewer"
    change = RuleChange.objects.get()
    assert (change.proposed_by, change.decided_by) == (rita, remy)
    assert "waits no longer" in post(remy, PAGE, **answer)


def test_the_log_is_only_added_to():
    post(make_rita(), f"{WORDS}add/", **FORM)
    changes = RuleChange.objects.all()
    for spoil in (changes.delete, lambda: changes.update(reason="x"), lambda: changes.update(outcome="x")):
        with pytest.raises(IntegrityError), transaction.atomic():
            spoil()


def test_where_there_is_one_reviewer_an_editor_is_the_second_person_and_neither_is_one_alone():
    rita, ed, page = make_rita(), make_ed(), make_ready_draft()
    word = LintTerm.objects.get(pattern="cures")
    assert "Nobody else here can confirm" not in text_of(signed_in(rita).get(PAGE))
    assert "can be confirmed by: Ed Editor" in text_of(signed_in(rita).get(PAGE))
    post(rita, f"{WORDS}edit/{word.pk}/", **{**FORM, "pattern": "cures all"})
    change = RuleChange.objects.get()
    post(rita, PAGE, change=change.pk, answer="confirm")
    assert RuleChange.objects.get().is_waiting
    post(ed, PAGE, change=change.pk, answer="confirm")
    word.refresh_from_db()
    assert word.pattern == "cures all"
    # What an editor wrote, no other editor confirms.
    page.lint_exceptions = [("exception", {"sentence": PROMISE, "reason": WHY})]
    page.save_revision(user=ed)
    other = make_user(email="else@clinic.example", group=EDITORS)
    for user, count in ((ed, 0), (other, 0), (rita, 1)):
        post(user, PAGE, page=page.pk, key=key_of(PROMISE), answer="confirm")
        assert AllowedSentence.objects.count() == count, user
    User.objects.exclude(pk=rita.pk).update(is_active=False)
    assert "Nobody else here can confirm" in text_of(signed_in(rita).get(PAGE))


def test_who_does_not_read_the_rules_decides_nothing():
    word = LintTerm.objects.get(pattern="cures")
    post(make_rita(), f"{WORDS}edit/{word.pk}/", **{**FORM, "pattern": "cures all"})
    browser = signed_in(make_freya())
    assert browser.get(PAGE).status_code != 200
    for sent in ({"change": RuleChange.objects.get().pk, "answer": "confirm"}, {}, {"change": "x"}):
        assert browser.post(PAGE, sent).status_code in (302, 403)
    assert signed_in(make_ed()).post(PAGE, {"page": "9" * 30}).status_code == 302
    assert RuleChange.objects.get().is_waiting
