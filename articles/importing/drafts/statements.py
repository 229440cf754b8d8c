"""Statements of a draft that want a source, each with the place in which it stands."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from articles.statements.finding import statement_in
from articles.statements.language import LANGUAGES
from articles.statements.reading import normalize, texts
from articles.statements.sentences import sentences_in


class WantsASource(NamedTuple):
    """Sentence that says what a treatment does, where it stands, and the words that say so."""

    where: str
    sentence: str
    words: str


def statements_of(page: Any) -> Iterator[WantsASource]:
    """Yield the statements of a page as it is now, from top to bottom; those of claims have their sources."""
    code = page.locale.language_code[:2] if page.locale_id else ""
    code = code if code in LANGUAGES else ""
    for text in texts(page):
        for sentence in sentences_in(normalize(text.words), code or "en"):
            if statement := statement_in(sentence, code):
                yield WantsASource(text.where, sentence, ", ".join(statement.words))
