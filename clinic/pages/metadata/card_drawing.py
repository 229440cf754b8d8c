"""Drawing of the social card: a PNG of 1200 by 630 pixels."""

import io
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 1200, 630
# Part of the fingerprint: change it with the drawing, so that no cache keeps an old card.
DESIGN = "1"

FONT_FILE = Path(__file__).parent / "fonts" / "SourceSerifPro-Regular.ttf"
MARGIN = 84
TEXT_WIDTH = 690
LINES = 4
LEADING = 1.14
TITLE_SIZES = (88, 78, 68, 60, 52, 46)
# Space for the title, between the name above and the rule below, in pixels.
TITLE_TOP, TITLE_HEIGHT = 150, 336
RULE_AT = 518
CUT = "\u2026"

PAPER, INK, MUTED, LINE = "#fbf7f0", "#22282b", "#5b6366", "#d9d0c1"
ACCENT, DEEP, MIST = "#1e6b5b", "#0f4a3f", "#2f7a69"
COLORS = 64
# Drawn larger and scaled down: Pillow's own lines have jagged edges.
SMOOTH = 3


class CardText(NamedTuple):
    """Words on one card."""

    title: str
    clinic: str
    place: str


@lru_cache(maxsize=64)
def draw(words: CardText) -> bytes:
    """Return the card as a PNG; for a title in letters that the typeface lacks, with the clinic's name."""
    title, clinic, place = map(drawable, words)
    picture = _ground().copy()
    pen = ImageDraw.Draw(picture)
    pen.text((MARGIN + 64, 92), _cut(clinic, 30), font=_font(30), fill=ACCENT, anchor="lm")
    size, lines = fit(title or clinic)
    spacing = round(size * LEADING)
    top = TITLE_TOP + (TITLE_HEIGHT - spacing * (len(lines) - 1)) // 2
    for number, line in enumerate(lines):
        pen.text((MARGIN, top + number * spacing), line, font=_font(size), fill=INK, anchor="lm")
    pen.line([(MARGIN, RULE_AT), (MARGIN + TEXT_WIDTH - 40, RULE_AT)], fill=LINE, width=2)
    pen.text((MARGIN, 556), _cut(place, 26), font=_font(26), fill=MUTED, anchor="lm")
    file = io.BytesIO()
    picture.quantize(COLORS, dither=Image.Dither.NONE).save(file, "PNG")
    return file.getvalue()


def fit(title: str) -> tuple[int, list[str]]:
    """Return the largest size at which the title fits, and its lines; a title that never fits is cut."""
    for size in TITLE_SIZES:
        lines = _wrap(title, size)
        if len(lines) <= LINES and len(lines) * size * LEADING <= TITLE_HEIGHT and _fits(lines, size):
            return size, lines
    rest = " ".join(lines[LINES - 1 :])
    return size, [*(_cut(line, size) for line in lines[: LINES - 1]), *([_cut(rest, size)] if rest else [])]


def drawable(text: str) -> str:
    """Return the text in the typeface's letters: an unknown accent is left off, then the letter."""
    composed = unicodedata.normalize("NFC", text)
    drawable_letters = (
        letter if _has(letter) else "".join(filter(_has, unicodedata.normalize("NFKD", letter)))
        for letter in composed
    )
    return " ".join("".join(drawable_letters).split())


def _wrap(text: str, size: int) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if not lines[-1] or _width(longer, size) <= TEXT_WIDTH:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _fits(lines: list[str], size: int) -> bool:
    return all(_width(line, size) <= TEXT_WIDTH for line in lines)


def _cut(text: str, size: int) -> str:
    if _width(text, size) <= TEXT_WIDTH:
        return text
    while text and _width(text + CUT, size) > TEXT_WIDTH:
        text = text[:-1]
    return text.rstrip() + CUT


def _width(text: str, size: int) -> float:
    return _font(size).getlength(text)


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONT_FILE, size, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=2000)
def _has(letter: str) -> bool:
    """Return whether the typeface has the letter; others are drawn as a box."""
    return letter.isspace() or bytes(_font(40).getmask(letter)) != bytes(_font(40).getmask("\U0010ffff"))


@cache
def _ground() -> Image.Image:
    """Return the background of every card: paper, the clinic's small mark, and the arch with its needle."""
    ground = Image.new("RGB", (WIDTH * SMOOTH, HEIGHT * SMOOTH), PAPER)
    pen = ImageDraw.Draw(ground)
    _arch(pen, (846, 96), 270, fill=DEEP)
    _arch(pen, (876, 126), 210, outline=MIST, width=3)
    _arch(pen, (906, 156), 150, outline=MIST, width=3)
    _needle(pen, (981, 250), HEIGHT, grip=104, width=5, color=PAPER)
    _arch(pen, (MARGIN, 66), 44, outline=ACCENT, width=4, bottom=118)
    _needle(pen, (MARGIN + 22, 83), 118, grip=14, width=4, color=ACCENT)
    return ground.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)


def _arch(
    pen: ImageDraw.ImageDraw,
    corner: tuple[int, int],
    span: int,
    *,
    bottom: int = HEIGHT + 20,
    fill: str | None = None,
    outline: str | None = None,
    width: int = 1,
) -> None:
    left, top = corner
    box = [left * SMOOTH, top * SMOOTH, (left + span) * SMOOTH, (top + span) * SMOOTH]
    middle, floor = (top + span // 2) * SMOOTH, bottom * SMOOTH
    if fill:
        pen.pieslice(box, 180, 360, fill=fill)
        pen.rectangle([box[0], middle, box[2], floor], fill=fill)
        return
    pen.arc(box, 180, 360, fill=outline, width=width * SMOOTH)
    for edge in (box[0], box[2] - width * SMOOTH + 1):
        pen.rectangle([edge, middle, edge + width * SMOOTH - 1, floor], fill=outline)


def _needle(
    pen: ImageDraw.ImageDraw, head: tuple[int, int], bottom: int, *, grip: int, width: int, color: str
) -> None:
    x, top = head[0] * SMOOTH, head[1] * SMOOTH
    half = width * SMOOTH // 2
    pen.rectangle([x - half // 2, top, x + half // 2, bottom * SMOOTH], fill=color)
    pen.rounded_rectangle([x - half * 2, top, x + half * 2, top + grip * SMOOTH], radius=half * 2, fill=color)
