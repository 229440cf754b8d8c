"""Lanes of forms: shown, and sent so that something is stored; ours beside Wagtail's form page."""

import re
import time
from collections.abc import Iterator, Sequence
from itertools import count as counting

from tests.bench.stack.asking import Answer, WrongAnswer, ask, request_bytes
from tests.bench.stack.sites import HEADERS, Site
from tests.chaos.patients import FORM, SCREENS, SECONDS_TO_FILL_IN, answers_of, headers_of
from tests.html_forms import longest_form

from .lane import Lane
from .stage import Stage

PART = "form"
PLAIN = {"Host": "127.0.0.1", "Connection": "close"}
BARE_FORM, BARE_MAILED, BARE_LANDING = "/form/", "/mailed/", b"Thank you."
BARE_ANSWERS = {
    "who_for": ["self"],
    "full_name": ["Demo Patient"],
    "phone": ["949-555-0142"],
    "voicemail": ["no"],
    "email": ["patient@patients.example"],
    "contact_by": ["phone"],
    "speaks": ["en"],
    "visited_before": ["no"],
    "days": ["mon", "thu"],
    "times": ["morning"],
    "note": ["Tingling fingers since September."],
    "consent_contact": ["on"],
    "consent_email": ["on"],
}


def form_lanes(stage: Stage) -> Iterator[Lane]:
    """The form page of Wagtail and ours: the page, and the POST that stores."""
    bare, ours = stage.site("wagtail"), stage.site("cold")
    yield Lane(PART, "Wagtail: form", bare, request_bytes(BARE_FORM, {**HEADERS, "Host": "127.0.0.1"}))
    yield Lane(PART, "Wagtail: form, stored", bare, _bare_post(bare, BARE_FORM))
    yield Lane(PART, "Wagtail: form, stored and mailed", bare, _bare_post(bare, BARE_MAILED))
    yield Lane(PART, "form", ours, request_bytes(FORM, HEADERS))
    patients = Patients(ours)
    yield Lane(PART, "form, sent and stored", ours, b"", status=302, prepare=patients.carried)


class Patients:
    """People who have filled in the form and checked their answers: what is left is the last press."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.numbers = counting(1)

    def carried(self, count: int) -> Sequence[bytes]:
        """The last POST of ``count`` people, each of them another."""
        form = longest_form(_body(ask(self.site.port, _plain(request_bytes(FORM, headers_of(0, ""))))))
        # Whoever is faster is taken for a program.
        time.sleep(SECONDS_TO_FILL_IN)
        return [self._last_post(form, next(self.numbers)) for _each in range(count)]

    def _last_post(self, form: dict[str, list[str]], number: int) -> bytes:
        headers = headers_of(number, "")
        del headers["Content-Type"]
        for _screen in range(SCREENS):
            page = ask(self.site.port, request_bytes(FORM, headers, {**form, **answers_of(number)}))
            form = longest_form(_body(page))
        return request_bytes(FORM, headers, {"answers": form["answers"], "step": ["send"]})


def _plain(request: bytes) -> bytes:
    return request.replace(b"Content-Type: application/x-www-form-urlencoded\r\n", b"")


def _body(answer: Answer) -> str:
    if answer.status != 200:
        raise WrongAnswer(f"the form answers {answer.status}")
    return answer.body.decode()


def _bare_post(bare: Site, path: str) -> bytes:
    """What a browser sends to a form of Wagtail, again and again."""
    page = ask(bare.port, request_bytes(path, PLAIN))
    cookie = re.match(r"[^;]+", page.header("Set-Cookie"))
    fields = {**longest_form(_body(page)), **BARE_ANSWERS}
    # gunicorn takes the line for encrypted, as it does before ours.
    told = {"Host": "127.0.0.1", "Origin": "https://127.0.0.1", "Cookie": cookie[0] if cookie else ""}
    request = request_bytes(path, {**HEADERS, **told}, fields)
    # A form that refuses answers is 200 as well.
    if BARE_LANDING not in ask(bare.port, request).body:
        raise WrongAnswer(f"Wagtail stores nothing at {path}")
    return request
