"""A visit that can take place all the same stood among those to move until somebody moved or cancelled it."""

from django.test import Client

import pytest

from clinic.models import Practitioner, User
from tests import cast
from tests.appointments.desk.actions.steps import address, take
from tests.appointments.desk.lists.test_new_times import (
    DAY,
    INBOX,
    days,
    in_tab,
    on_leave,
    page,
    record,
    says_nothing,
    scheduled,
)
from tests.factories import make_details, make_practitioner
from tests.html_forms import longest_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def freya() -> User:
    make_details()
    return cast.make_freya()


@pytest.fixture
def desk(freya: User) -> Client:
    return cast.signed_in(freya)


@pytest.fixture
def ana() -> Practitioner:
    return make_practitioner(name="Ana Reyes", post_nominals="L.Ac.")


def test_it_stays_in_the_record_with_its_reason_and_the_list_knows_it_no_longer(desk, ana):
    one = scheduled(desk, ana)
    on_leave(ana)
    assert address("keep-visit", one) in page(desk, record(one))
    form = desk.get(address("keep-visit", one)).content.decode()
    assert "Ana Reyes is away on that day." in form
    sent = longest_form(form) | {"note": "Ana comes in for this one."}
    html = desk.post(address("keep-visit", one), sent, follow=True).content.decode()
    for words in ("stays at its time", "Decided that the visit can stay", "Ana comes in for this one."):
        assert words in html
    says_nothing(desk, one)
    # What comes up after that is another matter.
    make_details(closures=[("closure", days(DAY, DAY, reason="Party"))])
    assert in_tab(desk) == [one.reference]
    assert "Ana Reyes is away" not in page(desk, record(one))


def test_nobody_agrees_to_what_was_entered_after_the_page_was_opened(desk, ana):
    one = scheduled(desk, ana)
    on_leave(ana)
    sent = longest_form(desk.get(address("keep-visit", one)).content.decode())
    make_details(closures=[("closure", days(DAY, DAY, reason="Party"))])
    reply = desk.post(address("keep-visit", one), sent)
    html = reply.content.decode()
    assert reply.status_code == 422
    assert "something else speaks against this time" in html and "Party" in html
    assert in_tab(desk) == [one.reference]
    assert desk.post(address("keep-visit", one), longest_form(html)).status_code == 302
    assert in_tab(desk) == []


def test_a_visit_that_nothing_speaks_against_is_not_kept_again(desk, ana):
    one = scheduled(desk, ana)
    reply = take(desk, "keep-visit", one, despite="away")
    assert reply.status_code == 422
    assert "Nothing speaks against this visit any more" in reply.content.decode()
    on_leave(ana)
    assert in_tab(desk) == [one.reference]
    assert "1 visit needs a new time" in page(desk, INBOX)
