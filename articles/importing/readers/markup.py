"""Reader of HTML: of web pages, of pastes from Word and Google Docs, of what mammoth makes of Word files."""

import re
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from articles.importing.document import Document, Picture, Table, plain

from .figures import picture_of
from .inline import BLOCKS, COMMENT, DEEPEST, TEXT, InlineReader, style_of
from .nodes import heading_level, holds_blocks, is_footnote
from .shape import Builder, trimmed
from .tables import TableReader

_LEVEL = re.compile(r"level(\d)")
_ORDERED_MARK = re.compile(r"^\s*[\[(]?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)\]]", re.IGNORECASE)
_BLANK_LINE = re.compile(r"\n[ \t]*\n\s*")


class MarkupReader:
    """Reader of one HTML text into a builder. With ``by_lines`` blank lines part paragraphs too."""

    def __init__(self, builder: Builder, *, by_lines: bool = False) -> None:
        self.builder = builder
        self.notes = builder.notes
        self.inline = InlineReader(self.notes)
        self.tables = TableReader(self.inline)
        self.by_lines = by_lines
        self._pending: list[str] = []

    def read(self, node: Any, depth: int = 0) -> None:
        """Read all that is in a block."""
        for child in node.iter(include_text=True):
            self._child(child, depth)
        self.flush()

    def flush(self) -> None:
        """End the paragraph of loose text that was being read."""
        markup, self._pending = "".join(self._pending), []
        if not trimmed(markup):
            return
        for paragraph in _BLANK_LINE.split(markup) if self.by_lines else [markup]:
            lines = paragraph.strip().replace("\n", "<br/>") if self.by_lines else paragraph
            self.builder.paragraph(lines)

    def _child(self, node: Any, depth: int) -> None:
        if node.tag == TEXT and self.by_lines:
            lines = (node.text_content or "").replace("\r\n", "\n").split("\n")
            self._pending.append("\n".join(self.inline.text(line) for line in lines))
        elif depth > DEEPEST:
            self.notes.add("deep")
            self._pending.append(self.inline.text(node.text(separator=" ")))
        elif node.tag in (TEXT, COMMENT) or not holds_blocks(node):
            self._pending.append(self.inline.markup(node))
        elif not self.inline.is_left_out(node):
            self._block(node, depth + 1)

    def _block(self, node: Any, depth: int) -> None:
        self.flush()
        if is_footnote(node):
            self._footnote(node)
            return
        level = heading_level(node)
        if level is not None:
            self._heading(node, level)
        elif node.tag == "p":
            self._paragraph(node, depth)
        elif node.tag in ("ul", "ol"):
            self._list(node, 1, depth)
            self.builder.end_list()
        elif node.tag in _READERS:
            _READERS[node.tag](self, node, depth)
        else:
            self.read(node, depth)

    def _heading(self, node: Any, level: int) -> None:
        self._pictures_in(node)
        text = plain(self.inline.within(node))
        if level == 0:
            self.builder.title(text)
        else:
            self.builder.heading(level, text)

    def _paragraph(self, node: Any, depth: int) -> None:
        classes = (node.attributes.get("class") or "").lower()
        style = style_of(node)
        if "mso-list:" in style and "none" not in style.partition("mso-list:")[2][:5]:
            self._word_item(node, style)
        elif "quote" in classes:
            self.builder.quote(plain(self.inline.within(node)))
        elif "caption" in classes:
            self._caption(plain(self.inline.within(node)))
        else:
            # A link or emphasis around a picture holds blocks, and is read as one.
            self.read(node, depth)

    def _word_item(self, node: Any, style: str) -> None:
        level = _LEVEL.search(style)
        mark = next((each for each in node.css("span") if "mso-list:ignore" in style_of(each)), None)
        is_ordered = mark is not None and bool(_ORDERED_MARK.match(mark.text()))
        self.builder.item(int(level.group(1)) if level else 1, is_ordered, self.inline.within(node))

    def _caption(self, words: str) -> None:
        """Give a caption to the picture or table above it."""
        parts = self.builder.parts
        last = parts[-1] if parts else None
        if isinstance(last, Picture):
            self.builder.credit_of(last, words)
        elif isinstance(last, Table) and not last.caption:
            last.caption = words
        else:
            self.builder.paragraph(self.inline.text(words))

    def _list(self, node: Any, level: int, depth: int) -> None:
        """Read a list; what an item holds besides words and lists comes after the list."""
        for item in node.iter():
            if item.tag in ("ul", "ol") and depth < DEEPEST:
                self._list(item, level + 1, depth + 1)
                continue
            if is_footnote(item):
                self._footnote(item)
                continue
            words, lists, others = self._inside_item(item, depth)
            self.builder.item(level, node.tag == "ol", words)
            for each in lists:
                self._list(each, level + 1, depth + 1)
            for each in others:
                self.builder.end_list()
                self._block(each, depth + 1)

    def _inside_item(self, item: Any, depth: int) -> tuple[str, list[Any], list[Any]]:
        words: list[str] = []
        lists: list[Any] = []
        others: list[Any] = []
        for child in item.iter(include_text=True):
            if child.tag in ("ul", "ol") and depth < DEEPEST:
                lists.append(child)
            elif child.tag in ("img", "figure", "table", "iframe", "form"):
                others.append(child)
            elif child.tag in BLOCKS:
                others.extend(child.css("img"))
                words.append("<br/>" + self.inline.within(child))
            else:
                words.append(self.inline.markup(child))
        return "".join(words), lists, others

    def _footnote(self, node: Any) -> None:
        words = trimmed(self.inline.within(node))
        self.builder.document.footnotes.append(re.sub(r"\s*↑\s*$", "", words))
        self.notes.add("footnote")

    def _pictures_in(self, node: Any) -> None:
        for image in node.css("img"):
            self._image(image, 0)

    def _image(self, node: Any, _depth: int) -> None:
        if found := picture_of(node, self.notes):
            self.builder.picture(*found)

    def _figure(self, node: Any, depth: int) -> None:
        """Read a figure: its caption belongs to the picture, table or quote in it."""
        caption = node.css_first("figcaption")
        words = plain(self.inline.within(caption)) if caption is not None else ""
        if caption is not None:
            caption.decompose()
        self.read(node, depth)
        if words:
            self._caption(words)

    def _blockquote(self, node: Any, _depth: int) -> None:
        cite = node.css_first("cite, footer")
        by = plain(self.inline.within(cite)) if cite is not None else ""
        if cite is not None:
            cite.decompose()
        lines = [plain(self.inline.within(each)) for each in node.css("p, li")]
        self._pictures_in(node)
        words = "\n".join(filter(None, lines)) or plain(self.inline.within(node))
        self.builder.quote(words, by.lstrip("—– "))

    def _table(self, node: Any, depth: int) -> None:
        if self.tables.is_layout(node):
            self.notes.add("layout")
            # Not cell by cell: those of a table within it would be read with each table around them.
            self.read(node, depth)
            return
        self.builder.table(*self.tables.rows(node))
        self._pictures_in(node)

    def _pre(self, node: Any, _depth: int) -> None:
        lines = [self.inline.text(line) for line in node.text().splitlines()]
        self.builder.paragraph("<br/>".join(lines))

    def _terms(self, node: Any, depth: int) -> None:
        """Read a list of terms: each term bold, in a paragraph of its own."""
        for child in node.iter():
            words = trimmed(self.inline.within(child))
            self.builder.paragraph(f"<b>{plain(words)}</b>" if child.tag == "dt" and words else words)

    def _rule(self, _node: Any, _depth: int) -> None:
        """Leave out a line between two parts."""


_READERS = {
    "img": MarkupReader._image,
    "figure": MarkupReader._figure,
    "blockquote": MarkupReader._blockquote,
    "table": MarkupReader._table,
    "pre": MarkupReader._pre,
    "dl": MarkupReader._terms,
    "hr": MarkupReader._rule,
}


def read_markup(html: str, document: Document, *, title: str = "", by_lines: bool = False) -> Document:
    """Read HTML into ``document``; a whole page by its main part."""
    tree = LexborHTMLParser(html)
    builder = Builder(document)
    body = tree.body
    if body is not None:
        mains = body.css("main, article")
        named = [each for each in mains if each.tag == "main"] or mains
        MarkupReader(builder, by_lines=by_lines).read(named[0] if len(named) == 1 else body)
    return builder.finished(title)
