"""Effort of asking for oneself, from the first screen to the check: questions, words, keys and presses."""

import re
from html.parser import HTMLParser

from django.test import Client

import pytest

from tests.appointments.patients import FORM, fill_in, is_check
from tests.factories import make_details

pytestmark = pytest.mark.django_db

# Somebody who types 40 words (of five keys) a minute, reads 230, and needs half a second for a press.
SECONDS_A_KEY, SECONDS_A_WORD, SECONDS_A_PRESS = 60 / (40 * 5), 60 / 230, 0.5
TYPED = {"caller_name": "Maria Garcia", "phone": "9495550142"}
MOST_SECONDS, MOST_PRESSES, MOST_QUESTIONS = 45, 20, 7
# What depends on an answer that this person does not give.
NOT_SHOWN = ("if-child", "if-child-other", "if-either-email")


class Reader(HTMLParser):
    """What somebody who asks for oneself, by phone, reads of a screen down to its button; nothing folded."""

    unclosed = frozenset({"input", "br", "meta", "link", "hr", "img"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.questions: set[str] = set()
        self.skipped = 0
        self.is_unread = False
        main = html[html.index('class="ask__emergency"') - 5 : html.index("Continue</button>")]
        self.feed(main + "Continue")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        classes = set((known.get("class") or "").split())
        if self.skipped or classes & {*NOT_SHOWN, "hidden-text"}:
            self.skipped += tag not in self.unclosed
            return
        if tag in ("input", "select", "textarea") and known.get("type") != "hidden" and not self.is_unread:
            self.questions.add(known.get("name") or "")

    def handle_endtag(self, tag: str) -> None:
        self.skipped -= bool(self.skipped)
        if tag == "summary":
            self.is_unread = True
        elif tag == "details":
            self.is_unread = False

    def handle_data(self, data: str) -> None:
        if not self.skipped and not self.is_unread and (line := " ".join(data.split())):
            self.lines.append(line)


def test_asking_for_oneself_takes_forty_five_seconds(client: Client) -> None:
    make_details()
    answers = {"contact_by": "phone", "email": None, "note": "", "access_needs": "", **TYPED}
    pages = [client.get(FORM)]
    for screen in ("who", "reach", "when"):
        pages.append(fill_in(client, screen, pages[-1] if len(pages) > 1 else None, **answers))
    screens, check = pages[:-1], pages[-1]
    assert is_check(check)
    readers = [Reader(page.content.decode()) for page in screens]
    # What stands on every screen is read once.
    lines = dict.fromkeys(line for reader in readers for line in reader.lines)
    words = sum(len(re.findall(r"\w[\w'-]*", line)) for line in lines)
    questions = set.union(*(reader.questions for reader in readers))
    # Who, how, voicemail, a day and a time are pressed, two fields are entered, and each screen is left.
    presses = 5 + len(TYPED) + len(screens)
    keys = sum(map(len, TYPED.values()))
    seconds = words * SECONDS_A_WORD + keys * SECONDS_A_KEY + presses * SECONDS_A_PRESS
    assert questions == {"who_for", "caller_name", "contact_by", "phone", "voicemail_ok", "days", "times"}
    assert len(questions) <= MOST_QUESTIONS
    assert presses <= MOST_PRESSES
    assert seconds <= MOST_SECONDS, (words, keys, presses, list(lines))
