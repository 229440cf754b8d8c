"""Look into a Word file before it is read: whether it may be, and what it holds that nobody will see.

Nothing is unpacked before its size is known: a small file can hold one of many gigabytes.
"""

import io
import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext_lazy as _

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from articles.importing.document import Notes

from .refusals import UnreadableDocument

MOST_BYTES, MOST_BYTES_OF_TEXT, MOST_FILES = 300 * 1024 * 1024, 80 * 1024 * 1024, 5_000
_TEXT_PARTS = re.compile(r"word/[\w-]+\.xml|docProps/core\.xml")
_ANY_XML = re.compile(r".*\.(?:xml|rels)", re.IGNORECASE | re.DOTALL)
# Parts that mammoth reads, wherever a relation says that they are.
_RELATED = {"officeDocument", "styles", "numbering", "footnotes", "endnotes", "comments"}
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# What is in the text and is not kept, by Word's own names.
_COUNTED = {
    f"{_W}ins": "tracked", f"{_W}del": "tracked", f"{_W}moveFrom": "tracked", f"{_W}moveTo": "tracked",
    f"{_W}comment": "comment", f"{_W}object": "embedded", f"{_W}sdt": "",
    "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart": "drawing",
    "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds": "drawing",
    "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath": "formula",
}  # fmt: skip
_PROPERTIES = {"title": "title", "creator": "author", "created": "date", "description": "summary"}

DAMAGED = _("This Word file is damaged and cannot be opened. Open it in Word, save it anew, and bring that.")
NOT_WORD = _(
    "This is no Word file, text, HTML or WordPress export. "
    "Save it as a Word document (.docx) or as plain text."
)
MACRO = _(
    "This Word file holds a macro, a small program, so it is not opened here. In Word choose “Save as” and "
    "the kind “Word document (.docx)”, which leaves the macro out, and bring that file."
)
TOO_LARGE_INSIDE = _(
    "Unpacked, this file would be far larger than any article. It was not opened. If it really is one, copy "
    "its text, and paste it here."
)


@dataclass
class WordFile:
    """Word file that may be read, with its properties."""

    file: io.BytesIO
    properties: dict[str, str] = field(default_factory=dict)


def open_word_file(content: bytes, notes: Notes) -> WordFile:
    """Return the file; raise UnreadableDocument for what must not or cannot be read."""
    file = io.BytesIO(content)
    try:
        with ZipFile(file) as archive:
            _refuse_by_names(archive)
            properties: dict[str, str] = {}
            for info in archive.infolist():
                with archive.open(info) as part:
                    if _TEXT_PARTS.fullmatch(info.filename):
                        _look_through(part, notes, properties)
                    elif _ANY_XML.fullmatch(info.filename):
                        _refuse_by_content(part)
    except (DefusedXmlException, ParseError, BadZipFile, NotImplementedError, EOFError, OSError) as error:
        raise UnreadableDocument(DAMAGED) from error
    except RuntimeError as error:
        # What zipfile raises for a part that is encrypted by itself.
        raise UnreadableDocument(_("A part of this file has a password. Save it without one.")) from error
    file.seek(0)
    return WordFile(file, properties)


def _refuse_by_names(archive: ZipFile) -> None:
    """Refuse by the table of contents alone."""
    infos = archive.infolist()
    names = {info.filename for info in infos}
    texts = sum(info.file_size for info in infos if info.filename.endswith((".xml", ".rels")))
    if len(infos) > MOST_FILES or sum(i.file_size for i in infos) > MOST_BYTES or texts > MOST_BYTES_OF_TEXT:
        raise UnreadableDocument(TOO_LARGE_INSIDE)
    if any("vbaproject" in name.lower() for name in names):
        raise UnreadableDocument(MACRO)
    if "[Content_Types].xml" not in names or not any(name.startswith("word/") for name in names):
        raise UnreadableDocument(NOT_WORD)
    if b"macroEnabled" in archive.read("[Content_Types].xml"):
        raise UnreadableDocument(MACRO)


def _refuse_by_content(part: object) -> None:
    """Refuse entities in whatever else could be read, and relations to what was not looked at."""
    try:
        for _event, element in iterparse(part, forbid_dtd=True):
            is_read = element.get("Type", "").rpartition("/")[2] in _RELATED
            if is_read and not _ANY_XML.fullmatch(element.get("Target", "")):
                raise UnreadableDocument(DAMAGED)
            element.clear()
    except ParseError:
        # Nothing else reads it either.
        return


def _look_through(part: object, notes: Notes, properties: dict[str, str]) -> None:
    """Count what will not be kept. Entities are refused here, before mammoth reads the part."""
    for _event, element in iterparse(part, forbid_dtd=True):
        if kind := _COUNTED.get(element.tag):
            notes.add(kind)
        name = element.tag.rpartition("}")[2]
        is_property = "/core-properties" in element.tag or "purl.org/dc" in element.tag
        if is_property and name in _PROPERTIES and (element.text or "").strip():
            properties[_PROPERTIES[name]] = str(element.text).strip()
        element.clear()
