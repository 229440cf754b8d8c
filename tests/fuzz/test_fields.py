"""Every field of every form of ours, and every name that a view reads, with values at the edge of their kind.

Drawn at random they meet too seldom. `make fuzz` alone asks all of it.
"""

import os
import re
import sys
from http.cookies import SimpleCookie
from typing import Any

import pytest

from tests.html_forms import all_forms

from .people import WAITS, browser_of, page_at, undone

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif("FUZZ_REQUESTS" not in os.environ, reason="make fuzz asks it"),
]
OURS = ("appointments", "articles", "clinic")
EDGES = [
    "9" * 5000,
    "9" * 19,
    "\u0663",
    "\0",
    "\ud7ff" * 200,
    "[" * 500,
    "x" * 9000,
    "00000000-0000-0000-0000-000000000000",
]
READ = re.compile(r"(?:POST|GET|sent|answer)(?:\.get(?:list)?)?[\(\[]\s*\"([\w-]+)\"")
NUMBERED = (f"answer-{WAITS}", f"shown-{WAITS}", "answer-" + "9" * 19, "answer-\0")


def names_read_by(module: str) -> list[str]:
    """Names of fields and parameters in the source of a view's module."""
    with open(sys.modules[module].__file__ or "") as source:
        return sorted({*READ.findall(source.read()), *NUMBERED})


def requests_to(browser: Any, path: str, module: str) -> Any:
    """Yield method and data of each request to one address."""
    forms = all_forms(page_at(browser, path)) or [{}]
    names = names_read_by(module)
    for edge in EDGES:
        for name in names:
            yield "get", {name: edge}
        for form in forms:
            for name in dict.fromkeys([*form, *names]):
                yield "post", {**form, name: edge}


@pytest.mark.parametrize("who", ["superuser", "editor"])
def test_no_value_of_a_field_is_answered_with_a_fault(maker, who):
    browser, faults = browser_of(who), set()
    cookies = browser.cookies.output(header="", sep=";")
    for one in maker.addresses:
        if not one.module.startswith(OURS) or one.is_regex or "logout" in one.route:
            continue
        for path in {one.filled(**{**known, "int": number}) for known, number in maker.combinations()}:
            for method, data in requests_to(browser, path, one.module):
                with undone():
                    answer = getattr(browser, method)(path, data)
                if answer.status_code >= 500:
                    odd = {
                        name[:20]: str(value)[:20]
                        for name, value in data.items()
                        if value in EDGES or name in NUMBERED
                    }
                    faults.add(f"{answer.status_code} {method} {path} {odd}")
                browser.cookies = SimpleCookie(cookies)
    assert not faults, "\n".join(sorted(faults))
