"""No search asks the database more than four times, whatever is kept, and in whatever state that is."""

from collections.abc import Callable

from django.core.cache import cache
from django.test import Client

import pytest

from articles.models import ConditionPage
from clinic.fragments.memory import MEMORY
from clinic.models import Ailment, InformationPage
from tests.queries import at_most_queries

pytestmark = pytest.mark.usefixtures("site")

MOST = {
    "/": 8,
    "/conditions/": 8,
    "/search/": 4,
    "/search/?query=sciatica": 4,
    "/search/?query=siatica": 4,
    "/search/?query=xyzzy": 4,
}


def forget() -> None:
    """As in a process that has just started."""
    MEMORY.forget()
    cache.clear()


# One after the other: what each finds is what the one before has left.
STATES: dict[str, Callable[[], object]] = {
    "nothing is kept": forget,
    "everything is kept": lambda: None,
    "everything is kept, and known": lambda: None,
    "the site changed elsewhere": lambda: ConditionPage.objects.update(seo_title="Pain"),
}


@pytest.mark.parametrize(("address", "most"), MOST.items(), ids=MOST)
def test_a_page_keeps_within_its_queries_in_every_state(address, most):
    # Pictures are scaled once, and content types are asked for once in a process.
    Client().get(address)
    for state, arrive in STATES.items():
        arrive()
        try:
            with at_most_queries(most):
                assert Client().get(address).status_code == 200
        except AssertionError as error:
            raise AssertionError(f"{state}: {error}") from None


def test_a_search_does_so_when_the_menu_changed():
    for _ in range(3):
        Client().get("/search/?query=xyzzy")
    InformationPage.objects.update(title="How we check all of it")
    with at_most_queries(4):
        assert "How we check all of it" in Client().get("/search/?query=xyzzy").content.decode()
    InformationPage.objects.update(title="How we check")


def test_ailments_are_found_with_the_same_query():
    Ailment.objects.create(name="Headache", sentence="We see people with headaches. Ask us.")
    forget()
    with at_most_queries(4):
        assert "Ask us." in Client().get("/search/?query=hedache").content.decode()
    Ailment.objects.all().delete()
