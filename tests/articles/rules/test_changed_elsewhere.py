"""Rules that a program or plain SQL changes: each change has its line in the log, which readers see."""

from collections.abc import Callable

from django.db import connection

import pytest

from articles.models import AllowedSentence, LintTerm, RuleChange
from tests.articles.rules.test_rules import (
    FORM,
    PAGE,
    PROMISE,
    SENTENCES,
    WORDS,
    make_second_reviewer,
    post,
)
from tests.articles.test_article_page import text_of
from tests.cast import make_ed, make_rita, signed_in
from tests.factories import make_information_page

pytestmark = pytest.mark.django_db
REASON = "It says what nobody can promise here."


def lines() -> list[tuple[str, str]]:
    """Return outcome and name of each line, the newest last; triggers say theirs when a transaction ends."""
    connection.check_constraints()
    return list(RuleChange.objects.order_by("pk").values_list("outcome", "name"))


def switch_off() -> None:
    LintTerm.objects.filter(pattern="cures").update(is_active=False)


def reword() -> None:
    word = LintTerm.objects.get(pattern="cures")
    word.pattern = "cures all of it"
    word.save()


def delete_by_sql() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM articles_lintterm WHERE pattern = 'cures'")


def add() -> None:
    LintTerm.objects.bulk_create([LintTerm(pattern="cures of old", advice="Say what it is.")])


@pytest.mark.parametrize("way", [switch_off, reword, delete_by_sql, add])
def test_a_word_that_a_program_changes_has_a_line_that_says_so(way: Callable[[], None]):
    way()
    [(outcome, name)] = lines()
    assert outcome == "elsewhere"
    assert name.startswith("cures")
    seen = text_of(signed_in(make_ed()).get(PAGE))
    assert "Changed by a program, without two people and a reason" in seen
    assert "Proposed by" not in seen


def test_a_sentence_that_a_program_allows_or_takes_back_has_one_too():
    page = make_information_page(slug="x")
    row = {"page_id": page.pk, "sentence": PROMISE, "reason": REASON}
    allowed = AllowedSentence.objects.create(**row, allowed_by="nobody")
    assert lines() == [("elsewhere", PROMISE)]
    allowed.delete()
    assert lines()[1:] == [("elsewhere", PROMISE)]
    change = RuleChange.objects.order_by("pk").last()
    assert (change.before, change.after) == (row, {})


def test_what_two_people_decide_has_their_line_alone():
    rita, remy, page = make_rita(), make_second_reviewer(), make_information_page(slug="x")
    post(rita, f"{WORDS}add/", **FORM)
    word = LintTerm.objects.get(pattern="wonder*")
    post(rita, f"{WORDS}edit/{word.pk}/", **{**FORM, "pattern": "wonders", "why": REASON})
    post(remy, PAGE, change=RuleChange.objects.waiting().get().pk, answer="confirm")
    post(rita, f"{SENTENCES}add/", page=page.pk, sentence=PROMISE, reason=REASON)
    post(remy, PAGE, change=RuleChange.objects.waiting().get().pk, answer="confirm")
    assert {outcome for outcome, _name in lines()} == {"at_once", "confirmed"}
    allowed = AllowedSentence.objects.get()
    post(rita, f"{SENTENCES}delete/{allowed.pk}/")
    assert [outcome for outcome, _name in lines()] == ["at_once", "confirmed", "confirmed", "at_once"]
    # Allowed once, taken back, and allowed again by a program.
    AllowedSentence.objects.create(page=page, sentence=PROMISE, reason=REASON, allowed_by="nobody")
    assert lines()[-1] == ("elsewhere", PROMISE)


def test_what_is_stored_without_a_change_has_no_line_and_neither_has_a_page_that_goes():
    page = make_information_page(slug="x")
    LintTerm.objects.get(pattern="cures").save()
    assert lines() == []
    AllowedSentence.objects.create(page=page, sentence=PROMISE, reason=REASON, allowed_by="nobody")
    assert len(lines()) == 1
    page.delete()
    assert not AllowedSentence.objects.exists()
    assert len(lines()) == 1
