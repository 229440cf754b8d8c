"""Signals of spam in the typed words: a few plain rules, each hard to break by accident."""

import re
from collections.abc import Iterator

from django.conf import settings

from appointments.models import Signal
from appointments.patient_data import PatientData

_MARKUP = re.compile(r"\[/?(?:url|link|img)\b[=\]]|<a\s[^>]*href|</a>", re.IGNORECASE)
# A bare "bcbs.com" is how people name their insurance, and an e-mail address is no link.
_LINK = re.compile(r"https?://([^\s/?#]+)|(?<![\w@.-])www\.([^\s/?#]+)", re.IGNORECASE)
_DIGITS_OF_A_PHONE = 7


def content_signals(data: PatientData) -> list[Signal]:
    """Return the signals of spam in the answers of a valid form."""
    caller = data.guardian_name or data.full_name
    texts = (caller, data.full_name, data.access_needs, data.note)
    signals = []
    if any(_MARKUP.search(text) for text in texts):
        signals.append(Signal.MARKUP)
    if any(not _is_ours(host) for text in texts for host in _hosts(text)):
        signals.append(Signal.LINK)
    if _is_number(caller):
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
