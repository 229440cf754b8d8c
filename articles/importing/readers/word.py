"""Reader of Word files (.docx), by way of mammoth: headings by their styles, lists, tables, notes."""

import hashlib
from typing import Any

from django.utils.translation import gettext_lazy as _

import mammoth

from articles.importing.document import Document

from .markup import read_markup
from .refusals import UnreadableDocument
from .word_files import DAMAGED, MOST_BYTES, TOO_LARGE_INSIDE, open_word_file

# Beside mammoth's own, which knows headings, lists and notes.
STYLES = """
p[style-name='Title'] => h1.MsoTitle:fresh
p[style-name='Quote'] => p.quote:fresh
p[style-name='Intense Quote'] => p.quote:fresh
p[style-name='caption'] => p.caption:fresh
p[style-name='Caption'] => p.caption:fresh
p[style-name='heading 7'] => h6:fresh
u => u
strike => s
"""
_PICTURE = "word-picture:"


class _Pictures:
    """Pictures of one Word file, by the addresses that stand for them in mammoth's HTML."""

    def __init__(self) -> None:
        self.found: dict[str, bytes] = {}
        self._once: dict[str, bytes] = {}
        self._read = 0

    def take(self, image: Any) -> dict[str, str]:
        """Keep a picture, and return the address that stands for it."""
        address = f"{_PICTURE}{len(self.found) + 1}"
        with image.open() as file:
            content = file.read()
        # A text can name one large picture ten thousand times.
        self._read += len(content)
        if self._read > MOST_BYTES:
            raise UnreadableDocument(TOO_LARGE_INSIDE)
        self.found[address] = self._once.setdefault(hashlib.sha256(content).hexdigest(), content)
        return {"src": address}


def read_word(content: bytes, document: Document, title: str = "") -> Document:
    """Read a Word file into ``document``."""
    word_file = open_word_file(content, document.notes)
    document.author = word_file.properties.get("author", "")
    document.date = word_file.properties.get("date", "")[:10]
    pictures = _Pictures()
    try:
        html = mammoth.convert_to_html(
            word_file.file,
            style_map=STYLES,
            convert_image=mammoth.images.img_element(pictures.take),
            external_file_access=False,
        ).value
    except UnreadableDocument:
        raise
    except RecursionError as error:
        words = _("This file holds tables within tables, too deep to be read. Copy its text, and paste it.")
        raise UnreadableDocument(words) from error
    except Exception:  # noqa: BLE001 - mammoth raises anything for a file that breaks Word's rules
        # Not chained: what it says may quote the file.
        raise UnreadableDocument(DAMAGED) from None
    document.picture = pictures.found.get
    return read_markup(html, document, title=word_file.properties.get("title", "") or title)
