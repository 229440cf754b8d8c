"""Words of the site itself: those that its public templates print, and the messages of its code.

They are written by whoever develops the site, and checked by its tests; nobody types them in the admin.
"""

import ast
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.template.base import Lexer, Token, TokenType
from django.template.engine import Engine
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import gettext, override

from articles.statements.markup import read_markup

# Templates that visitors see; those of the admin and of the form print nothing of a page's.
PUBLIC = ("base.html", "components/**/*.html", "articles/*.html", "articles/blocks/*.html", "clinic/*.html",
          "clinic/pages/**/*.html")  # fmt: skip
# Rooms whose messages stand on public pages.
ROOMS = ("clinic/identity", "clinic/pages", "clinic/languages", "articles/blocks", "articles/models",
         "articles/finding", "appointments/services/retention")  # fmt: skip
_GETTEXT = frozenset({"_", "_t", "gettext", "gettext_lazy", "ngettext"})
_TRANSLATE = re.compile(r"translate\s+(\"[^\"]*\"|'[^']*')")
_PLACEHOLDER = re.compile(r"%\(\w+\)s|%s")


@lru_cache(maxsize=8)
def site_words(language: str) -> frozenset[str]:
    """Return the pieces of which the site's own lines are made, in a language, without what fills them."""
    with override(language):
        said = [*_said_by_code(), *(piece for path in _templates() for piece in template_words(path))]
        return frozenset(words for each in said if (words := read_markup(str(each)).words))


def _templates() -> Iterator[Path]:
    for folder in Engine.get_default().dirs:
        for pattern in PUBLIC:
            yield from Path(folder).glob(pattern)


def template_words(path: Path) -> Iterator[str]:
    """Yield the texts between the tags of a template, and its messages between what they are filled with."""
    message: list[str] | None = None
    for token in Lexer(path.read_text()).tokenize():
        if token.token_type == TokenType.BLOCK and token.contents.startswith("blocktranslate"):
            message = []
        elif message is not None and _ends(token):
            yield from _PLACEHOLDER.split(gettext(" ".join("".join(message).split())))
            message = None
        elif message is not None:
            message.append(f"%({token.contents})s" if token.token_type == TokenType.VAR else token.contents)
        elif token.token_type == TokenType.TEXT:
            read = read_markup(token.contents)
            yield from (read.words, *read.alternatives)
        elif token.token_type == TokenType.BLOCK and (found := _TRANSLATE.match(token.contents)):
            yield gettext(found[1][1:-1])


def _ends(token: Token) -> bool:
    return token.token_type == TokenType.BLOCK and token.contents.split()[0] in (
        "endblocktranslate",
        "plural",
    )


@lru_cache(maxsize=1)
def _messages() -> tuple[str, ...]:
    """Return the messages in the Python of the rooms that make public pages."""
    paths = [path for room in ROOMS for path in sorted((settings.BASE_DIR / room).rglob("*.py"))]
    calls = (node for path in paths for node in ast.walk(ast.parse(path.read_bytes())))
    return tuple(
        node.args[0].value
        for node in calls
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in _GETTEXT
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    )


def _said_by_code() -> Iterator[str]:
    for message in _messages():
        yield from _PLACEHOLDER.split(gettext(message))
    yield from (*WEEKDAYS.values(), *MONTHS.values())
