"""Reader of plain text: paragraphs by blank lines, lists by their marks, headings by how they look."""

import re
from collections.abc import Iterator
from html import escape

from articles.importing.document import Document

from .inline import clean_text
from .shape import CREDIT, SECTION, SUBHEADING, TITLE, Builder

LONGEST_TITLE, LONGEST_HEADING, MOST_WORDS = 150, 80, 12
# Lines of at least this length that follow each other are one paragraph that was wrapped.
WRAPPED = 50
_BULLET = re.compile(r"^\s*(?:[-*•·–‣▪]|o(?=\t))\s+(?P<text>\S.*)$")
_NUMBERED = re.compile(r"^\s*(?:\d{1,3}[.)]|\(?[a-z]\))\s+(?P<text>\S.*)$")
_HASHES = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
_UNDERLINE = re.compile(r"^(=+|-{3,}|~{3,})$")
_BYLINE = re.compile(r"^(?:by|por|written by|author:)\s+(?P<who>\S.{1,80})$", re.IGNORECASE)
_SPACES = "  "


def read_plain_text(text: str, document: Document, title: str = "") -> Document:
    """Read text into ``document``."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").expandtabs(4).split("\n")
    builder = Builder(document)
    blocks = list(_blocks(lines))
    for place, block in enumerate(blocks):
        _read_block(block, builder, is_first=place == 0, is_last=place == len(blocks) - 1)
    return builder.finished(title)


def _blocks(lines: list[str]) -> Iterator[list[str]]:
    """Yield what blank lines part; every line where there are none."""
    has_blank_lines = any(not line.strip() for line in lines[:-1])
    block: list[str] = []
    for line in lines:
        if line.strip():
            block.append(line)
        if block and (not line.strip() or not has_blank_lines):
            yield block
            block = []
    if block:
        yield block


def _read_block(block: list[str], builder: Builder, *, is_first: bool, is_last: bool) -> None:
    lines = [clean_text(line, builder.notes) for line in block]
    if is_first and not builder.document.title and _is_title(lines):
        builder.document.title = _HASHES.sub(r"\2", lines[0]).strip()
        lines = lines[2:] if len(lines) > 1 and _UNDERLINE.match(lines[1].strip()) else lines[1:]
    if lines and len(lines) == 1 and (byline := _BYLINE.match(lines[0].strip())) and not builder.parts:
        builder.document.author = byline["who"]
        builder.notes.add("author", byline["who"])
        return
    while lines:
        lines = lines[_take(lines, builder, alone=len(lines) == 1 and not is_last) :]


def _is_title(lines: list[str]) -> bool:
    first = lines[0].strip()
    is_short = len(first) <= LONGEST_TITLE and not first.endswith((".", ",", ";"))
    return is_short and not _BULLET.match(lines[0]) and (len(lines) == 1 or len(first) < WRAPPED)


def _take(lines: list[str], builder: Builder, *, alone: bool) -> int:
    """Read what the first line begins, and return how many lines it took."""
    line = lines[0].strip()
    if found := _HASHES.match(line):
        builder.heading(min(len(found.group(1)), 6) or TITLE, found.group(2))
        return 1
    if len(lines) > 1 and _UNDERLINE.match(lines[1].strip()):
        builder.heading(SECTION if lines[1].strip()[0] == "=" else SUBHEADING, line)
        return 2
    if _UNDERLINE.match(line):
        return 1
    if _item(lines[0]):
        return _take_items(lines, builder)
    if (alone or _opens(lines)) and _looks_like_heading(line):
        builder.heading(SECTION, line.rstrip(":"))
        builder.notes.add("guessed_heading", line.rstrip(":"))
        return 1
    return _take_paragraph(lines, builder)


def _opens(lines: list[str]) -> bool:
    """Return whether the first line stands right above a list or a paragraph of its own."""
    if len(lines) == 1:
        return False
    is_sentence = lines[1].rstrip().endswith((".", "!", "?")) or len(lines[1]) > LONGEST_HEADING
    goes_on = lines[1].lstrip()[:1].islower() or len(lines[0]) >= WRAPPED
    return _item(lines[1]) is not None or (is_sentence and not goes_on)


def _item(line: str) -> tuple[int, bool, str] | None:
    """Return level, kind and words of an item of a list."""
    for pattern, is_ordered in ((_BULLET, False), (_NUMBERED, True)):
        if found := pattern.match(line):
            indent = len(line) - len(line.lstrip())
            return (2 if indent >= len(_SPACES) else 1), is_ordered, found["text"]
    return None


def _take_items(lines: list[str], builder: Builder) -> int:
    taken = 0
    while taken < len(lines) and (item := _item(lines[taken])):
        level, is_ordered, text = item
        taken += 1
        # Lines that go on below an item belong to it.
        while taken < len(lines) and lines[taken].startswith(" ") and not _item(lines[taken]):
            text += " " + lines[taken].strip()
            taken += 1
        builder.item(level, is_ordered, escape(text, quote=False))
    return taken


def _take_paragraph(lines: list[str], builder: Builder) -> int:
    """Read lines up to a list: wrapped ones as one text, short ones each on a line of its own."""
    taken = 1
    while taken < len(lines) and not _item(lines[taken]) and not CREDIT.match(lines[taken].strip()):
        taken += 1
    words = [escape(line.strip(), quote=False) for line in lines[:taken]]
    markup = words[0]
    for before, word in zip(lines, words[1:], strict=False):
        markup += (" " if len(before.strip()) >= WRAPPED else "<br/>") + word
    builder.paragraph(markup)
    return taken


def _looks_like_heading(line: str) -> bool:
    words = line.split()
    return (
        len(line) <= LONGEST_HEADING
        and len(words) <= MOST_WORDS
        and line[0].isalnum()
        and not line.endswith((".", ",", ";", "!"))
        and ":" not in line[:-1]
    )
