"""Command that works out the points of words anew, from the labelled sentences."""

from itertools import islice
from typing import Any

from django.core.management.base import BaseCommand

from articles.statements.folding import spellings
from articles.statements.language import LANGUAGES, judged_parts
from articles.statements.meanings import meanings
from articles.statements.points import features, labelled_sentences, lines_of, points_file, weighed


class Command(BaseCommand):
    help = (
        "Work out the points of words anew, after a change of articles/statements/labelled/. For developers."
    )
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the files of points, which are committed with the sentences."""
        for code in LANGUAGES:
            points = points_from_sentences(code)
            points_file(code).write_text(points, encoding="utf-8")
            self.stdout.write(f"{code}: {points.count(chr(10))} words and pairs")


def points_from_sentences(code: str) -> str:
    """Return what the file of a language's points holds after its labelled sentences."""
    labelled = (
        (weight, is_statement, features(tokens, meanings(tokens, code)))
        for weight, is_statement, sentence in labelled_sentences(code)
        for tokens in islice(judged_parts(spellings(sentence)[0], code), 1)
    )
    return lines_of(weighed(labelled))
