"""Nodes of JSON-LD, and references to those that belong to the whole site."""

from typing import Any

from .canonical import absolute

Node = dict[str, Any]


def filled(**values: Any) -> Node:
    """Return a node without its empty properties; ``type`` and ``id`` get their "@"."""
    named = {{"type": "@type", "id": "@id"}.get(name, name): value for name, value in values.items()}
    return {name: value for name, value in named.items() if value}


def reference(fragment: str) -> Node:
    """Return a reference to a node that belongs to the whole site."""
    return {"@id": f"{absolute('/')}#{fragment}"}
