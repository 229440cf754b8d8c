"""Refusal of a file that cannot be read, in words for whoever brought it."""

from clinic.lazy_text import StrOrPromise


class UnreadableDocument(Exception):
    """Raised for a file of which no document can be made; its text says why and what to do."""

    def __init__(self, words: StrOrPromise) -> None:
        super().__init__(words)
        self.words = words

    def __str__(self) -> str:
        return str(self.words)
