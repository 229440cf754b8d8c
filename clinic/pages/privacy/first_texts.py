"""Texts with which new pages about privacy begin. What only the clinic knows is a gap in square brackets."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent / "first_texts"


@cache
def _text(name: str) -> dict[str, Any]:
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def policy_body() -> list[tuple[str, Any]]:
    """Return the blocks of the privacy policy."""
    return [(block["type"], block.get("value")) for block in _text("policy")["body"]]


def uses() -> str:
    """Return what the notice says about using and sharing health information."""
    return str(_text("notice")["uses"])


def rights() -> str:
    """Return what the notice says about the patient's rights."""
    return str(_text("notice")["rights"])


def duties() -> str:
    """Return what the notice says about the clinic's duties."""
    return str(_text("notice")["duties"])


def complaints() -> str:
    """Return what the notice says about complaints."""
    return str(_text("notice")["complaints"])


def contact() -> str:
    """Return what the notice says about whom to ask."""
    return str(_text("notice")["contact"])
