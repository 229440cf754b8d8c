"""Languages: their endings, sure phrases, ends of clauses and little words."""

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import snowballstemmer

from .folding import fold
from .phrases import Phrases, Tokens

FOLDER = Path(__file__).parent / "words"
SNOWBALL = {"en": "english", "es": "spanish"}
LANGUAGES = tuple(SNOWBALL)


@dataclass(frozen=True)
class Language:
    """Lists of one language, ready to be looked for in sentences."""

    code: str
    phrases: Phrases
    # What parts the clauses of a sentence.
    parted_by: re.Pattern[str]
    function_words: frozenset[str]


@cache
def stem_of(code: str) -> Callable[[str], str]:
    """Return what takes the endings of a language's words away, and remembers what it did."""
    return cache(snowballstemmer.stemmer(SNOWBALL[code]).stemWord)


@cache
def language(code: str) -> Language:
    """Return the lists of the language with this code: ``en`` or ``es``."""
    words = tomllib.loads((FOLDER / f"{code}.toml").read_text(encoding="utf-8"))
    between = "|".join(words["conjunctions"])
    return Language(
        code,
        Phrases(words["phrases"], stem_of(code)),
        re.compile(rf"[,;:()]| - |--|\b(?:{between})\b"),
        frozenset(words["function_words"]),
    )


def tokens_of(sentence: str, code: str) -> Tokens:
    """Return the words of a sentence as it stands, folded."""
    return Tokens.of(fold(sentence), stem_of(code))


def language_of(sentence: str) -> str:
    """Return the language whose little words stand in the sentence; English where none tells."""
    words = fold(sentence).split()
    return max(LANGUAGES, key=lambda code: sum(word in language(code).function_words for word in words))
