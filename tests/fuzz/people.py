"""Browsers of everybody who asks, and what they do there, which is undone again."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.cache import cache
from django.db import transaction
from django.test import Client

from articles.models import BroughtFile
from clinic.server.encodings import Utf8OnlyApplication
from tests import cast

# Number of whatever waits for somebody; none that the site gives by itself.
WAITS = 1_000_000
PEOPLE = {
    "anonymous": None,
    "editor": cast.make_ed,
    "reviewer": cast.make_rita,
    "desk": cast.make_freya,
    "owner": cast.make_olive,
    "superuser": cast.make_sam,
}


def browser_of(who: str) -> Client:
    person = PEOPLE[who]() if PEOPLE[who] else None
    browser = cast.signed_in(person) if person else Client()
    if person:
        content = b"<h1>Sciatica</h1><p>Needles cure it.</p>"
        BroughtFile.objects.create(pk=WAITS, name="brought.html", content=content, brought_by=person)
    django = browser.handler
    browser.handler = lambda environ: Utf8OnlyApplication(lambda known, _start: django(known))(environ, None)
    browser.raise_request_exception = False
    return browser


def page_at(browser: Client, path: str) -> str:
    page = browser.get(path)
    return page.content.decode(errors="replace") if not page.streaming and page.status_code == 200 else ""


@contextmanager
def undone() -> Iterator[None]:
    """Undo whatever the block does: the next request finds everything as it was."""
    outer = transaction.atomic()
    # As Django's own tests do it: what must be durable in the world may be inside of it.
    outer._from_testcase = True
    with outer:
        cache.clear()
        yield
        transaction.set_rollback(True)
