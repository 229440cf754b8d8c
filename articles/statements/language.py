"""Languages: their endings, sure phrases, ends of clauses and little words."""

import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import snowballstemmer

from .folding import fold
from .phrases import Phrases, Tokens

FOLDER = Path(__file__).parent / "words"
SNOWBALL = {"en": "english", "es": "spanish"}
LANGUAGES = tuple(SNOWBALL)
# One word alone says nothing of a treatment and an effect, and two may be a clause cut off from its rest.
LEAST_WORDS, LEAST_WORDS_OF_A_CLAUSE = 2, 3


@dataclass(frozen=True)
class Subject:
    """Words and endings by which a sentence with a subject and its verb is known."""

    begins: frozenset[str]
    never_begins: frozenset[str]
    never_before_verb: frozenset[str]
    verb_ends: tuple[str, ...]
    before_verb_ends: tuple[str, ...]

    def stands_in(self, words: Sequence[str], verb: int) -> bool:
        """Return whether ``words`` begin with a subject, and the one at ``verb`` is what it does."""
        first, before = words[0], words[verb - 1]
        if first in self.never_begins or (self.begins and first not in self.begins):
            return False
        has_ending = words[verb].endswith(self.verb_ends) or before.endswith(self.before_verb_ends)
        return has_ending and before not in self.never_before_verb


@dataclass(frozen=True)
class Language:
    """Lists of one language, ready to be looked for in sentences."""

    code: str
    phrases: Phrases
    # What tells that an illness runs its course, whoever treats it.
    by_itself: Phrases
    subject: Subject
    medicine_ends: tuple[str, ...]
    treatment_ends: tuple[str, ...]
    # What parts the clauses of a sentence.
    parted_by: re.Pattern[str]
    function_words: frozenset[str]
    # Assertions that nobody may answer for with a tick, by kind.
    strong: dict[str, Phrases]
    denials: Phrases
    denials_in_form: Phrases
    # First words of questions that assert nothing.
    questions: frozenset[str]


@cache
def stem_of(code: str) -> Callable[[str], str]:
    """Return what takes the endings of a language's words away, and remembers what it did."""
    return cache(snowballstemmer.stemmer(SNOWBALL[code]).stemWord)


@cache
def language(code: str) -> Language:
    """Return the lists of the language with this code: ``en`` or ``es``."""
    words = tomllib.loads((FOLDER / f"{code}.toml").read_text(encoding="utf-8"))
    between, stem, denial = "|".join(words["conjunctions"]), stem_of(code), words["denial"]
    return Language(
        code,
        Phrases(words["phrases"], stem),
        Phrases(words["by_itself"], stem),
        _subject(**words["subject"]),
        tuple(words["medicine_ends"]),
        tuple(words["treatment_ends"]),
        re.compile(rf"[,;:()]| - |--|\b(?:{between})\b"),
        frozenset(words["function_words"]),
        {kind: Phrases(phrases, stem) for kind, phrases in words["strong"].items()},
        Phrases(denial["words"], stem),
        Phrases(denial["none"], stem),
        frozenset(denial["questions"]),
    )


def _subject(*, verb_ends: list[str], before_verb_ends: list[str], **lists: list[str]) -> Subject:
    words = {name: frozenset(map(fold, words)) for name, words in lists.items()}
    return Subject(**words, verb_ends=tuple(verb_ends), before_verb_ends=tuple(before_verb_ends))


@lru_cache(maxsize=2048)
def tokens_of(folded: str, code: str) -> Tokens:
    """Return the words of a folded text with their stems."""
    return Tokens.of(folded, stem_of(code))


def judged_parts(folded: str, code: str) -> Iterator[Tokens]:
    """Yield the words of a folded sentence, then those of each of its clauses, as far as they are enough."""
    whole = tokens_of(folded, code)
    if len(whole.pairs) >= LEAST_WORDS:
        yield whole
    clauses = language(code).parted_by.split(folded)
    for clause in clauses if len(clauses) > 1 else ():
        tokens = tokens_of(clause, code)
        if len(tokens.pairs) >= LEAST_WORDS_OF_A_CLAUSE:
            yield tokens


def languages_of(sentence: str) -> tuple[str, ...]:
    """Return the language whose little words stand in the sentence; all languages where none tells."""
    words = fold(sentence).split()
    counts = {code: sum(word in language(code).function_words for word in words) for code in LANGUAGES}
    most = max(counts.values())
    return tuple(code for code in LANGUAGES if counts[code] == most)[: None if most == 0 else 1]
