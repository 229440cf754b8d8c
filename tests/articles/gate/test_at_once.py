"""Two people at the same instant: who publishes, who answers, and whose ground goes meanwhile."""

from collections.abc import Callable
from functools import partial
from threading import Barrier, Thread
from typing import Any

from django.db import connection
from django.urls import reverse

import pytest

from articles.models import ConditionPage, Source, StatementAnswer
from articles.models.statements import AnswerKind
from clinic.gate import NotReadyError, findings
from clinic.models import PageJudgment
from tests.articles.answering.test_answers import NEGATION, OTHER, answered
from tests.articles.gate.test_statements import EASES, UNKNOWN, answer, article
from tests.articles.withholding.test_withholding import NOTICE, seen, worker
from tests.cast import REVIEWERS, make_rita, signed_in
from tests.factories import make_details, make_ready_draft, make_user

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Return what each act answers or raises, each in a thread of its own, none before the last is there."""
    start, answers = Barrier(len(acts)), dict[int, Any]()

    def run(number: int, act: Callable[[], Any]) -> None:
        start.wait()
        try:
            answers[number] = act()
        except Exception as error:  # noqa: BLE001 - the test looks at it
            answers[number] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=each) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [answers[number] for number in range(len(acts))]


def make_robin():
    return make_user(email="robin@clinic.example", group=REVIEWERS, first_name="Robin", last_name="Second")


def version(page: ConditionPage, summary: str) -> Any:
    page.summary = summary
    return page.save_revision()


def test_of_all_who_publish_at_once_one_version_is_live_whole_with_the_name_of_whoever_published_it(client):
    make_details()
    page, people = make_ready_draft(), [make_rita(), make_robin()]
    refused, older, newest = (version(page, words) for words in ("A miracle.", "Ask us.", "Call us."))
    acts = [lambda user=user: newest.publish(user=user) for user in people]
    told = at_once(*acts, older.publish, refused.publish)
    assert [type(each) for each in told] == [type(None)] * 3 + [NotReadyError]
    live = ConditionPage.objects.get()
    judgment = PageJudgment.objects.get(page_id=live.pk)
    assert live.summary == live.live_revision.as_object().summary != "A miracle."
    assert judgment.passed_by in (people if live.live_revision == newest else [None])
    worker()
    judgment.refresh_from_db()
    assert (judgment.findings, judgment.withheld) == ([], {})
    assert live.summary in seen(client)


def test_of_two_reviewers_who_answer_one_counts_and_the_other_reads_who_was_first():
    page, people = article(UNKNOWN), (make_rita(), make_robin())
    screen = reverse("articles_statements:page", args=[page.pk])
    # Of two who answer alike the second has nothing to be told.
    acts = [
        partial(signed_in(person).post, screen, answered(page, value), follow=True)
        for person, value in zip(people, (NEGATION, OTHER), strict=True)
    ]
    told = [response.content.decode() for response in at_once(*acts)]
    current = StatementAnswer.objects.get(is_current=True)
    assert StatementAnswer.objects.count() == 1
    second = told[1] if current.written_by == people[0] else told[0]
    assert f"{current.written_by} answered while you did" in second
    assert "1 answer is recorded." in told[people.index(current.written_by)]


def test_an_answer_tied_to_a_source_that_is_withdrawn_in_the_same_instant_holds_up_nothing(client):
    make_details()
    page = article(EASES)
    source = page.body[1].value.known_sources[0]
    answer(page, kind=AnswerKind.SOURCE, source_id=source.pk)
    assert findings(page) == []
    revision = page.save_revision()
    told, _rows = at_once(
        revision.publish, lambda: Source.objects.filter(pk=source.pk).update(is_retracted=True)
    )
    page = ConditionPage.objects.get()
    assert {each.code for each in findings(page)} == {"source_retracted", "statement_unanswered"}
    # Whoever was first: either it never went live, or readers do not see it.
    worker()
    if told is None:
        article_seen = seen(client)
        assert EASES not in article_seen
        assert NOTICE in article_seen
    else:
        assert isinstance(told, NotReadyError)
        assert not ConditionPage.objects.live().exists()
