"""Keeping of fragments while a public page is made: found, looked at again, or made anew.

A fragment is true while the site's version is the one under which it was made or last looked at. After that
the database is asked once whether it would still answer as it did. What it answered is asked when a page is
shown for the second time: the first one would wait for it, and may be the last.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.utils.translation import get_language

from clinic.database.clock import at_present
from clinic.page_life.lasting import Lasting, being_made, ends_at, is_for_once
from clinic.site_version.version import public_version

from .memory import MEMORY, Fragment, Key
from .questions import Answers, Notebook, Question


class _Made(NamedTuple):
    """Value that may be kept when the page is finished."""

    key: Key
    value: Any
    questions: dict[str, Question]
    until: datetime | None


@dataclass
class _Making:
    """Public page that is being made: the version it shows, and what it has asked and made so far."""

    version: int
    # What every fragment depends on: where it is read, and in which language.
    whence: Key
    request: HttpRequest
    notebook: Notebook = field(default_factory=Notebook)
    lasting: Lasting = field(default_factory=Lasting)
    # How long is right what stands between the fragments.
    apart: Lasting = field(default_factory=Lasting)
    made: list[_Made] = field(default_factory=list)
    # Answers under this very version, and since when they are asked for; those of later may be of another.
    told: Answers = field(default_factory=dict)
    told_from: float = 0
    # Another thread may push a fragment out of the memory between two looks.
    found: dict[Key, Fragment] = field(default_factory=dict)


# Key of META under which Django remembers that somebody asked for a token against forgery.
_ASKED_FOR_ONE = "CSRF_COOKIE_NEEDS_UPDATE"

_making: ContextVar[_Making | None] = ContextVar("page_being_made", default=None)


@contextmanager
def fragments_of(request: HttpRequest) -> Iterator[None]:
    """Make a public page in this block, of fragments that are kept.

    Staff see the site without any; so does everybody inside of a transaction, and while a draft is previewed.
    """
    version = None
    if MEMORY.most_bytes and settings.SESSION_COOKIE_NAME not in request.COOKIES:
        version = public_version(request)
    if version is None:
        yield
        return
    making = _Making(version, (request.scheme, request.get_host(), get_language()), request)
    # So that hardly any page asks the database for the time while its questions are noted.
    at_present(lambda _now: (None, None))
    whole = (*making.whence, "page", request.path)
    _look_again_at(whole, making)
    token = _making.set(making)
    try:
        with being_made() as making.lasting, connection.execute_wrapper(making.notebook):
            yield
            _tell_of(making.apart)
    finally:
        _making.reset(token)
    if making.made and making.notebook.can_be_asked_again:
        making.made.append(_Made(whole, None, making.notebook.questions, None))
        for key, value, questions, until in making.made:
            MEMORY.keep(key, Fragment(value, questions, None, version, until, time.monotonic()))


@contextmanager
def apart() -> Iterator[None]:
    """Let the block ask, write and show what is this visitor's alone, such as what they search for.

    It is noted nowhere, so nothing that is kept may show it. What it asks the time for makes the page one for
    once, and leaves the fragments after it as they are.
    """
    making = _making.get()
    if making is None:
        yield
        return
    lasting = making.lasting
    until, was_for_once = lasting.until, lasting.is_for_once
    try:
        with making.notebook.closed():
            yield
    finally:
        making.apart.ends_at(lasting.until)
        making.apart.is_for_once |= lasting.is_for_once
        lasting.until, lasting.is_for_once = until, was_for_once


def are_kept() -> bool:
    """Return whether the page that is being made is one of fragments."""
    return _making.get() is not None


def kept[Value](key: Key, make: Callable[[], Value]) -> Value:
    """Return what ``make`` returns, or what it returned when everything that this page reads was the same.

    Everything is what the page has asked the database until ``make`` ends. Beside that it may depend on the
    address's host, on the language, on the time as ``at_present`` tells it, and on ``key``; not on who asks.
    Nothing is kept where it returns None. What is returned is shared with other threads.
    """
    making = _making.get()
    if making is None:
        return make()
    full_key = (*making.whence, *key)
    if fragment := _find(full_key, making):
        making.notebook.add(fragment.questions)
        ends_at(fragment.until)
        found: Value = fragment.value
        return found
    value, is_for_one = _made_for(making.request, make)
    # Of the page so far, like the questions: it may show what was known before.
    lasting = making.lasting
    if value is not None and not is_for_one and not lasting.is_for_once:
        making.made.append(_Made(full_key, value, dict(making.notebook.questions), lasting.until))
    return value


def is_kept(key: Key) -> bool:
    """Return whether ``kept`` will make nothing on this page."""
    making = _making.get()
    return making is not None and _find((*making.whence, *key), making) is not None


def _made_for[Value](request: HttpRequest, make: Callable[[], Value]) -> tuple[Value, bool]:
    """Return what ``make`` returns, and whether it is for one visitor.

    It is where a token against forgery was put in, or the page has a number that lets a script run once.
    """
    was_asked = request.META.pop(_ASKED_FOR_ONE, None)
    value = make()
    has_token = request.META.get(_ASKED_FOR_ONE)
    if was_asked:
        request.META[_ASKED_FOR_ONE] = was_asked
    return value, bool(has_token or getattr(request, "_csp_nonce", None))


def _tell_of(part: Lasting) -> None:
    """Tell the page how long a part of it is right."""
    ends_at(part.until)
    if part.is_for_once:
        is_for_once()


def _look_again_at(whole: Key, making: _Making) -> None:
    """Ask at once all that the page asked when it was made last, if that is not known under this version."""
    page = MEMORY.find(whole)
    if page is None or (page.version == making.version and page.answers is not None):
        return
    if page.version != making.version and page.answers is None:
        # Nothing to compare with: it is made anew.
        return
    began = time.monotonic()
    if making.notebook.ask_again(page.questions) == making.version:
        making.told_from, making.told = began, dict(making.notebook.answers)
        MEMORY.keep(whole, replace(page, version=making.version, answers={}))


def _find(key: Key, making: _Making) -> Fragment | None:
    if key in making.found:
        return making.found[key]
    fragment = MEMORY.find(key)
    if fragment is None or _is_over(fragment):
        return None
    if fragment.version != making.version:
        if fragment.answers is None or not making.notebook.still(fragment.questions, fragment.answers):
            return None
        fragment = replace(fragment, version=making.version)
        MEMORY.keep(key, fragment)
    elif fragment.answers is None:
        fragment = _with_answers(key, fragment, making)
    making.found[key] = fragment
    return fragment


def _with_answers(key: Key, fragment: Fragment, making: _Making) -> Fragment:
    """Keep what the database answers to the fragment's questions, if all were asked after it was made.

    The version is that under which it was made, and so were the answers: a version never comes back.
    """
    if fragment.made_at >= making.told_from or not fragment.questions.keys() <= making.told.keys():
        return fragment
    fragment = replace(fragment, answers={name: making.told[name] for name in fragment.questions})
    MEMORY.keep(key, fragment)
    return fragment


def _is_over(fragment: Fragment) -> bool:
    until = fragment.until
    # Whoever shows it tells its end.
    return until is not None and at_present(lambda now: (now >= until, None))
