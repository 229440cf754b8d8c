"""Patients of a run: each opens the form, fills it in, checks the answers, sends them, and tries again."""

import http.client
import re
import threading
import time
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from random import Random
from urllib.parse import urlencode

from tests.html_forms import longest_form

FORM = "/appointments/request/"
# Screens to fill in before the answers are read back.
SCREENS = 3
# The form once more, with what was typed and what is missing.
ASKED_AGAIN = 422
# On the page that reads the answers back.
IS_CHECK = 'value="send"'
HOST = "www.clinic.example"
PHONE = "9495106333"
REFERENCE = re.compile(r"\b[A-HJ-NP-Z2-9]{8}\b")
# Whoever is faster is taken for a program; so each patient fills in several forms side by side.
SECONDS_TO_FILL_IN = 3.2
FORMS_OPEN = 6
PATIENTS_AT_ONCE = 8
PATIENCE = 90
# So long one answer is waited for; a proxy would not wait longer.
ANSWER_SECONDS = 30


@dataclass
class Sent:
    """One submission: what was asked for, and what was heard."""

    number: int
    pressed_at: float = 0.0
    acknowledged_at: float = 0.0
    references: list[str] = field(default_factory=list)


@dataclass
class _OpenForm:
    number: int
    opened: float
    cookie: str
    fields: dict[str, list[str]]


@dataclass(frozen=True)
class _Answer:
    status: int
    location: str
    cookie: str
    text: str


class GaveUp(Exception):
    """A patient who was not told "received" within ``PATIENCE`` seconds."""


class Patients:
    """``number`` submissions by a few people at once; what was acknowledged stands in ``sent``."""

    def __init__(self, *, port: int, number: int, seed: int, people_to_a_form: int = 1) -> None:
        self.port, self.people_to_a_form = port, people_to_a_form
        self.sent: dict[int, Sent] = {}
        self.gave_up: list[int] = []
        self.errors: Counter[str] = Counter()
        # Answers that do not hold the clinic's phone number.
        self.without_phone: Counter[str] = Counter()
        self.unexpected: list[str] = []
        self.lock = threading.Lock()
        self._numbers: Iterator[int] = iter(range(number))
        self._threads = [
            threading.Thread(target=self._work, args=(Random(f"{seed} {number}"),), daemon=True)  # noqa: S311 - nothing here is a secret
            for number in range(PATIENTS_AT_ONCE)
        ]

    @property
    def acknowledged(self) -> list[Sent]:
        with self.lock:
            return [one for one in self.sent.values() if one.references]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def send_no_more(self) -> None:
        """Let those that opened the form finish, and nobody else begin."""
        with self.lock:
            self._numbers = iter(())

    def are_done(self) -> bool:
        return not any(thread.is_alive() for thread in self._threads)

    def _work(self, draw: Random) -> None:
        waiting: deque[_OpenForm] = deque()
        while True:
            while len(waiting) < FORMS_OPEN and (numbers := self._next()):
                try:
                    form = self._open(numbers[0], draw)
                    waiting += [replace(form, number=number) for number in numbers]
                except GaveUp:
                    self.gave_up += numbers
            if not waiting:
                return
            form = waiting.popleft()
            time.sleep(max(0, form.opened + SECONDS_TO_FILL_IN - time.monotonic()))
            try:
                self._fill_in_and_send(form, draw)
            except GaveUp:
                self.gave_up.append(form.number)

    def _next(self) -> list[int]:
        with self.lock:
            return list(islice(self._numbers, self.people_to_a_form))

    def _open(self, number: int, draw: Random) -> _OpenForm:
        answer = self._insist(number, draw, "GET", {}, (200,))
        return _OpenForm(number, time.monotonic(), answer.cookie, longest_form(answer.text))

    def _fill_in_and_send(self, form: _OpenForm, draw: Random) -> None:
        number = form.number
        carried = self._fill_in(form, draw)
        sent = Sent(number, pressed_at=time.time())
        with self.lock:
            self.sent[number] = sent
        if draw.random() < 0.1:
            self._press_and_walk_away(number, carried, form.cookie)
        self._send(sent, carried, form, draw)
        sent.acknowledged_at = time.time()
        if draw.random() < 0.1:
            # "Back", and sent once more.
            self._send(sent, carried, form, draw)

    def _fill_in(self, form: _OpenForm, draw: Random) -> dict[str, list[str]]:
        """Fill in screen after screen until the answers are read back; return what the last press sends."""
        fields = form.fields
        # Some may be shown once more.
        for _screen in range(2 * SCREENS):
            filled = filled_in(fields, form.number)
            page = self._insist(form.number, draw, "POST", filled, (200, ASKED_AGAIN), form.cookie)
            fields = longest_form(page.text)
            if IS_CHECK in page.text:
                return {"answers": fields["answers"], "step": ["send"]}
        raise GaveUp

    def _send(self, sent: Sent, carried: dict[str, list[str]], form: _OpenForm, draw: Random) -> None:
        """Press "Send request" until the whole page "received" was read."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            answer = self._insist(sent.number, draw, "POST", carried, (302, ASKED_AGAIN), form.cookie)
            if answer.status == ASKED_AGAIN and sent.references:
                # Whoever was told "received" types nothing once more.
                return
            if answer.status == ASKED_AGAIN:
                carried = self._fill_in(replace(form, fields=longest_form(answer.text)), draw)
                continue
            received = self._ask(sent.number, "GET", answer.location, {}, form.cookie)
            if received and received.status == 200 and (found := REFERENCE.search(received.text)):
                with self.lock:
                    sent.references.append(found.group())
                return
            time.sleep(draw.uniform(0.2, 0.8))
        raise GaveUp

    def _insist(
        self,
        number: int,
        draw: Random,
        method: str,
        fields: dict[str, list[str]],
        wanted: tuple[int, ...],
        cookie: str = "",
    ) -> _Answer:
        """Ask for the form's address again and again until the answer is one of those ``wanted``."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            answer = self._ask(number, method, FORM, fields, cookie)
            if answer and answer.status in wanted:
                return answer
            time.sleep(draw.uniform(0.2, 0.8))
        raise GaveUp

    def _ask(
        self, number: int, method: str, path: str, fields: dict[str, list[str]], cookie: str
    ) -> _Answer | None:
        """One request, as the clinic's proxy passes it on; None without a whole answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=ANSWER_SECONDS)
        try:
            connection.request(method, path, urlencode(fields, doseq=True), headers_of(number, cookie))
            response = connection.getresponse()
            text = response.read().decode()
        except (OSError, http.client.HTTPException) as error:
            with self.lock:
                self.errors[type(error).__name__] += 1
            return None
        finally:
            connection.close()
        if response.status >= 400:
            with self.lock:
                self.errors[str(response.status)] += 1
        if response.status != 302 and PHONE not in re.sub(r"\D", "", text):
            with self.lock:
                self.without_phone[str(response.status)] += 1
        set_cookie = (response.getheader("Set-Cookie") or "").partition(";")[0]
        return _Answer(response.status, response.getheader("Location") or "", set_cookie, text)

    def _press_and_walk_away(self, number: int, carried: dict[str, list[str]], cookie: str) -> None:
        """Press, and be cut off before the answer comes."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=ANSWER_SECONDS)
        try:
            connection.request("POST", FORM, urlencode(carried, doseq=True), headers_of(number, cookie))
        except OSError:
            pass
        finally:
            connection.close()


