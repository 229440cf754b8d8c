"""First words to callers who read another language than that of the pages, each in its own language."""

from typing import NamedTuple

from django.conf import settings

from .spoken import languages_in

# By code: what is spoken, and the words before the number.
_GREETINGS = {"es": ("Hablamos español", "llame al")}


class Greeting(NamedTuple):
    """Line in the language with that code; the number follows ``call``."""

    code: str
    text: str
    call: str


def greetings_in(written: str) -> list[Greeting]:
    """Return a line for each of these languages that has no pages here, and that we can greet in."""
    pages = {code.partition("-")[0] for code, _name in settings.LANGUAGES}
    codes = [language.code for language in languages_in(written)]
    return [Greeting(code, *_GREETINGS[code]) for code in codes if code in _GREETINGS and code not in pages]
