"""Kinds of files that can be brought, told by what is in them: a name's ending can lie."""

import re
from pathlib import PurePath

from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from articles.importing.document import Document

from .pages import decoded_page, read_page
from .plain_text import read_plain_text
from .refusals import UnreadableDocument
from .word_files import NOT_WORD

# Loaded with the first Word file: what it needs takes ten megabytes of each process.
_WORD = "articles.importing.readers.word.read_word"
_EXPORT = re.compile(rb"<rss\b[^>]*(?:wordpress\.org/export|xmlns:wp=)", re.IGNORECASE)
# Atomic: what was read of a comment is not read again, however many there are.
_HTML = re.compile(
    r"\s*+(?>(?><!--.*?-->)\s*+)*+<(?:!doctype html|html|head|body|meta|article|main|h1|p|div)\b", re.I | re.S
)
_LOOKS_AT = 8192
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PASSWORD = "EncryptedPackage".encode("utf-16-le")

EMPTY = _("There is nothing in it. Was the file saved before it was brought?")
PASSWORD = _(
    "This Word file has a password. Open it in Word, take the password away under File, Info, "
    "Protect Document, save it, and bring it again."
)
OLD_WORD = _(
    "This is a Word file of before 2007 (.doc). Open it in Word, and save it as “Word document (.docx)”."
)
PDF = _("This is a PDF, which keeps no paragraphs. Bring the Word file, or copy the text and paste it.")
RTF = _("This is Rich Text (.rtf). Open it in Word, and save it as “Word document (.docx)”.")
NO_TEXT = _("This file holds no text that can be read. Bring a Word file, text, HTML or a WordPress export.")


def is_export(content: bytes) -> bool:
    """Return whether the file is an export of WordPress, or begins like one."""
    return bool(_EXPORT.search(content[:_LOOKS_AT]))


def read_file(content: bytes, name: str, document: Document) -> Document:
    """Read a file that holds one article into ``document``; raise UnreadableDocument with the reason."""
    title = PurePath(name).stem.replace("_", " ").replace("-", " ").strip()
    _refuse(content)
    if content.startswith(b"PK"):
        read: Document = import_string(_WORD)(content, document, title)
        return read
    text = _decoded(content, document)
    if _HTML.match(text) or name.lower().endswith((".html", ".htm")):
        return _with_something(read_page(decoded_page(content) or text, document, title))
    return _with_something(read_plain_text(text, document, title))


def read_paste(text: str, html: str, document: Document) -> Document:
    """Read what was pasted: as HTML where the clipboard held it."""
    if html.strip():
        return _with_something(read_page(html, document))
    return _with_something(read_plain_text(text, document))


def _refuse(content: bytes) -> None:
    start = content[:_LOOKS_AT]
    if not content.strip():
        raise UnreadableDocument(EMPTY)
    if content.startswith(_OLE):
        raise UnreadableDocument(PASSWORD if _PASSWORD in content else OLD_WORD)
    if start.lstrip().startswith(b"%PDF"):
        raise UnreadableDocument(PDF)
    if start.startswith(b"{\\rtf"):
        raise UnreadableDocument(RTF)
    if start.startswith(b"PK") and b"opendocument" in start:
        raise UnreadableDocument(NOT_WORD)


def _decoded(content: bytes, document: Document) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
        document.notes.add("encoding")
    if "\x00" in text:
        raise UnreadableDocument(NO_TEXT)
    return text


def _with_something(document: Document) -> Document:
    if not document.parts:
        raise UnreadableDocument(NO_TEXT)
    return document
