"""Builder of a document's parts: gathers lists, captions and credits on the way down."""

import re
from collections import Counter

from articles.importing.document import (
    Document,
    Heading,
    ItemList,
    Paragraph,
    Part,
    Picture,
    Quote,
    Table,
    plain,
)

_KINDS = r"(?:photo(?:graph)?|image|picture|illustration|foto|imagen|fotograf[ií]a|ilustraci[oó]n)s?"
CREDIT = re.compile(
    rf"(?:^|(?<=[\s(.|;,–—-]))\(?(?:{_KINDS}\s*(?:credits?|by|courtesy(?:\s+of)?|from|de|por)?\s*[:©]"
    rf"|{_KINDS}\s+(?:by|credits?|courtesy(?:\s+of)?|cortes[ií]a\s+de)\b"
    r"|credits?\s*:|cr[eé]dito\s*:|courtesy\s+of\b|©)\s*(?P<who>[^)]{2,150})\)?\s*$",
    re.IGNORECASE,
)
LONGEST_CREDIT, LONGEST_GUESSED_HEADING = 200, 90
_BOLD_LINE = re.compile(r"<b>([^<]+)</b>")
TITLE, SECTION, SUBHEADING = 1, 2, 3


def split_credit(caption: str) -> tuple[str, str]:
    """Return a caption without the credit at its end, and the credit."""
    found = CREDIT.search(caption)
    if found is None:
        return caption.strip(), ""
    return caption[: found.start()].strip(" (|;,–—-"), found["who"].strip(" .)")


class Builder:
    """Parts of one document as they are read."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.notes = document.notes
        self._items: list[tuple[int, bool, str]] = []

    @property
    def parts(self) -> list[Part]:
        """Parts so far, the list that was being read among them."""
        self.end_list()
        return self.document.parts

    def title(self, text: str) -> None:
        """Take the title; another one is a heading."""
        if self.document.title:
            self.heading(TITLE, text)
        else:
            self.document.title = text

    def heading(self, level: int, text: str) -> None:
        if text:
            self.parts.append(Heading(level, text))

    def paragraph(self, markup: str) -> None:
        """Take a paragraph; right below a picture it may be its credit."""
        markup = trimmed(markup)
        words = plain(markup)
        if not words:
            return
        last = self.parts[-1] if self.parts else None
        whole = len(words) <= LONGEST_CREDIT and CREDIT.match(words)
        if whole and isinstance(last, Picture) and not last.credit:
            self.credit_of(last, words)
        else:
            if whole:
                self.notes.add("lone_credit", words)
            self.parts.append(Paragraph(markup))

    def item(self, level: int, is_ordered: bool, markup: str) -> None:
        """Take an item of a list, which goes on until anything else comes."""
        if level <= 1 and self._items and self._items[0][1] != is_ordered:
            self.end_list()
        if plain(markup):
            self._items.append((max(level, 1), is_ordered, trimmed(markup)))

    def end_list(self) -> None:
        """End the list that was being read."""
        if self._items:
            items, self._items = self._items, []
            self.document.parts.append(ItemList(list_markup(items), [plain(each[2]) for each in items]))

    def table(self, rows: list[list[str]], caption: str = "") -> None:
        """Take a table, with its rows made of one length."""
        width = max(map(len, rows), default=0)
        if width:
            self.parts.append(Table([row + [""] * (width - len(row)) for row in rows], caption))

    def quote(self, text: str, attribution: str = "") -> None:
        if text:
            self.parts.append(Quote(text, attribution))

    def picture(self, address: str, alt_text: str = "", caption: str = "") -> None:
        """Take the place of a picture, with the credit that its caption may end with."""
        picture = Picture(address, alt_text)
        self.credit_of(picture, caption)
        self.parts.append(picture)

    def credit_of(self, picture: Picture, words: str) -> None:
        """Give a picture its caption and credit."""
        caption, picture.credit = split_credit(words)
        picture.caption = picture.caption or caption
        if picture.credit:
            self.notes.add("credit", picture.credit)

    def finished(self, fallback_title: str = "") -> Document:
        """Return the document, with its title found and its headings on two levels."""
        self.end_list()
        _find_title(self.document, fallback_title)
        if not any(isinstance(part, Heading) for part in self.document.parts):
            _guess_headings(self.document)
        _settle_levels(self.document)
        return self.document


def trimmed(markup: str) -> str:
    """Return markup without blanks and line breaks at its ends, or around line breaks."""
    markup = re.sub(r"\s*<br/>\s*", "<br/>", re.sub(r" {2,}", " ", markup.strip()))
    return re.sub(r"^(?:<br/>)+|(?:<br/>)+$", "", markup).strip()


def list_markup(items: list[tuple[int, bool, str]]) -> str:
    """Return the items as lists within lists."""
    pieces: list[str] = []
    tags: list[str] = []
    for level, is_ordered, markup in items:
        tag = "ol" if is_ordered else "ul"
        level = min(level, len(tags) + 1, 4)
        while len(tags) > level or (len(tags) == level and tags[-1] != tag):
            pieces.append(f"</li></{tags.pop()}>")
        if len(tags) == level:
            pieces.append("</li>")
        while len(tags) < level:
            tags.append(tag)
            pieces.append(f"<{tag}>")
        pieces.append(f"<li>{markup}")
    pieces.extend(f"</li></{tag}>" for tag in reversed(tags))
    return "".join(pieces)


def _find_title(document: Document, fallback: str) -> None:
    """Take the only heading of the first level for the title, or one that opens the text, or the fallback."""
    tops = [part for part in document.parts if isinstance(part, Heading) and part.level == TITLE]
    opens = bool(tops) and document.parts[0] is tops[0]
    if not document.title and tops and (len(tops) == 1 or opens):
        document.title = tops[0].text
        document.parts.remove(tops[0])
    elif document.title and len(tops) == 1 and tops[0].text == document.title:
        document.parts.remove(tops[0])
    document.title = document.title or fallback


def _guess_headings(document: Document) -> None:
    """Take short paragraphs that are bold as a whole for headings, in a text that has none."""
    for place, part in enumerate(document.parts):
        bold = _BOLD_LINE.fullmatch(part.markup) if isinstance(part, Paragraph) else None
        text = plain(bold.group(1)) if bold else ""
        if text and len(text) <= LONGEST_GUESSED_HEADING and not text.endswith((".", ",", ";")):
            document.parts[place] = Heading(SECTION, text.rstrip(":"))
            document.notes.add("guessed_heading", text)


def _settle_levels(document: Document) -> None:
    """Make sections of the highest level, and subheadings of all others."""
    headings = [part for part in document.parts if isinstance(part, Heading)]
    levels = Counter(heading.level for heading in headings)
    top = min(levels, default=SECTION)
    if len(levels) > 2:
        document.notes.add("levels")
    has_section = False
    for heading in headings:
        is_section = heading.level == top or not has_section
        has_section = has_section or is_section
        heading.level = SECTION if is_section else SUBHEADING
