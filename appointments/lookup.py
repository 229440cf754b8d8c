"""Lookup of people by keyed hashes, so that the database holds no name.

A request keeps hashes of its phone, e-mail and words of the name; a search hashes what was typed with the
same key and selects the rows that hold all of these hashes.
"""

import base64
import hmac
import unicodedata

from django.conf import settings

from .patient_data import PatientData
from .phones import to_e164
from .references import looks_like_reference, normalize

SHORTEST_PREFIX = 3
# 96 bits: enough to avoid collisions, and a row of a long name stays small.
_HASH_BYTES = 12


def _hashed(kind: str, value: str) -> str:
    digest = hmac.digest(settings.PATIENT_LOOKUP_KEY.encode(), f"{kind}:{value}".encode(), "sha256")
    return base64.urlsafe_b64encode(digest[:_HASH_BYTES]).decode()


def _words(text: str) -> list[str]:
    """Return the words of a name without accents, case and punctuation."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return letters.split()


def _beginnings(word: str) -> list[str]:
    return [word[:length] for length in range(SHORTEST_PREFIX, len(word))] + [word]


def lookup_hashes(data: PatientData) -> list[str]:
    """Return the hashes that a request keeps."""
    corrected = [*_corrected(data, "full_name"), *_corrected(data, "guardian_name")]
    words = {word for name in (data.full_name, data.guardian_name, *corrected) for word in _words(name)}
    hashes = {_hashed("name", part) for word in words for part in _beginnings(word)}
    hashes |= {_hashed("phone-end", phone[-4:]) for phone in _phones(data)}
    return sorted(hashes | set(ways_to_reach(data)))


def ways_to_reach(data: PatientData) -> list[str]:
    """Return the hashes of every number and address. Requests that share one are of one person or family."""
    emails = filter(None, [data.email, *_corrected(data, "email")])
    return [
        *(_hashed("phone", phone) for phone in _phones(data)),
        *(_hashed("email", email.casefold()) for email in emails),
    ]


def name_hashes(data: PatientData) -> list[str]:
    """Return the hashes that every request with the same name holds, and some others too."""
    return [_hashed("name", word) for word in _words(data.name_to_use)]


def has_same_name(one: PatientData, other: PatientData) -> bool:
    """Return whether two names are made of the same words, in whatever order, case or accents."""
    return sorted(_words(one.name_to_use)) == sorted(_words(other.name_to_use))


def _phones(data: PatientData) -> list[str]:
    later = [*(other["phone"] for other in data.other_phones), *_corrected(data, "phone")]
    return list(dict.fromkeys(filter(None, [data.phone_e164, *map(to_e164, later)])))


def _corrected(data: PatientData, name: str) -> list[str]:
    return [one["value"] for one in data.corrections if one["field"] == name]


def search_hashes(query: str) -> list[str]:
    """Return the hashes that a request must hold, all of them, to match ``query``.

    A query is an e-mail address, a phone number, the last four digits of one, or words of a name or their
    beginnings. An empty list means that nothing in the query can be searched for.
    """
    if "@" in query:
        return [_hashed("email", query.strip().casefold())]
    digits = "".join(c for c in query if c.isdigit())
    if len(digits) == 4 and digits == query.strip():
        return [_hashed("phone-end", digits)]
    if len(digits) >= 7 and (phone := to_e164(query)):
        return [_hashed("phone", phone)]
    return [_hashed("name", word) for word in _words(query)]


def search_mark(query: str) -> str:
    """Return a keyed hash of the query for the access log, whatever its spelling; it finds no request."""
    words = [normalize(query)] if looks_like_reference(query) else sorted(search_hashes(query))
    return _hashed("searched", " ".join(words))
