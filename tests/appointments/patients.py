"""Pat, who asks for an appointment: what Pat types, and how the browser sends it."""

import re
from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse

from appointments.models import AppointmentRequest
from appointments.public.forms.screens import FIRST, SCREENS
from appointments.public.screening.fields import signed_time
from clinic.database.clock import current_time

FORM = "/appointments/request/"

# Pat asks for herself: what is asked of others counts only when a test asks for somebody else.
# Every word here is one that must not be found anywhere outside the sealed document.
PAT = {
    "who_for": "self",
    "caller_name": "Patience Quillfeather",
    "full_name": "",
    "relationship": "parent",
    "contact_by": "either",
    "voicemail_ok": "no",
    "phone": "(949) 555-0142 ext. 7",
    "email": "patience@quillfeather.example",
    "speaks": "en",
    "visited_before": "no",
    "topic": "",
    "days": ["mon", "thu"],
    "times": ["morning"],
    "access_needs": "Wheelchairramp",
    "note": "Tinglingfingers since\nSeptember",
    "submission_key": "0123456789abcdef0123456789abcdef",
    "article": "",
}
TYPED_WORDS = ("Patience", "Quillfeather", "555-0142", "9495550142", "Wheelchairramp", "Tinglingfingers")


def answers(**changes: Any) -> dict[str, Any]:
    """Pat's answers with ``changes``; one of ``None`` is left out, as browsers leave out an empty box.

    Who has no address asks to be called. Pat has looked at the form for two minutes.
    """
    opened = signed_time(current_time() - timedelta(minutes=2))
    known = {**PAT, "opened": opened, **changes}
    if not known["email"] and "contact_by" not in changes:
        known["contact_by"] = "phone"
    return {name: value for name, value in known.items() if value is not None}


def fill_in(client: Client, screen: str, page: Any = None, /, **changes: Any) -> Any:
    """Fill in one screen, as ``page`` shows it, and press "Continue"; the others' inputs are not on it."""
    carried = {"answers": carried_on(page)} if page is not None and carried_on(page) else {}
    return client.post(FORM, {**answers(**changes), "screen": screen, **carried})


def go_on(client: Client, page: Any, /, **changes: Any) -> Any:
    """Fill in the screens from the one on ``page`` on: the answers read back, or the screen with problems."""
    for _screen in SCREENS:
        if page.status_code == 200 and not is_check(page):
            page = fill_in(client, page.context["screen"].name, page, **changes)
    return page


def check(client: Client, **changes: Any) -> Any:
    """Fill in every screen: the answers read back, or the screen that has problems."""
    return go_on(client, fill_in(client, FIRST.name, **changes), **changes)


def is_check(page: Any) -> bool:
    """Whether the page reads the answers back, with the button that sends them."""
    return b'value="send"' in page.content


def carried_on(page: Any) -> str:
    """The answers as a page carries them to the next; empty when it carries none."""
    found = re.search(r'name="answers"\s+value="([^"]+)"', page.content.decode())
    return found.group(1) if found else ""


def press(client: Client, page: Any, step: str = "send", **more: Any) -> Any:
    """Press the button of ``step`` on the page that reads the answers back."""
    return client.post(FORM, {"answers": carried_on(page), "step": step, **more}, follow=True)


def send(client: Client, **changes: Any) -> Any:
    """Fill in the form, check the answers, send them, and follow to the page that the patient sees."""
    page = check(client, **changes)
    return press(client, page) if is_check(page) else page


def the_request() -> AppointmentRequest:
    """The one stored request."""
    return AppointmentRequest.objects.get()


def shown_reference(response: Any) -> str:
    """The reference as the confirmation shows it."""
    found = re.search(r"\b[A-HJ-NP-Z2-9]{8}\b", response.content.decode())
    assert found, "no reference on the page"
    return found.group()


def record_url(appointment_request: AppointmentRequest) -> str:
    """The request's page in the admin."""
    return reverse("requests:inspect", args=[appointment_request.pk])
