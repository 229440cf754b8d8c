"""Meanings of words: closed lists, by which a word that nobody labelled counts like others of its kind."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import groupby, pairwise

from .folding import fold
from .language import FOLDER, language, stem_of
from .phrases import NUMBER_WORD, Tokens

NUMBER = "number"
# Acupuncture points by the codes of the World Health Organization and their older spellings, such as ST36.
_POINT = re.compile(r"(?:st|li|lu|sp|ht|si|bl|ub|ki|pc|te|sj|gb|lr|liv|gv|du|cv|ren)\d{1,2}")
# What the clinic does; where one of these is named, a sentence may speak of it.
OURS = frozenset({"treatment", "visit", "ours", "storyteller", "instead"})
# Who else may change something, and what may be said before they are named.
OTHERS = frozenset({"medicine", "procedure", "selfcare", "nature", "harmful"})
_BEFORE = OTHERS | {"", NUMBER, "people", "body", "symptom", "anatomy", "admin", "better"}
# Nor does it change by itself where these are named.
_NOT_BY_ITSELF = frozenset({"treatment", "visit", "ours", "storyteller", "you", "it"})
# A name of a complaint is made of these, such as "low back pain".
_NAMES = frozenset({"symptom", "body", "anatomy"})
# Words that stand between others and mean little by themselves.
_BETWEEN = frozenset({"beside", "being"})
# What a part of the body is like is told with none of these.
_CHANGES = OURS | {"effect", "better", "worse", "fewer", "you", "it", "symptom"}
ACTS = frozenset({"effect", "worse"})
_ACTED_ON = frozenset({"symptom", "body", "better", "worse", "people", "you", "effect"}) | OTHERS


def listed(code: str) -> Iterator[tuple[str, str]]:
    """Yield the meaning and the word of each entry: "=word" for a very form, else its stem or two stems."""
    lists = tomllib.loads((FOLDER / f"{code}.meanings.toml").read_text(encoding="utf-8"))
    stem = stem_of(code)
    for meaning, words in lists.items():
        for word in fold(words).split():
            yield meaning, word if word[0] == "=" else " ".join(map(stem, word.split("_")))


@cache
def _meaning_of(code: str) -> Mapping[str, str]:
    return {word: meaning for meaning, word in listed(code)}


# A sentence is asked who acts, and weighed.
@lru_cache(maxsize=256)
def meanings(tokens: Tokens, code: str) -> tuple[str, ...]:
    """Return the meaning of each word of a sentence, an empty one where it stands in no list."""
    known, found = _meaning_of(code), []
    stems = [stem for _word, stem in tokens.pairs]
    # Each of two words that stand together means what both do.
    twos = ["", *(known.get(f"{one} {other}", "") for one, other in pairwise(stems)), ""]
    for (word, stem), before, two in zip(tokens.pairs, twos, twos[1:], strict=False):
        one = NUMBER if stem == NUMBER_WORD else known.get(f"={word}") or known.get(stem, "")
        found.append(two or before or one or _by_its_form(word, code))
    return tuple(found)


def _by_its_form(word: str, code: str) -> str:
    """Return what a word means that stands in no list, as its form tells; nothing where it does not."""
    if _POINT.fullmatch(word) or word.endswith(language(code).treatment_ends):
        return "treatment"
    return "medicine" if word.endswith(language(code).medicine_ends) else ""


def pairs_of(meant: Sequence[str]) -> set[str]:
    """Return the pairs of meanings that follow each other, whatever words stand between them."""
    known = [meaning for meaning, _again in groupby(filter(None, meant)) if meaning not in _BETWEEN]
    return {f"<{one}> <{other}>" for one, other in pairwise(["^", *known, "$"])}


def with_spared_complaints(meant: Sequence[str]) -> list[str]:
    """Return the meanings, with "avoids" and the like as what is done where a complaint follows."""
    return [
        "effect" if one == "instead" and "symptom" in meant[place + 1 : place + 3] else one
        for place, one in enumerate(meant)
    ]


def another_acts(meant: Sequence[str]) -> bool:
    """Return whether something else than a treatment of ours changes something: a medicine, exercise, time.

    It is named first, then what it does, then to what; and nothing of ours is named at all.
    """
    agent = next((place for place, meaning in enumerate(meant) if meaning in OTHERS), None)
    if agent is None or OURS.intersection(meant) or not _BEFORE.issuperset(meant[:agent]):
        return False
    following = next((meaning for meaning in meant[agent + 1 :] if meaning not in OTHERS), "")
    act = next((place for place in range(agent + 1, len(meant)) if meant[place] in ACTS), None)
    # "Nicotine cravings fade": here it is a complaint that something happens to.
    return following != "symptom" and act is not None and bool(_ACTED_ON.intersection(meant[act + 1 :]))


def changes_by_itself(tokens: Tokens, meant: Sequence[str], code: str) -> bool:
    """Return whether it is the course of an illness that a sentence tells, as "on its own" says."""
    told = {place for start, end in language(code).by_itself.places_in(tokens) for place in range(start, end)}
    # "Without treatment" names none.
    others = (meaning for place, meaning in enumerate(meant) if place not in told)
    return bool(told) and not _NOT_BY_ITSELF.intersection(others)


def is_a_name(meant: Sequence[str]) -> bool:
    """Return whether nothing but a complaint is named, and what is said of it is nothing."""
    return _NAMES.issuperset(meant)


def is_a_description(meant: Sequence[str]) -> bool:
    """Return whether a sentence tells what a part of the body is or has, and nothing that changes."""
    first, *others = [*filter(None, meant), ""]
    if first in ("body", "anatomy") and "being" in meant:
        return not _CHANGES.intersection(meant)
    # "Tinnitus is a sound": two words that mean one thing.
    return (
        first in {"symptom", *OTHERS}
        and others[:2] == ["being", "being"]
        and not (_CHANGES - _NAMES).intersection(meant)
    )