def filled_in(fields: dict[str, list[str]], number: int) -> dict[str, list[str]]:
    """A screen with the patient's answers. The release before has all on one, and no "either" to choose."""
    chosen = {"contact_by": ["phone"]} if {"full_name", "phone"} <= fields.keys() else {}
    return {**fields, **answers_of(number), **chosen}


def name_of(number: int) -> str:
    """The name that the patient types, in letters: digits are what programs write."""
    return "Chaos " + "".join(chr(ord("a") + int(digit)) for digit in f"{number:07d}")


def mail_of(number: int) -> str:
    """The address that the patient types."""
    return f"patient{number}@patients.example"


def answers_of(number: int) -> dict[str, list[str]]:
    """What the patient fills in."""
    return {
        "who_for": ["self"],
        "caller_name": [name_of(number)],
        # Asked by the release before, where an update is tried.
        "full_name": [name_of(number)],
        "consent_contact": ["on"],
        "consent_email": ["on"],
        "phone": ["949-555-0142"],
        "voicemail_ok": ["no"],
        "email": [mail_of(number)],
        "contact_by": ["either"],
        "speaks": ["en"],
        "visited_before": ["no"],
        "days": ["mon", "thu"],
        "times": ["morning"],
        "note": ["Tingling fingers since September."],
    }


def headers_of(number: int, cookie: str) -> dict[str, str]:
    """What the clinic's proxy says of a browser. Everybody has an address of their own."""
    headers = {
        "Host": HOST,
        "Origin": f"https://{HOST}",
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-For": f"20.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}",
        "Connection": "close",
    }
    return {**headers, "Cookie": cookie} if cookie else headers
