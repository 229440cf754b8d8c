"""Pat, who asks for an appointment: what Pat types, and how the browser sends it."""

import re
from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse

from appointments.models import AppointmentRequest
from appointments.public.screening.fields import signed_time
from clinic.database.clock import current_time

FORM = "/appointments/request/"

# Every word here is one that must not be found anywhere outside the sealed document.
PAT = {
    "who_for": "self",
    "full_name": "Patience Quillfeather",
    "guardian_name": "",
    "voicemail_ok": "no",
    "phone": "(949) 555-0142 ext. 7",
    "email": "patience@quillfeather.example",
    "contact_by": "phone",
    "speaks": "en",
    "visited_before": "no",
    "topic": "",
    "days": ["mon", "thu"],
    "times": ["morning"],
    "access_needs": "Wheelchairramp",
    "note": "Tinglingfingers since\nSeptember",
    "consent_contact": "on",
    "submission_key": "0123456789abcdef0123456789abcdef",
    "article": "",
}
TYPED_WORDS = ("Patience", "Quillfeather", "555-0142", "9495550142", "Wheelchairramp", "Tinglingfingers")


def answers(**changes: Any) -> dict[str, Any]:
    """Pat's answers with ``changes``; one of ``None`` is left out, as browsers leave out an empty box.

    Pat has looked at the form for two minutes, and asks for mail only where there is an address.
    """
    opened = signed_time(current_time() - timedelta(minutes=2))
    mail = "on" if changes.get("email", PAT["email"]) else None
    known = {**PAT, "opened": opened, "consent_email": mail, **changes}
    return {name: value for name, value in known.items() if value is not None}


def check(client: Client, **changes: Any) -> Any:
    """Fill in the form and press "Continue": the answers read back, or the form with its problems."""
    return client.post(FORM, answers(**changes))


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
    return press(client, page) if carried_on(page) else page


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
