"""Export of WordPress (WXR), read post by post: however large it is, one post is in memory at a time.

It is read twice: pictures are told of anywhere in the file, and posts name them by number.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import IO, Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import ParseError

from django.utils.translation import gettext as _

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from articles.importing.document import Document, Picture, no_picture
from articles.importing.readers.inline import clean_text
from articles.importing.readers.markup import read_markup
from articles.importing.readers.refusals import UnreadableDocument

from .pictures import Attachment, Attachments
from .shortcodes import note_blocks, without_shortcodes

_KINDS = ("post", "page")
_STATUSES = ("publish", "draft", "pending", "private", "future")
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
_ADDRESS, _GUID = "link", "guid"


@dataclass
class Export:
    """Export that is being read: its pictures, what was left out, and the end that it came to."""

    open: Callable[[], IO[bytes]]
    picture: Callable[[str], bytes | None] = no_picture
    attachments: Attachments = field(default_factory=Attachments)
    authors: dict[str, str] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)
    broken: str = ""

    def documents(self) -> Iterator[Document]:
        """Yield each post and page. Afterwards ``broken`` says at which line a damaged file ended."""
        for item in self._items():
            self._remember_picture(item)
        self.left_out.clear()
        for item in self._items():
            if document := self._document(item):
                yield document

    def _items(self) -> Iterator[Any]:
        """Yield each item whole, and forget it; end where the file is damaged."""
        with self.open() as file:
            try:
                path: list[Any] = []
                for event, element in iterparse(file, events=("start", "end"), forbid_dtd=True):
                    if event == "start":
                        path.append(element)
                        continue
                    path.pop()
                    if element.tag == "item":
                        yield element
                    elif element.tag.endswith("}author"):
                        self._remember_author(element)
                    if len(path) <= 2 and path:
                        # What was read is forgotten with its place in the list of the channel.
                        path[-1].remove(element)
                self.broken = ""
            except ParseError as error:
                line, column = error.position
                self.broken = _("The file is damaged at line %(line)d, column %(column)d.") % {
                    "line": line,
                    "column": column + 1,
                }
            except DefusedXmlException as error:
                words = _(
                    "This export defines entities of its own, which can grow without end. WordPress writes "
                    "none: nothing of it was read. Export it anew."
                )
                raise UnreadableDocument(words) from error

    def _remember_author(self, element: Any) -> None:
        login, name = _wp(element, "author_login"), _wp(element, "author_display_name")
        if login:
            self.authors[login] = name or login

    def _remember_picture(self, item: Any) -> None:
        if _wp(item, "post_type") == "attachment" and (address := _wp(item, "attachment_url")):
            alt_text = _meta(item).get("_wp_attachment_image_alt", "")
            self.attachments.add(_wp(item, "post_id"), Attachment(address, alt_text, _excerpt(item)))

    def _document(self, item: Any) -> Document | None:
        kind, status = _wp(item, "post_type"), _wp(item, "status")
        if kind == "attachment":
            return None
        if kind not in _KINDS or status not in _STATUSES:
            self.left_out[kind if kind not in _KINDS else status] += 1
            return None
        document = Document(picture=self.picture)
        notes = document.notes
        document.title = clean_text(item.findtext("title") or "", notes).strip()
        login = item.findtext(_CREATOR) or ""
        document.author = self.authors.get(login, login)
        date = _wp(item, "post_date")[:10]
        document.date = "" if date.startswith("0000") else date
        document.old_address = (item.findtext(_ADDRESS) or "").strip()
        document.slug = _wp(item, "post_name")
        number = f"{document.old_address} {_wp(item, 'post_id')}"
        document.origin = (item.findtext(_GUID) or "").strip() or number
        document.summary = _excerpt(item)
        notes.add("was_public" if status == "publish" else "was_draft", status)
        if comments := sum(1 for child in item if child.tag.endswith("}comment")):
            notes.add("reader_comment", times=comments)
        self._read_content(item, document)
        return document

    def _read_content(self, item: Any, document: Document) -> None:
        content = item.findtext(_CONTENT) or ""
        has_blocks = note_blocks(content, document.notes)
        html = without_shortcodes(content, document.notes, self.attachments.address_of)
        read_markup(html, document, title=document.title or _("Without a title"), by_lines=not has_blocks)
        self._add_leading_picture(item, document)
        for part in document.parts:
            if isinstance(part, Picture) and (known := self.attachments.at(part.address)):
                part.alt_text = part.alt_text or known.alt_text
                part.caption = part.caption or known.caption

    def _add_leading_picture(self, item: Any, document: Document) -> None:
        address = self.attachments.address_of(_meta(item).get("_thumbnail_id", ""))
        has_it = any(isinstance(part, Picture) and part.address == address for part in document.parts)
        if address and not has_it:
            document.parts.insert(0, Picture(address))


def path_of(address: str) -> str:
    """Return the path and the query of an old address, as redirects know them; empty for none."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _wp(element: Any, name: str) -> str:
    """Return the text of a child in WordPress's own namespace, of whatever version."""
    for child in element:
        if child.tag.endswith("}" + name) and "wordpress.org/export" in child.tag:
            return (child.text or "").strip()
    return ""


def _excerpt(item: Any) -> str:
    for child in item:
        if child.tag.endswith("}encoded") and "excerpt" in child.tag:
            return " ".join((child.text or "").split())
    return ""


def _meta(item: Any) -> dict[str, str]:
    found = [child for child in item if child.tag.endswith("}postmeta")]
    return {_wp(child, "meta_key"): _wp(child, "meta_value") for child in found}
