"""Search of the list, as its address holds it: sealed, for one person, for a while, and kept nowhere else.

A name in an address would stay in the browser's history, in logs, and in the way back from the sign-in.
"""

import json
from dataclasses import dataclass
from datetime import timedelta

from django.http import QueryDict

from cryptography.fernet import InvalidToken

from clinic.kept_input.sealed import seal, unseal
from clinic.models import User

# Parameter of the address with the sealed search.
SEARCH = "search"
LONGEST_SEARCH = 200
GOOD_FOR = timedelta(hours=2)
_PURPOSE = "search of requests"


@dataclass(frozen=True)
class Search:
    """Search that an address holds: its ``words``; empty without one. ``is_over`` when it cannot be opened.

    That is after ``GOOD_FOR``, for anybody but its author, and when it is not of this site.
    """

    words: str = ""
    is_over: bool = False


def sealed_search(words: str, author: User) -> str:
    """Return what an address holds for a search by ``author``; empty for no words."""
    words = words.strip()[:LONGEST_SEARCH]
    return seal(_PURPOSE, json.dumps([author.pk, words], ensure_ascii=False)) if words else ""


def search_in(query: QueryDict, reader: User) -> Search:
    """Return the search in the address with ``query``, which ``reader`` opens."""
    sealed = query.get(SEARCH, "")
    if not sealed:
        return Search()
    try:
        author, words = json.loads(unseal(_PURPOSE, sealed, GOOD_FOR))
    except (InvalidToken, ValueError):
        return Search(is_over=True)
    return Search(words) if author == reader.pk else Search(is_over=True)
