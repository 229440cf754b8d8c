"""What no browser sends to the sign-in is refused, and never a crash."""

import json

from django.test import Client

import pytest

from clinic.models import User
from tests import cast

from .authenticator_app import give_password, set_up_app

pytestmark = pytest.mark.django_db
PASSKEY, SECOND_STEP = "/admin/login/passkey/", "/admin/login/second-step/"
HUGE_NUMBER = "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5"
HANDLES = [None, 7, [], {}, "", "MQ", "____", "/w", "w6k", "eA", HUGE_NUMBER, "LTE", "AA"]
# Whole by its form, and signed by nobody.
SIGNED_BY_NOBODY = {"clientDataJSON": "e30", "authenticatorData": "AA", "signature": "AA"}


def credential_of(handle: object, **response: str) -> str:
    """What a browser would send of somebody with this number."""
    parts = {"id": "MQ", "rawId": "MQ", "type": "public-key"}
    return json.dumps({**parts, "response": {**response, "userHandle": handle}})


CREDENTIALS = [
    *("", "x", "null", "[]", "7", '"text"', "{}", '{"response": []}', '{"response": null}', "[" * 60_000),
    *(credential_of(one) for one in HANDLES),
    *(credential_of(one, **SIGNED_BY_NOBODY) for one in HANDLES),
]


@pytest.fixture
def freya() -> User:
    return cast.make_freya()


def test_a_passkey_that_is_none_signs_nobody_in(freya):
    fresh, asked = Client(), Client()
    asked.get(PASSKEY, headers={"Accept": "application/json"})
    for credential in CREDENTIALS:
        for browser in (fresh, asked):
            answer = browser.post(PASSKEY, {"credential": credential})
            assert answer.status_code in (302, 413), credential[:200]
            assert browser.get("/admin/").status_code == 302, credential[:200]


def test_the_second_step_takes_no_nonsense_and_is_none_without_the_first(freya):
    browser = Client()
    give_password(browser, freya.email)
    set_up_app(browser)
    halfway = Client()
    give_password(halfway, freya.email)
    for sent in ({"code": "x" * 5000}, {"code": "\x00"}, {"credential": CREDENTIALS[-1]}, {}):
        assert halfway.post(SECOND_STEP, sent).status_code == 200, sent
    assert Client().post(SECOND_STEP, {"code": "123456"}).headers["Location"] == "/admin/login/"


@pytest.mark.parametrize("method", ["put", "delete", "options", "patch"])
def test_other_methods_do_nothing(method, freya):
    for path in ("/admin/login/", PASSKEY, SECOND_STEP, "/admin/logout/", "/admin/password_reset/"):
        assert getattr(Client(), method)(path).status_code in (200, 302, 405), path
