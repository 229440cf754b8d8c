"""Questions that a request asks the database, noted so that they can be asked again all at once.

Whatever a page shows comes from their answers. While these are the same, so is what was made of them, and
nobody has to list what a page reads.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from hashlib import blake2b
from sys import intern
from typing import Any, NamedTuple

from django.db import Error, connection

from clinic.site_version.records import SiteVersion

logger = logging.getLogger(__name__)


class Question(NamedTuple):
    """Statement that reads, with the values in it."""

    sql: str
    values: tuple[Any, ...]


# Digests of answers, by the name of the question.
type Answers = dict[str, str]

_ALL = "SELECT (SELECT number FROM {version}), ARRAY[{each}]"
# No answer, and an answer without rows, are told apart from an empty one.
_EACH = "(SELECT coalesce(md5(string_agg(md5(answer::text), '')), '-') FROM ({sql}) AS answer)"


class Notebook:
    """Questions of one request in their order, each once, for ``connection.execute_wrapper``."""

    def __init__(self) -> None:
        self.questions: dict[str, Question] = {}
        self.answers: Answers = {}
        # Whoever writes, or asks in a way that cannot be repeated, shows what is read only once.
        self.can_be_asked_again = True
        self._is_closed = False

    def __call__(self, execute: Callable[..., Any], sql: Any, values: Any, many: bool, context: Any) -> Any:
        """Note one statement and let it be executed."""
        if self._is_closed:
            return execute(sql, values, many, context)
        if many or isinstance(values, dict) or not str(sql).startswith("SELECT"):
            self.can_be_asked_again = False
        else:
            text = sql if values is not None else sql.replace("%", "%%")
            # Interned, as the same text is asked for every page of a kind.
            question = Question(intern(str(text)), tuple(values or ()))
            self.questions.setdefault(_name_of(question), question)
        return execute(sql, values, many, context)

    @contextmanager
    def closed(self) -> Iterator[None]:
        """Note nothing in the block."""
        before, self._is_closed = self._is_closed, True
        try:
            yield
        finally:
            self._is_closed = before

    def add(self, questions: dict[str, Question]) -> None:
        """Note what something kept was made from."""
        self.questions.update(questions)

    def still(self, questions: dict[str, Question], answers: Answers) -> bool:
        """Return whether the database answers as it did, asking what was not asked again before."""
        self.ask_again(questions)
        return all(self.answers.get(name) == answer for name, answer in answers.items())

    def ask_again(self, questions: dict[str, Question]) -> int | None:
        """Ask those that were not asked again yet, and return the version that answered, if any."""
        unasked = {name: each for name, each in questions.items() if name not in self.answers}
        if not unasked:
            return None
        try:
            with self.closed():
                version, digests = ask(unasked.values())
        except Error as error:
            # The page can be made without; where the database is away, it says so itself.
            logger.warning("Questions of a page were not asked again because of %s.", type(error).__name__)
            return None
        self.answers |= dict(zip(unasked, digests, strict=True))
        return version


def _name_of(question: Question) -> str:
    return blake2b(repr(question).encode(), digest_size=16).hexdigest()


def ask(questions: Iterable[Question]) -> tuple[int | None, list[str]]:
    """Return the version of the site and the digest of each answer, all at one moment. Takes one query."""
    questions = list(questions)
    each = ", ".join(_EACH.format(sql=question.sql) for question in questions)
    sql = _ALL.format(version=SiteVersion._meta.db_table, each=each)
    with connection.cursor() as cursor:
        cursor.execute(sql, [value for question in questions for value in question.values])
        version, digests = cursor.fetchone()
    return version, digests
