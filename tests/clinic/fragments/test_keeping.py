"""A fragment is kept with the questions that it was made from, and shown while their answers are the same."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.middleware.csrf import get_token
from django.test import RequestFactory

import pytest

from articles.models import Source
from clinic.database import clock
from clinic.fragments import questions
from clinic.fragments.keeping import apart, fragments_of, is_kept, kept
from clinic.fragments.memory import MEMORY
from clinic.page_life.lasting import being_made
from tests.queries import at_most_queries

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture
def made() -> list[str]:
    """The journals that were made a fragment of, in their order."""
    return []


@pytest.fixture
def restored() -> Iterator[None]:
    """The sources are afterwards as they were."""
    before = list(Source.objects.values())
    yield
    for row in before:
        Source.objects.filter(pk=row["id"]).update(**row)


def show(made: list[str], *, before=lambda: None, after=lambda: None, request=None, key="journal") -> str:
    """A page with one fragment: a source's journal."""

    def make() -> str:
        before()
        made.append(Source.objects.values_list("journal", flat=True).get())
        after()
        return made[-1]

    request = request or RequestFactory().get("/")
    with fragments_of(request):
        return kept((key,), make)


def change(**fields: str) -> None:
    Source.objects.update(**fields)


def test_it_is_made_once_and_again_when_what_it_read_has_changed(made, restored):
    assert [show(made), show(made)] == ["", ""] and len(made) == 1
    change(journal="JAMA 3")
    assert [show(made), show(made)] == ["JAMA 3", "JAMA 3"] and len(made) == 2
    with connection.cursor() as cursor:
        cursor.execute("UPDATE articles_source SET journal = 'BMJ 4'")
    assert show(made) == "BMJ 4"


def test_a_change_of_something_else_leaves_it_and_costs_one_question(made, restored):
    show(made)
    show(made)
    change(title="Another title", finding="It eased.")
    with_look = RequestFactory().get("/")
    show(made, request=with_look)
    assert len(made) == 1
    version = with_look.META["clinic.site_version"]
    assert {fragment.version for fragment, _size in MEMORY._kept.values()} == {version}


def test_until_it_is_shown_again_nobody_asks_what_the_database_answered(made, restored):
    with at_most_queries(2):
        show(made)
    change(title="Another title")
    # Nothing to compare with: it is made anew.
    show(made)
    assert len(made) == 2
    with at_most_queries(2):
        show(made)
    change(title="A third one")
    show(made)
    assert len(made) == 2


def test_it_depends_on_what_the_page_asked_before(made, restored):
    def page() -> str:
        with fragments_of(RequestFactory().get("/")):
            title = Source.objects.values_list("title", flat=True).get()
            return kept(("title",), lambda: made.append(title) or title)

    change(title="First")
    page()
    change(title="Second")
    assert page() == "Second"


def test_it_depends_on_what_the_fragments_in_it_were_made_from(made, restored):
    def page() -> str:
        with fragments_of(RequestFactory().get("/")):
            return kept(("outer",), lambda: "of " + kept(("journal",), lambda: show_within()))

    def show_within() -> str:
        return Source.objects.values_list("journal", flat=True).get()

    change(journal="JAMA 3")
    show(made)
    assert page() == "of JAMA 3"
    change(journal="BMJ 4")
    assert page() == "of BMJ 4"


def test_what_was_changed_while_it_was_made_is_not_kept_under_the_number_before(made, restored):
    show(made, after=lambda: change(journal="too late"))
    assert made == [""]
    assert show(made) == "too late"


def test_whoever_writes_while_making_it_keeps_nothing(made, restored):
    show(made, before=lambda: change(journal="written"))
    show(made)
    assert made == ["written", "written"]


def test_nothing_is_kept_or_shown_in_a_transaction_nor_for_staff(made, restored):
    staff = RequestFactory().get("/")
    staff.COOKIES[settings.SESSION_COOKIE_NAME] = "somebody"
    show(made, request=staff)
    show(made)
    with transaction.atomic():
        change(journal="never committed")
        assert show(made) == "never committed"
        transaction.set_rollback(True)
    assert show(made) == "" and len(made) == 3
    show(made, request=staff)
    assert len(made) == 4


def test_a_token_against_forgery_is_its_visitors_own(made):
    asked = RequestFactory().get("/")
    show(made, request=asked, before=lambda: get_token(asked))
    show(made)
    assert len(made) == 2


def test_what_is_apart_leaves_the_fragments_after_it_and_tells_the_page(made):
    def journal(token: str) -> str:
        made.append(token)
        return Source.objects.values_list("journal", flat=True).get()

    def page(*, within: bool) -> bool:
        asked = RequestFactory().get("/")
        with being_made() as lasting, fragments_of(asked):
            with apart():
                get_token(asked)
                clock.current_time()
            kept((within,), lambda: journal(get_token(asked) if within else ""))
        assert asked.META["CSRF_COOKIE_NEEDS_UPDATE"]
        return lasting.is_for_once

    assert page(within=False) and page(within=False)
    assert len(made) == 1
    page(within=True)
    page(within=True)
    assert len(made) == 3, "a token within a fragment is its visitor's own"


def test_hosts_and_keys_are_told_apart(made):
    show(made)
    show(made, key="another")
    show(made, request=RequestFactory(headers={"host": "127.0.0.1"}).get("/"))
    assert len(made) == 3


def test_nothing_is_kept_of_an_answer_that_is_none():
    with fragments_of(RequestFactory().get("/")):
        assert kept(("none",), lambda: None) is None
        assert not is_kept(("none",))
    assert len(MEMORY) == 0


def test_what_ends_by_itself_is_made_again_then_and_what_asks_the_time_each_time(made):
    now = datetime(2026, 11, 3, 12, tzinfo=UTC)
    clock.CLOCK.said = clock.Said.just_now(now, good_for=float("inf"))
    ends = now + timedelta(hours=1)
    for _ in range(2):
        show(made, before=lambda: clock.at_present(lambda _now: ("", ends)))
    assert len(made) == 1
    clock.CLOCK.said = clock.Said.just_now(ends, good_for=float("inf"))
    show(made)
    assert len(made) == 2
    for _ in range(2):
        show(made, key="the time", before=clock.current_time)
    assert len(made) == 4


def test_none_is_kept_where_there_is_no_memory_for_it(made, monkeypatch):
    monkeypatch.setattr(MEMORY, "most_bytes", 0)
    show(made)
    show(made)
    assert len(made) == 2


def test_a_database_that_does_not_answer_again_costs_no_page(made, restored, monkeypatch):
    def ask(_questions: object) -> None:
        raise OperationalError("canceling statement due to statement timeout")

    show(made)
    monkeypatch.setattr(questions, "ask", ask)
    change(title="Another")
    assert show(made) == ""
    assert show(made, key="another") == ""
    assert len(made) == 3
