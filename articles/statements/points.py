"""Points of words: how much more often a word stands in statements than in other sentences.

The points of a word, or of two words that stand together, are the logarithm of that ratio in the labelled
sentences in ``labelled/`` (naive Bayes). `manage.py weigh_words` works them out; they are kept in ``words/``,
where they can be read.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

from .meanings import pairs_of
from .phrases import NUMBER_WORD, Tokens

HERE = Path(__file__).parent
STATEMENT = "claim"
# Added to each count, so that a word never seen on one side has no endless points.
SMOOTHING = 0.3
# What stands in fewer sentences has no points; nor have pairs that say so little for either side.
LEAST, LEAST_POINTS = 2, 0.5
# Sentences of kinds that the first ones hardly had (``kinds``) are few, and count for more.
WEIGHT_OF_KINDS = 3


def points_file(code: str) -> Path:
    """Return the file of a language's points: on each line points, a tab, and a word or two."""
    return HERE / "words" / f"{code}.points.tsv"


def labelled_sentences(code: str) -> Iterator[tuple[int, bool, str]]:
    """Yield the labelled sentences of a language: what each counts for, and whether it is a statement."""
    for weight, name in ((1, code), (WEIGHT_OF_KINDS, f"{code}.kinds")):
        for line in (HERE / "labelled" / f"{name}.tsv").read_text(encoding="utf-8").splitlines():
            label, _tab, sentence = line.partition("\t")
            yield weight, label == STATEMENT, sentence


def features(tokens: Tokens, meant: Sequence[str]) -> set[str]:
    """Return what may have points in a sentence: stems, pairs of them, and pairs of meanings.

    Two stems are a pair as neighbours, and with one word between them; figures are all one.
    """
    stems = [NUMBER_WORD if word[0].isdigit() else stem for word, stem in tokens.pairs]
    bounded = ["^", *stems, "$"]
    neighbours = (f"{one} {other}" for one, other in pairwise(bounded))
    apart = (f"{one} .. {other}" for one, other in zip(bounded, bounded[2:], strict=False))
    return {*stems, *neighbours, *apart, *pairs_of(meant)}


def weighed(labelled: Iterable[tuple[int, bool, set[str]]]) -> dict[str, float]:
    """Return the points of everything that stands in at least two of the labelled sentences."""
    counts: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    sentences, found_in = Counter[bool](), Counter[str]()
    for weight, is_statement, found in labelled:
        for feature in found:
            counts[is_statement][feature] += weight
        sentences[is_statement] += weight
        found_in.update(found)
    points = {
        feature: _share(counts[True][feature], sentences[True])
        - _share(counts[False][feature], sentences[False])
        for feature, count in found_in.items()
        if count >= LEAST
    }
    # A single word is kept in any case: it tells that the word is known.
    return {
        feature: value
        for feature, value in points.items()
        if abs(value) >= LEAST_POINTS or " " not in feature
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
