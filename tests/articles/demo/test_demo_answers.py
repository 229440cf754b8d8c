"""The demonstration's statements have answers that a clinician could sign, and no others."""

from collections.abc import Iterator
from typing import Any

from wagtail.models import Page

import pytest

from articles.demo.answers import demonstration_answers
from articles.gate.statements import statements_of
from articles.models import ConditionPage, SafetyNotice, StatementAnswer
from articles.models.statements import NoClaimReason
from clinic.gate import findings
from clinic.models import Ailment, Practitioner
from tests.crawl import load_demonstration_site
from tests.databases import rows_for_many

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def demonstration(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with rows_for_many(django_db_blocker):
        load_demonstration_site()
        yield


def test_every_answer_answers_a_statement_and_every_statement_has_one():
    pages = [page.specific for page in Page.objects.filter(depth__gt=1)]
    records = [*SafetyNotice.objects.all(), *Ailment.objects.all(), *Practitioner.objects.all()]
    assert [finding for each in (*pages, *records) for finding in findings(each)] == []

    owners = [(page.slug, page) for page in pages] + [(each._meta.label, each) for each in records]
    said: dict[str, set[str]] = {}
    for name, owner in owners:
        said.setdefault(name, set()).update(each.sentence for each in statements_of(owner) if not each.claim)
    answered = {
        (name, sentence)
        for name, answers in demonstration_answers().items()
        for sentences in answers.values()
        for sentence in sentences
    }
    assert answered == {(name, sentence) for name, sentences in said.items() for sentence in sentences}
    assert StatementAnswer.objects.filter(written_by__is_demonstration=False).count() == 0


def test_an_articles_answers_are_few_beside_its_claims_and_none_says_other_of_a_result():
    for page in ConditionPage.objects.all():
        for each in statements_of(page):
            if each.answer and each.answer.reason == NoClaimReason.OTHER:
                assert "acupuncture" not in each.sentence.lower(), each.sentence
