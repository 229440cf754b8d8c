"""No request, however it was made, is answered with a fault of the server. `make fuzz` sends many more."""

import os
from collections.abc import Iterator
from http.cookies import SimpleCookie
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.test import Client

import pytest

from clinic.server.encodings import Utf8OnlyApplication
from tests import cast
from tests.addresses import all_addresses
from tests.appointments.factories import make_request, schedule
from tests.databases import rows_for_many
from tests.factories import make_condition, make_details, make_picture, make_source

from .hostile import Maker

pytestmark = pytest.mark.django_db
HOW_MANY = int(os.environ.get("FUZZ_REQUESTS", "240"))
FIRST = int(os.environ.get("FUZZ_FIRST", "0"))
PEOPLE = {
    "anonymous": None,
    "editor": cast.make_ed,
    "reviewer": cast.make_rita,
    "desk": cast.make_freya,
    "owner": cast.make_olive,
    "superuser": cast.make_sam,
}
# It says 503 when no worker runs, which none does here.
NOT_ASKED = {"ready"}


@pytest.fixture(scope="module")
def maker(django_db_setup: None, django_db_blocker: Any) -> Iterator[Maker]:
    with rows_for_many(django_db_blocker):
        make_details()
        made, article, finn = make_request(), make_condition(), cast.make_finn()
        schedule(made, actor=finn)
        numbers = [article.pk, make_picture().pk, make_source().pk, finn.pk, 1]
        known = {
            "uuid": [made.pk],
            "int": numbers,
            "str": [*numbers, made.pk],
            "slug": [article.slug, "articles", "conditionpage"],
            "path": ["pictures/x.png", "x"],
            "app_label": ["appointments", "articles", "clinic", "wagtailcore"],
            "app_name": ["articles", "clinic"],
            "content_type_app_name": ["articles", "clinic"],
            "model_name": ["appointmentrequest", "conditionpage", "source", "page"],
            "content_type_model_name": ["conditionpage", "informationpage"],
        }
        examples = ["/", "/conditions/", "/admin/", "/admin/pages/", "/nothing/", "/admin/requests/"]
        yield Maker([one for one in all_addresses() if one.name not in NOT_ASKED], known, examples)


def browser_of(who: str) -> Client:
    browser = cast.signed_in(PEOPLE[who]()) if PEOPLE[who] else Client()
    django = browser.handler
    browser.handler = lambda environ: Utf8OnlyApplication(lambda known, _start: django(known))(environ, None)
    browser.raise_request_exception = False
    return browser


@pytest.mark.parametrize("who", PEOPLE)
def test_no_request_is_answered_with_a_fault(maker, who):
    browser = browser_of(who)
    known, faults = browser.cookies.output(header="", sep=";"), []
    turn = list(PEOPLE).index(who)
    for number in range(FIRST + turn, FIRST + HOW_MANY, len(PEOPLE)):
        # What it does is undone: the next one finds everything as it was.
        outer = transaction.atomic()
        # As Django's own tests do it: what must be durable in the world may be inside of it.
        outer._from_testcase = True
        with outer:
            cache.clear()
            hostile = maker.make(number, who, lambda path: page_at(browser, path))
            answer = hostile.send(browser)
            if answer.status_code >= 500:
                faults.append(f"{answer.status_code} {hostile}")
            transaction.set_rollback(True)
        browser.cookies = SimpleCookie(known)
    assert not faults, "\n".join(faults)


def page_at(browser: Client, path: str) -> str:
    page = browser.get(path)
    return page.content.decode(errors="replace") if not page.streaming and page.status_code == 200 else ""
