"""Comparisons that a claim asserts: each is with something that one of its sources compared with."""

from typing import Any

from articles.statements.folding import fold
from articles.statements.language import LANGUAGES, language, languages_of, stem_of
from articles.statements.phrases import Tokens
from articles.statements.strong import Strong, all_strong_in

# Words that stand before what something is compared with, and words that compare without any.
_BEFORE = {"en": {"than", "to", "as"}, "es": {"que", "a", "al", "como"}}
_COMPARING = ("outperform", "surpass", "beat", "unlike", "supera")
# Little words that make another thing of what they stand before: "no treatment".
_COUNTS = {"no", "without", "sin", "ningun", "ninguna"}
# Comparisons with everything there is: no study makes one.
_WITH_ALL = {
    "best",
    "nothing",
    "no",
    "second",
    "nada",
    "ningun",
    "tratamiento",
    "terapia",
    "remedio",
    "opcion",
}
_ALL = {
    "any",
    "every",
    "all",
    "other",
    "anything",
    "everything",
    "cualquier",
    "todo",
    "todos",
    "todas",
    "otro",
}
# Names that fit everything.
_GENERAL = ("treatment", "therapy", "acupuncture", "care", "tratamiento", "terapia", "acupuntura")


def carries(claim: Any, sentence: str) -> bool:
    """Return whether the claim's sources made every comparison that a sentence of its text asserts."""
    theirs = {key for source in claim.known_sources for key in source.comparators}
    code = (languages_of(sentence) or LANGUAGES)[0]
    shared = [_stems(_content(key, code), code) for key in claim.comparators if key in theirs]
    return bool(theirs) and all(
        _is_with_one_of(shared, strong, code)
        for strong in all_strong_in(sentence)
        if strong.kind == "comparison"
    )


def _is_with_one_of(comparators: list[set[str]], strong: Strong, code: str) -> bool:
    words = strong.words.split()
    if words[0] in _WITH_ALL or words[-1] in _WITH_ALL:
        return False
    named = _named(words, strong.followed_by.split(), code)
    if not named:
        # It says no more than the comparators that readers see beside it.
        return bool(comparators)
    stems, said = _stems(named, code), _stems(_content(strong.followed_by, code), code)
    is_particular = bool(stems - _stems(_GENERAL, code))
    for each in comparators:
        is_part = is_particular and stems <= each and not each & _COUNTS - stems
        if stems == each or is_part or (each <= said and not _ALL.intersection(named)):
            return True
    return False


def _named(words: list[str], following: list[str], code: str) -> list[str]:
    """Return what is named right after the words that compare; nothing where they name nothing."""
    before = _BEFORE[code]
    if words[-1] not in before and not words[0].startswith(_COMPARING):
        begins = next((place for place, word in enumerate(following) if word in before), None)
        if begins is None:
            return []
        following = following[begins + 1 :]
    elif words[0].startswith(_COMPARING) and words[-1] not in before:
        following = [*words[1:], *following]
    named: list[str] = []
    for word in following:
        if word in before or word in language(code).function_words - _COUNTS:
            if named:
                break
        else:
            named.append(word)
    return named


def _content(words: str, code: str) -> list[str]:
    tokens = [word for word, _stem in Tokens.of(fold(words), stem_of(code)).pairs]
    return [word for word in tokens if word in _COUNTS or word not in language(code).function_words]


def _stems(words: Any, code: str) -> set[str]:
    return {stem_of(code)(word) for word in words}
