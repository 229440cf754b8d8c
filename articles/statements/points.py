"""Points of words: how much more often a word stands in statements than in other sentences.

The points of a word, or of two words that stand together, are the logarithm of that ratio in the labelled
sentences in ``labelled/`` (naive Bayes). `manage.py weigh_words` works them out; they are kept in ``words/``,
where they can be read.
"""

import math
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import accumulate, pairwise
from pathlib import Path

from .meanings import OURS, pairs_of
from .phrases import NUMBER_WORD, Tokens

HERE = Path(__file__).parent
STATEMENT = "claim"
# Added to each count, so that a word never seen on one side has no endless points.
SMOOTHING = 0.05
# What says less than this for either side has no points, but for a stem: it tells that the word is known.
LEAST_POINTS = 0.5
# Sentences of kinds that the first ones hardly had (``kinds``), and those of people who had not seen the
# finder (``writers``), are few, and count for more.
FILES = {"": 1, ".kinds": 3, ".writers": 3}
NOTHING_OF_OURS = "<>"
# Points are kept as hundredths beside a feature's hash, in one number; the first of its bits name a bucket.
_ALL_POINTS, _ZERO, _BUCKETS = 1 << 12, 1 << 11, 1 << 17
_HASH, _BELOW_BUCKET = (1 << 51) - 1, 63 - 17


def points_file(code: str) -> Path:
    """Return the file of a language's points: on each line points, a tab, and a word or two."""
    return HERE / "words" / f"{code}.points.tsv"


def labelled_sentences(code: str) -> Iterator[tuple[int, bool, str]]:
    """Yield the labelled sentences of a language: what each counts for, and whether it is a statement."""
    for name, weight in FILES.items():
        for line in (HERE / "labelled" / f"{code}{name}.tsv").read_text(encoding="utf-8").splitlines():
            label, _tab, sentence = line.partition("\t")
            yield weight, label == STATEMENT, sentence


def features(tokens: Tokens, meant: Sequence[str]) -> set[str]:
    """Return what may have points in a sentence: stems and words, pairs of stems, of meanings, and of both.

    Two stems are a pair as neighbours, and with one word between them; figures are all one.
    """
    stems = [NUMBER_WORD if word[0].isdigit() else stem for word, stem in tokens.pairs]
    bounded = ["^", *stems, "$"]
    found = {*stems, *pairs_of(meant)}
    found.update(f"{one} {other}" for one, other in pairwise(bounded))
    found.update(f"{one} .. {other}" for one, other in zip(bounded, bounded[2:], strict=False))
    found.update(f"={word}" for word, stem in tokens.pairs if word != stem)
    found.update(f"{stem} <{meaning}>" for stem, meaning in zip(stems, meant[1:], strict=False) if meaning)
    found.update(f"<{meaning}> {stem}" for stem, meaning in zip(stems[1:], meant, strict=False) if meaning)
    if OURS.isdisjoint(meant):
        found.add(NOTHING_OF_OURS)
    return found


def weighed(labelled: Iterable[tuple[int, bool, set[str]]]) -> dict[str, float]:
    """Return the points of everything that stands in the labelled sentences."""
    counts: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    sentences = Counter[bool]()
    for weight, is_statement, found in labelled:
        for feature in found:
            counts[is_statement][feature] += weight
        sentences[is_statement] += weight
    points = {
        feature: _share(counts[True][feature], sentences[True])
        - _share(counts[False][feature], sentences[False])
        for feature in counts[True] | counts[False]
    }
    return {
        feature: value for feature, value in points.items() if abs(value) >= LEAST_POINTS or _is_stem(feature)
    }


def _is_stem(feature: str) -> bool:
    return " " not in feature and feature[0] != "="


def _share(count: int, sentences: int) -> float:
    return math.log((count + SMOOTHING) / (sentences + 2 * SMOOTHING))


class Points:
    """Points of a language: some twelve bytes for each feature, where a dictionary would need a hundred."""

    def __init__(self, points: Iterable[tuple[str, float]]) -> None:
        numbers = array("q", (_number_of(name) + _ZERO + round(100 * value) for name, value in points))
        sizes = array("i", bytes(4 * _BUCKETS))
        for number in numbers:
            sizes[number >> _BELOW_BUCKET] += 1
        self._starts = array("i", accumulate(sizes, initial=0))
        # Put in their places one by one: a sorted list would leave the process larger than it was.
        self._packed, following = array("q", numbers), self._starts[:]
        for number in numbers:
            bucket = number >> _BELOW_BUCKET
            self._packed[following[bucket]] = number
            following[bucket] += 1

    def of(self, features: Iterable[str]) -> dict[str, float]:
        """Return the points of the features that stand in a labelled sentence."""
        starts, packed, found = self._starts, self._packed, {}
        for feature in features:
            number = (hash(feature) & _HASH) * _ALL_POINTS
            bucket = number >> _BELOW_BUCKET
            for place in range(starts[bucket], starts[bucket + 1]):
                if 0 <= packed[place] - number < _ALL_POINTS:
                    found[feature] = (packed[place] - number - _ZERO) / 100
        return found


def _number_of(feature: str) -> int:
    """Return the number of 63 bits that stands for a feature, with room for its points."""
    return (hash(feature) & _HASH) * _ALL_POINTS


@cache
def points_of(code: str) -> Points:
    """Return the points of a language's words and pairs, read once."""
    with points_file(code).open(encoding="utf-8") as lines:
        return Points(
            (feature, float(points))
            for points, _tab, feature in (line.rstrip("\n").partition("\t") for line in lines)
        )


def lines_of(points: Mapping[str, float]) -> str:
    """Return the text of a file of points, the strongest signs of a statement first."""
    ranked = sorted(points.items(), key=lambda one: (-round(one[1], 2), one[0]))
    return "".join(f"{value:.2f}\t{feature}\n" for feature, value in ranked)
