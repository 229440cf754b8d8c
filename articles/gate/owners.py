"""Owners of what a rendered page says: fields, records and templates; the rest is nobody's.

Each sentence has one owner: what a page shows of another page, a person, a picture, a notice or the clinic's
details is answered for where it is written. The site's own words are those of its templates. Whatever is left
was read by nobody, and is a matter of the page.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Any, NamedTuple

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import CharField, Func, Model, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.functional import cached_property

from psycopg2 import sql

from articles.statements.markup import read_markup
from articles.statements.reading import Text, normalize
from articles.statements.sentences import sentences_in
from clinic.site_version.tables import public_tables

from .site_words import site_words

# Fewer new words between two owned texts are grammar, a number or a label; where a whole sentence is
# nobody's, two are enough.
LEAST_WORDS, LEAST_WORDS_OF_A_WHOLE = 4, 2
_WORD = re.compile(r"[^\W\d_]{2,}")
# Printed beside a source; where it leads is read with its owner.
_ADDRESS = re.compile(r"\S+://\S+|\bdoi:\S+")
_CUT = "..."
# So much of a text that was cut tells it.
_TELLS = 12
_EDGES = " .,:;!?-()[]\"'\u00b7"


class Left(NamedTuple):
    """Part of a line that nobody answers for, and whether it is long enough to be a sentence."""

    said: str
    is_sentence: bool


class Owned:
    """Words that somebody answers for: whole lines and sentences, and parts of composed lines."""

    def __init__(self, words: Iterable[str]) -> None:
        self.whole = {piece for text in words for piece in _pieces_of(text)}

    @cached_property
    def fragments(self) -> dict[str, list[str]]:
        """Parts of composed lines by their first word.

        A single word is none, or it would hide itself wherever it stands.
        """
        found: dict[str, list[str]] = {}
        for each in self.whole:
            first, _space, more = each.partition(" ")
            if more:
                found.setdefault(first, []).append(each)
        return found


class Owners:
    """All who answer for something: the page, the others, and the site itself."""

    def __init__(self, *owned: Owned) -> None:
        self.owned = owned

    def rest_of(self, line: str) -> Iterator[Left]:
        """Yield the parts of a line that are not accounted for, in small letters."""
        line = line.casefold()
        if self._has(line.strip(_EDGES)):
            return
        for sentence in sentences_in(line):
            whole = sentence.strip(_EDGES)
            if not self._has(whole):
                for part in self._without_fragments(sentence):
                    yield Left(part, self._is_new(part, is_whole=part == whole))

    def _is_new(self, part: str, *, is_whole: bool) -> bool:
        """Return whether a part has enough words that are nobody's to be a sentence."""
        words = _WORD.findall(part)
        if is_whole:
            return len(words) >= LEAST_WORDS_OF_A_WHOLE
        return len([word for word in words if not self._has(word)]) >= LEAST_WORDS

    def _has(self, piece: str) -> bool:
        return any(piece in owned.whole for owned in self.owned)

    def _fragments_in(self, text: str) -> list[str]:
        """Return the owned parts that may begin in a text, the longest first: one may stand in another."""
        firsts = {first for word in text.split() for first in (word, word.strip(_EDGES))}
        found = {each for owned in self.owned for first in firsts for each in owned.fragments.get(first, ())}
        return sorted(found, key=len, reverse=True)

    def _without_fragments(self, text: str) -> list[str]:
        text = _ADDRESS.sub("\n", text)
        fragments = self._fragments_in(text)
        if _CUT in text:
            text = _without_cut(text, fragments)
        for fragment in fragments:
            if fragment in text:
                text = re.sub(rf"(?<!\w){re.escape(fragment)}(?!\w)", "\n", text)
        parts = (part.strip(_EDGES) for part in text.split("\n"))
        return [part for part in parts if _WORD.search(part) and not self._has(part)]


def _without_cut(text: str, fragments: Iterable[str]) -> str:
    """Return the text without the beginning of an owned one that was cut for want of room."""
    end = text.index(_CUT)
    for fragment in fragments:
        start = text.find(fragment[:_TELLS])
        if 0 <= start < end and fragment.startswith(text[start:end].rstrip(" ,.;:")):
            return text[:start] + "\n" + text[end + len(_CUT) :]
    return text


@lru_cache(maxsize=16384)
def _pieces_of(text: str) -> tuple[str, ...]:
    """Return the lines and sentences of a text in small letters, and the names that it lists."""
    found: list[str] = []
    for line in normalize(text).casefold().split("\n"):
        # Names that are listed with commas are told one by one to search engines.
        parts = line.split(",") if "," in line else ()
        found.extend(each.strip(_EDGES) for each in (line, *sentences_in(line), *parts))
    return tuple(each for each in dict.fromkeys(found) if each)


def unowned(lines: Iterable[str], its_texts: Iterable[Text], language: str) -> list[Left]:
    """Return what the lines of a rendered page say that nobody answers for, each once.

    ``its_texts`` are those of the page itself.
    """
    own = Owned(text.words for text in its_texts)
    left = [line for line in lines if line.casefold().strip(_EDGES) not in own.whole]
    owners = Owners(own, _others(_words_of_others()), _site(language))
    return list(dict.fromkeys(part for line in left for part in owners.rest_of(line)))


@lru_cache(maxsize=8)
def _site(language: str) -> Owned:
    return Owned(site_words(language))


# What the others say is read for each page, and taken apart when it changed.
@lru_cache(maxsize=2)
def _others(words: tuple[str, ...]) -> Owned:
    return Owned(words)


def _words_of_others() -> tuple[str, ...]:
    """Return the short texts of everything that public pages show: of the owners of what a page repeats."""
    query, parameters = _query_of_others()
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return tuple(sorted(_words(stored) for (stored,) in cursor.fetchall()))


@cache
def _query_of_others() -> tuple[sql.Composed, tuple[Any, ...]]:
    """Return one query for all of them; to put it together for each page would take longer than to ask it."""
    tables = public_tables()
    each = [_texts_of(model) for model in apps.get_models() if model._meta.db_table in tables]
    parts = [queryset.query.sql_with_params() for queryset in each if queryset is not None]
    said = sql.SQL("SELECT unnest(texts) AS said FROM ({}) AS rows")
    every = sql.SQL(" UNION ").join(said.format(sql.SQL(query)) for query, _values in parts)
    query = sql.SQL("SELECT said FROM ({}) AS every WHERE said <> ''").format(every)
    return query, tuple(value for _query, values in parts for value in values)


def _texts_of(model: type[Model]) -> QuerySet[Any] | None:
    """Return the rows of a model that readers may see, each as an array of its texts; None without texts."""
    fields = [field for field in model._meta.concrete_fields if isinstance(field, CharField | TextField)]
    if not fields:
        return None
    rows = model._base_manager.filter(**({"live": True} if hasattr(model, "live") else {}))
    each = (Cast(field.name, TextField()) for field in fields)
    array = Func(*each, template="ARRAY[%(expressions)s]", output_field=ArrayField(TextField()))
    return rows.order_by().annotate(texts=array).values_list("texts")


@lru_cache(maxsize=16384)
def _words(stored: str) -> str:
    return read_markup(stored).words
