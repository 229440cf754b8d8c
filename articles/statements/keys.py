"""Keys of sentences: what stays the same when a sentence moves, and changes when its words do."""

import hashlib

from .folding import fold

# Characters of a key: a SHA-256 in hexadecimal digits.
LENGTH = 64


def key_of(sentence: str) -> str:
    """Return the key of a sentence, whatever its capitals, spaces, marks and last period.

    A question is another sentence than its words as an assertion.
    """
    words = " ".join(fold(sentence).split()).strip(" .!\"'")
    if words.endswith("?"):
        words = words.rstrip(" .!?\"'") + "?"
    return hashlib.sha256(words.encode()).hexdigest()
