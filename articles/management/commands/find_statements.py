"""Command that prints the statements of a text: sentences that say what a treatment does."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.statements.finding import Statement, statement_in
from articles.statements.language import LANGUAGES
from articles.statements.sentences import sentences_in


class Command(BaseCommand):
    """Prints one statement a line: the number of its line, the sentence, and the words that make it one."""

    help = (
        "Print every sentence of a text file that says what a treatment does: the number of the line, the "
        "sentence and the words that say so, with tabs between them. Nothing is stored."
    )
    requires_system_checks: list[str] = []
    # It asks no database.
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="a text in UTF-8; - for what is typed or piped in")
        parser.add_argument("--lines", action="store_true", help="each line is one sentence, as it stands")
        parser.add_argument(
            "--language",
            choices=LANGUAGES,
            default="",
            help="the text's language; without it each sentence tells",
        )

    def handle(self, *args: Any, file: str, lines: bool, language: str, **options: Any) -> None:
        """Print the statements; say in one line what is wrong with a file that cannot be read."""
        for number, statement in _statements(_read(file), is_lines=lines, code=language):
            self.stdout.write("\t".join([str(number), statement.sentence, ", ".join(statement.words)]))


def _read(file: str) -> str:
    try:
        return sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8-sig")
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise CommandError(f"{file} is no text in UTF-8. Save it as plain text in UTF-8 first.") from error


def _statements(text: str, *, is_lines: bool, code: str) -> Iterator[tuple[int, Statement]]:
    for number, line in enumerate(text.split("\n"), start=1):
        sentence = line.strip()
        for each in [sentence] if is_lines else sentences_in(sentence, code or "en"):
            if statement := statement_in(" ".join(each.split()), code):
                yield number, statement
