"""Signals of spam in the typed words: a few plain rules, each hard to break by accident."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.conf import settings

from appointments.models import Signal

_READ = ("caller_name", "full_name", "access_needs", "note")
_MARKUP = re.compile(r"\[/?(?:url|link|img)\b[=\]]|<a\s[^>]*href|</a>", re.IGNORECASE)
# A bare "bcbs.com" is how people name their insurance, and an e-mail address is no link.
_LINK = re.compile(r"https?://([^\s/?#]+)|(?<![\w@.-])www\.([^\s/?#]+)", re.IGNORECASE)
_DIGITS_OF_A_PHONE = 7


def content_signals(answers: Mapping[str, Any]) -> list[Signal]:
    """Return the signals of spam in the answers of a valid form."""
    texts = [answers.get(name) or "" for name in _READ]
    signals = []
    if any(_MARKUP.search(text) for text in texts):
        signals.append(Signal.MARKUP)
    if any(not _is_ours(host) for text in texts for host in _hosts(text)):
        signals.append(Signal.LINK)
    if _is_number(texts[0]):
        signals.append(Signal.NAME_IS_NUMBER)
    return signals


def _hosts(text: str) -> Iterator[str]:
    for match in _LINK.finditer(text):
        yield match.group(1) or match.group(2)


def _is_ours(host: str) -> bool:
    """Return whether ``host`` is this site, as a patient may well link to the article that was read here."""
    own = settings.SITE_URL.partition("://")[2].casefold()
    return host.casefold().rstrip(".,;:!)").removeprefix("www.") == own.removeprefix("www.")


def _is_number(name: str) -> bool:
    return sum(c.isdigit() for c in name) >= _DIGITS_OF_A_PHONE and not any(c.isalpha() for c in name)
