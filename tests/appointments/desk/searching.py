"""Searching as the desk does: what is typed is sent in a form, and the list is read at the sealed search."""

from typing import Any

from django.test import Client

INBOX = "/admin/requests/"


def sealed(client: Client, typed: str) -> str:
    """What the address of the list holds for a search."""
    typing = {"X-Requested-With": "XMLHttpRequest"}
    return client.post(f"{INBOX}search/", {"q": typed}, headers=typing).json()["search"]


def search(client: Client, typed: str, address: str = INBOX, **filters: Any) -> Any:
    """The list of what was found."""
    return client.get(address, {"search": sealed(client, typed), **filters})
