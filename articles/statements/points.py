"""Points of words: how much more often a word stands in statements than in other sentences.

The points of a word, or of two words that stand together, are the logarithm of that ratio in the labelled
sentences in ``labelled/`` (naive Bayes). `manage.py weigh_words` works them out; they are kept in ``words/``,
where they can be read.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from .phrases import NUMBER_WORD, Tokens

HERE = Path(__file__).parent
STATEMENT = "claim"
# Added to each count, so that a word never seen on one side has no endless points.
SMOOTHING = 0.3
# Words that stand in fewer sentences have no points.
LEAST = 2


def points_file(code: str) -> Path:
    """Return the file of a language's points: on each line points, a tab, and a word or two."""
    return HERE / "words" / f"{code}.points.tsv"


def labelled_sentences(code: str) -> Iterator[tuple[bool, str]]:
    """Yield the labelled sentences of a language, and whether each is a statement."""
    for line in (HERE / "labelled" / f"{code}.tsv").read_text(encoding="utf-8").splitlines():
        label, _tab, sentence = line.partition("\t")
        yield label == STATEMENT, sentence


def features(tokens: Tokens) -> set[str]:
    """Return the stems of a sentence and its pairs of neighbours; figures are all one."""
    stems = [NUMBER_WORD if word[0].isdigit() else stem for word, stem in tokens.pairs]
    bounded = ["^", *stems, "$"]
    return {*stems, *(f"{one} {other}" for one, other in zip(bounded, bounded[1:], strict=False))}


def weighed(labelled: Iterable[tuple[bool, set[str]]]) -> dict[str, float]:
    """Return the points of everything that stands in at least two of the labelled sentences."""
    counts: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    sentences = Counter[bool]()
    for is_statement, found in labelled:
        counts[is_statement].update(found)
        sentences[is_statement] += 1
    total = counts[True] + counts[False]
    return {
        feature: _share(counts[True][feature], sentences[True])
        - _share(counts[False][feature], sentences[False])
        for feature, count in total.items()
        if count >= LEAST
    }


def _share(count: int, sentences: int) -> float:
    return math.log((count + SMOOTHING) / (sentences + 2 * SMOOTHING))


@cache
def points_of(code: str) -> Mapping[str, float]:
    """Return the points of a language's words and pairs, read once."""
    lines = points_file(code).read_text(encoding="utf-8").splitlines()
    return {feature: float(points) for points, _tab, feature in (line.partition("\t") for line in lines)}


def lines_of(points: Mapping[str, float]) -> str:
    """Return the text of a file of points, the strongest signs of a statement first."""
    ranked = sorted(points.items(), key=lambda one: (-round(one[1], 2), one[0]))
    return "".join(f"{value:.2f}\t{feature}\n" for feature, value in ranked)
