"""Word lists of a language, read once, and the language in which a sentence is written."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import snowballstemmer

from .folding import fold
from .phrases import Phrases, Tokens, mark

FOLDER = Path(__file__).parent / "words"
SNOWBALL = {"en": "english", "es": "spanish"}
LANGUAGES = tuple(SNOWBALL)
# Lists that phrases may name, in the order in which they are looked for.
NAMED = ("number", "first", "treat", "effect", "treatments", "meant", "agents", "body", "effects", "weak")


@dataclass(frozen=True)
class Language:
    """Lists of one language, ready to be looked for in sentences."""

    code: str
    lists: dict[str, Phrases]
    phrases: Phrases
    asides: Phrases
    not_acting: Phrases
    function_words: frozenset[str]

    def tokens(self, folded: str) -> Tokens:
        """The words of a folded sentence, with the entries of the lists marked."""
        tokens = Tokens.of(folded, stem_of(self.code))
        mark(tokens, self.lists)
        return tokens


@cache
def stem_of(code: str) -> "snowballstemmer.Stemmer":
    """What takes the endings of a language's words away, and remembers what it did."""
    return cache(snowballstemmer.stemmer(SNOWBALL[code]).stemWord)


@cache
def language(code: str) -> Language:
    """The lists of the language with this code: ``en`` or ``es``."""
    words = tomllib.loads((FOLDER / f"{code}.toml").read_text())
    stem = stem_of(code)
    return Language(
        code,
        {name: Phrases(words[name], stem) for name in NAMED if name in words},
        Phrases(words["phrases"], stem),
        Phrases(words["asides"], stem),
        Phrases(words["not_acting"], stem),
        frozenset(words["function_words"]),
    )


def language_of(sentence: str) -> str:
    """Code of the language whose little words stand in the sentence; English where none tells."""
    words = Tokens.of(fold(sentence), str).words
    return max(SNOWBALL, key=lambda code: sum(word in language(code).function_words for word in words))
