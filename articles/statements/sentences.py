"""Sentences of a text: each paragraph, heading or item by itself, split where a sentence ends."""

import re
from collections.abc import Iterator

import sentencex

# Longer ones are cut: rules would look at words that have nothing to do with each other.
LONGEST = 1200
_LINES = re.compile(r"[\r\n\u2028\u2029\x0b\x0c]+")


def sentences_in(text: str, code: str = "en") -> Iterator[str]:
    """Yield the sentences of ``text`` in order, without the white space around them."""
    for line in _LINES.split(text):
        for sentence in sentencex.segment(code, line.strip()) if line.strip() else ():
            words = sentence.strip()
            for start in range(0, len(words), LONGEST):
                yield words[start : start + LONGEST]
