"""Freya asks for a copy or an erasure, as the page on which she found the person sends it."""

from uuid import UUID

from django.test import Client

from appointments.models import AppointmentRequest

FIND = "/admin/person-data/find/"


def ask(browser: Client, kind: str, *about: AppointmentRequest, **changes: object) -> UUID:
    """Ask for it, and return the number of the case."""
    references = [one.reference for one in about]
    chosen = {"ask": "yes", "found": references, "about": references, "kind": kind, "reason": "person"}
    led = browser.post(FIND, {**chosen, **changes})
    assert led.status_code == 302, led.content.decode()
    return UUID(led["Location"].rstrip("/").rpartition("/")[2])


def case_page(number: UUID) -> str:
    return f"/admin/person-data/case/{number}/"
