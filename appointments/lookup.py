"""Lookup of people by keyed hashes, so that the database holds no name.

A request keeps hashes of its phone, e-mail and pieces of the name (``names.folding``); a search hashes what
was typed with the same key and selects the rows that hold, for each word of it, the hash of some spelling.
"""

import base64
import hmac
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db.models import Q

from clinic.typed import emails
from clinic.typed.phone_text import tidy
from clinic.typed.phones import search_key, to_e164

from .names.folding import is_same_name, pieces_of, pieces_wanted
from .patient_data import PatientData
from .reading import note_search
from .references import looks_like_reference, normalize

# Raised whenever a request would keep other hashes than before: ``manage.py renew_lookup`` renews them then.
_VERSION = 2
# 96 bits: enough to avoid collisions, and a row of a long name stays small.
_HASH_BYTES = 12


def _hashed(kind: str, value: str) -> str:
    """Return the hash that requests keep."""
    return _hashed_by(settings.PATIENT_LOOKUP_KEY, kind, value)


def _by_each_key(kind: str, value: str) -> list[str]:
    """Return the hashes to look for: that of the key, then those of keys of before, until all are renewed."""
    keys = (settings.PATIENT_LOOKUP_KEY, *settings.PATIENT_LOOKUP_KEY_FALLBACKS)
    return [_hashed_by(key, kind, value) for key in keys]


def _hashed_by(key: str, kind: str, value: str) -> str:
    digest = hmac.digest(key.encode(), f"{kind}:{value}".encode(), "sha256")
    return base64.urlsafe_b64encode(digest[:_HASH_BYTES]).decode()


def lookup_hashes(data: PatientData) -> list[str]:
    """Return the hashes that a request keeps."""
    corrected = [*_corrected(data, "full_name"), *_corrected(data, "guardian_name")]
    names = [data.full_name, data.guardian_name, *corrected]
    hashes = {_hashed("name", piece) for name in names for piece in pieces_of(name)}
    hashes |= {_hashed("phone-end", phone[-4:]) for phone in _phones(data)}
    return sorted(hashes | {_hashed(*way) for way in _ways(data)})


def ways_to_reach(data: PatientData) -> list[str]:
    """Return the hashes of every number and address. Requests that share one are of one person or family."""
    return [one for way in _ways(data) for one in _by_each_key(*way)]


def _ways(data: PatientData) -> list[tuple[str, str]]:
    emails = filter(None, [data.email, *_corrected(data, "email")])
    phones = [("phone", phone) for phone in _phones(data)]
    return [*phones, *(("email", email.casefold()) for email in emails)]


def lookup_mark() -> str:
    """Return what marks the hashes that this release makes with this key; any other mark is out of date."""
    return _hashed("lookup", str(_VERSION))


def named_like(data: PatientData) -> Q | None:
    """Return what selects every request with the same name, and some others too; None without a name."""
    return _holding(_names(data.name_to_use))


def has_same_name(one: PatientData, other: PatientData) -> bool:
    """Return whether two patients have the same name, in whatever spelling and order of words."""
    return is_same_name(one.name_to_use, other.name_to_use)


def _phones(data: PatientData) -> list[str]:
    later = [*(other["phone"] for other in data.other_phones), *_corrected(data, "phone")]
    return list(dict.fromkeys(filter(None, [data.phone_e164, *map(to_e164, later)])))


def _corrected(data: PatientData, name: str) -> list[str]:
    return [one["value"] for one in data.corrections if one["field"] == name]


def found_by(query: str) -> Q | None:
    """Return what selects the requests of the person sought; None if there is nothing to search for.

    A query is an e-mail address, a phone number, the last four digits of one, or words of a name or their
    beginnings.
    """
    return _holding(_sought(query))


def search_mark(query: str) -> str:
    """Return a keyed hash of the query for the access log, whatever its spelling; it finds no request."""
    typed = {hashes[0] for hashes in _sought(query)}
    words = [normalize(query)] if looks_like_reference(query) else sorted(typed)
    return _hashed("searched", " ".join(words))


def _sought(query: str) -> list[list[str]]:
    """Return lists of hashes, each begun by what was typed; a request that matches holds one of each."""
    if "@" in query:
        return [_by_each_key("email", emails.search_key(query).casefold())]
    digits = tidy(query)
    if len(digits) == 4 and digits.isdecimal():
        return [_by_each_key("phone-end", digits)]
    if phone := search_key(query):
        return [_by_each_key("phone", phone)]
    return _names(query)


def _names(text: str) -> list[list[str]]:
    return [
        [one for piece in pieces for one in _by_each_key("name", piece)] for pieces in pieces_wanted(text)
    ]


def _holding(sought: list[list[str]]) -> Q | None:
    """Return the condition, in which one index answers each part."""
    if not sought:
        return None
    condition = Q()
    if required := [hashes[0] for hashes in sought if len(hashes) == 1]:
        condition &= Q(lookup__contains=required)
    for hashes in sought:
        if len(hashes) > 1:
            condition &= Q(lookup__overlap=hashes)
    return condition


class SearchHashesField(ArrayField):
    """Array of hashes. A query that compares them searches for a person, and is noted in the open reading."""

    _noted: dict[Any, Any] = {}

    def deconstruct(self) -> Any:
        # The column is an array as any other: migrations need not know of this class.
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.contrib.postgres.fields.ArrayField", args, kwargs

    def get_lookup(self, lookup_name: str) -> Any:
        lookup = super().get_lookup(lookup_name)
        if lookup and lookup not in self._noted:
            self._noted[lookup] = _noted(lookup)
        return self._noted.get(lookup)

    def get_transform(self, name: str) -> None:
        """Return None: a part of the array would be compared by the lookups of another field."""
        return None


def _noted(lookup: Any) -> Any:
    """Return the lookup, which is noted whenever a query with it is about to run."""

    def noted(compile_lookup: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(compile_lookup)
        def compile_and_note(*args: Any, **kwargs: Any) -> Any:
            note_search()
            return compile_lookup(*args, **kwargs)

        return compile_and_note

    # Django compiles a lookup by the method of the database, if it has one.
    methods = (name for name in ("as_sql", "as_postgresql") if hasattr(lookup, name))
    return type(lookup.__name__, (lookup,), {name: noted(getattr(lookup, name)) for name in methods})
