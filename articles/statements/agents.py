"""Agents: who or what a sentence says changes something, when it is none of those that the clinic has.

No list of medicines and remedies is ever whole. Therefore the subject decides: when a sentence begins with
words that stand in no list, and they change a complaint or a part of the body, it tells of something else.
"""

from collections.abc import Sequence

from .language import language
from .meanings import ACTS, NUMBER, OTHERS, OURS
from .phrases import Tokens

# Of these a sentence may be a promise, whoever is its subject.
_SHELTERED = OURS | {"you", "it", "people"}
# What stands in the subject beside the words that nobody knows.
_IN_SUBJECT = OTHERS | {"", NUMBER, "being", "anatomy", "body"}
# Its last word is the agent itself: in "hip drills steady" not the hip.
_IS_AGENT = OTHERS | {""}
_ACTED_ON = frozenset({"symptom", "body", "better", "worse"})


def unknown_acts(tokens: Tokens, meant: Sequence[str], code: str) -> bool:
    """Return whether the subject is in no list, and changes something: "Prednisolone raises the odds"."""
    words = [word for word, _stem in tokens.pairs]
    if _SHELTERED.intersection(meant):
        return False
    act = next((place for place, meaning in enumerate(meant) if meaning in ACTS), 0)
    if not act or meant[act - 1] not in _IS_AGENT or not _IN_SUBJECT.issuperset(meant[:act]):
        return False
    if not _ACTED_ON.intersection(meant[act + 1 :]):
        return False
    is_named = any(word not in language(code).function_words for word in words[:act])
    return is_named and language(code).subject.stands_in(words, act)
