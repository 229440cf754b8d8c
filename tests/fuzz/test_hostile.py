"""No request, however it was made, is answered with a fault of the server. `make fuzz` sends many more."""

import os
from functools import cache
from http.cookies import SimpleCookie

import pytest

from .people import PEOPLE, browser_of, page_at, undone

pytestmark = pytest.mark.django_db
HOW_MANY = int(os.environ.get("FUZZ_REQUESTS", "240"))
FIRST = int(os.environ.get("FUZZ_FIRST", "0"))


@pytest.mark.parametrize("who", PEOPLE)
def test_no_request_is_answered_with_a_fault(maker, who):
    browser, faults = browser_of(who), []
    known = browser.cookies.output(header="", sep=";")
    # Everything is undone, so a page is the same whenever it is read.
    read = cache(lambda path: page_at(browser, path))
    turn = list(PEOPLE).index(who)
    for number in range(FIRST + turn, FIRST + HOW_MANY, len(PEOPLE)):
        with undone():
            hostile = maker.make(number, who, read)
            answer = hostile.send(browser)
            if answer.status_code >= 500:
                faults.append(f"{answer.status_code} {hostile}")
        browser.cookies = SimpleCookie(known)
    assert not faults, "\n".join(faults)
