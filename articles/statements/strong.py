"""Strong assertions: comparisons, proofs, cures, guarantees, rates and patients' stories, unless denied.

Nobody answers for them with a tick. A comparison or a rate may stand in a claim whose sources carry it; the
others stand nowhere.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from .folding import spellings
from .language import Language, language, languages_of, tokens_of
from .phrases import Tokens

# What a claim may say when its sources say it.
SAID_BY_SOURCES = frozenset({"comparison", "rate"})


@dataclass(frozen=True)
class Strong:
    """Kind of a strong assertion, the words that make it one, and those that follow in its clause."""

    kind: str
    words: str
    followed_by: str = ""

    @property
    def may_be_claimed(self) -> bool:
        """True for what a claim may say when its sources say it."""
        return self.kind in SAID_BY_SOURCES


def strong_in(sentence: str, code: str = "") -> Strong | None:
    """Return the strongest assertion of a statement, first one that stands nowhere; None without any."""
    found = sorted(all_strong_in(sentence, code), key=lambda each: each.may_be_claimed)
    return found[0] if found else None


@lru_cache(maxsize=4096)
def all_strong_in(sentence: str, code: str = "") -> tuple[Strong, ...]:
    """Return every strong assertion of a statement, in all its spellings."""
    codes = (code,) if code else languages_of(sentence)
    return tuple(
        each
        for spelling in spellings(sentence)
        for known in map(language, codes)
        for each in _asserted(spelling, known)
    )


def _asserted(folded: str, known: Language) -> Iterator[Strong]:
    if _is_open_question(folded, known):
        return
    # Clauses by themselves: what one of them denies does not shelter what another promises.
    for part in dict.fromkeys([folded, *known.parted_by.split(folded)]):
        tokens = tokens_of(part, known.code)
        denied_from = _denied_from(tokens, known)
        for kind, phrases in known.strong.items():
            for start, end in phrases.places_in(tokens):
                if start < denied_from:
                    yield Strong(kind, tokens.text(start, end), tokens.text(end, len(tokens.pairs)))


def _denied_from(tokens: Tokens, known: Language) -> int:
    """Return the place of the first word that denies what follows; past the end where none does."""
    in_form = {place for start, end in known.denials_in_form.places_in(tokens) for place in range(start, end)}
    places = (start for start, _end in known.denials.places_in(tokens) if start not in in_form)
    return min(places, default=len(tokens.pairs))


def _is_open_question(folded: str, known: Language) -> bool:
    words = folded.strip(" \u00bf\u00a1\"'").split()
    return bool(words) and words[0] in known.questions and folded.rstrip(" \"'").endswith("?")
