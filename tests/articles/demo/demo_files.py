"""The demonstration's files as its tests read them: whole, by block, and as plain words."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[3] / "articles" / "demo"
PAINS = "neuropathic-pain trigeminal-neuralgia sciatica carpal-tunnel-syndrome diabetic-neuropathy"
CONDITIONS = tuple(PAINS.split())
ARTICLES = ("nerve-pain", *CONDITIONS)
FILES = sorted(path.name for path in FOLDER.glob("*.toml"))


@cache
def load(name: str) -> dict[str, Any]:
    """One file."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def page(slug: str) -> dict[str, Any]:
    """An article, the home page, an information page or a page about privacy."""
    if slug in ARTICLES:
        return load(slug)
    pages = load("pages")
    if slug in PRIVACY:
        return privacy(slug)
    return pages["home"] if slug == "home" else next(each for each in pages["pages"] if each["slug"] == slug)


def privacy(slug: str) -> dict[str, Any]:
    """A page about privacy: the first text of every clinic, with what the demonstration fills in."""
    key, file = PRIVACY[slug]
    fields = load("pages")[key]
    text = (FIRST_TEXTS / f"{file}.toml").read_text(encoding="utf-8")
    for gap, words in fields["gaps"].items():
        text = text.replace(gap, words)
    parts = tomllib.loads(text)
    # The headings of a notice stand in its template.
    asked = [{"type": "heading", "value": f"{name}?"} for name in parts]
    told = [{"type": "paragraph", "value": words} for words in parts.values()]
    body = parts.get("body") or [block for pair in zip(asked, told, strict=True) for block in pair]
    return {**{name: value for name, value in fields.items() if name != "gaps"}, "body": body}


FIRST_TEXTS = FOLDER.parents[1] / "clinic" / "pages" / "privacy" / "first_texts"
# Each page about privacy, by its slug: its name among the pages, and the file of its first text.
PRIVACY = {"privacy": ("privacy_policy", "policy"), "notice-of-privacy-practices": ("notice", "notice")}
PAGES = ("home", *(each["slug"] for each in load("pages")["pages"]), *PRIVACY)


def strings(value: Any) -> Iterator[str]:
    """Every piece of text below a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)


def readable_strings() -> Iterator[tuple[str, str]]:
    """Every piece of text with the file it stands in."""
    for file in FILES:
        for text in strings(load(file.removesuffix(".toml"))):
            yield file, text
    for slug in PRIVACY:
        for text in strings(page(slug)):
            yield slug, text


def plain(html: str) -> str:
    """The words of rich text, one line for each paragraph or list item."""
    lines = re.sub(r"</(p|li|h3)>", "\n", html)
    return unescape(re.sub(r"<[^>]+>", "", lines)).strip()


def blocks(slug: str, kind: str) -> list[Any]:
    """The values of a page's blocks of one kind."""
    return [block["value"] for block in page(slug)["body"] if block["type"] == kind]


def words_of(slug: str) -> str:
    """Everything that the body of a page says."""
    return " ".join(plain(text) for text in strings(page(slug)["body"]))


def sentences(text: str) -> list[str]:
    """The sentences of a text, and what stands in place of one."""
    parts = [part for line in plain(text).splitlines() for part in re.split(r"(?<=[.!?:])\s+", line)]
    return [part for part in parts if part]
