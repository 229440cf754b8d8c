"""Pat, who asks for an appointment: what Pat types, and how the browser sends it."""

import re
from typing import Any

from django.test import Client
from django.urls import reverse

from appointments.models import AppointmentRequest

FORM = "/appointments/request/"

# Every word here is one that must not be found anywhere outside the sealed document.
PAT = {
    "who_for": "self",
    "full_name": "Patience Quillfeather",
    "guardian_name": "",
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
    """Pat's answers with ``changes``; one of ``None`` is left out, as browsers leave out an empty box."""
    return {name: value for name, value in {**PAT, **changes}.items() if value is not None}


def send(client: Client, **changes: Any) -> Any:
    """Send the form and follow to the page that the patient sees."""
    return client.post(FORM, answers(**changes), follow=True)


def the_request() -> AppointmentRequest:
    """The one stored request."""
    return AppointmentRequest.objects.get()


def shown_reference(response: Any) -> str:
    """The reference as the confirmation shows it."""
    found = re.search(r"\b[A-HJ-NP-Z2-9]{8}\b", response.content.decode())
    assert found, "no reference on the page"
    return found.group()


def record_url(request: AppointmentRequest) -> str:
    """The request's page in the admin."""
    return reverse("requests:inspect", args=[request.pk])
