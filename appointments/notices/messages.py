"""The words of each message.

A message to the desk holds a reference and a link; one to a patient holds no reason, no condition and
nothing that the patient typed. Subjects never change, so that no patient's word can reach a mail header.
"""

from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from wagtail.models import Site

from appointments.models import AppointmentRequest, Notice
from appointments.permissions import FRONT_DESK_GROUP
from clinic.models import ClinicSettings, User


@dataclass(frozen=True)
class Message:
    """A subject and a plain text body."""

    subject: str
    body: str


def desk_recipients() -> list[str]:
    """The active members of the Front desk group and the addresses of the settings, each once."""
    members = User.objects.filter(groups__name=FRONT_DESK_GROUP, is_active=True)
    return sorted({*members.values_list("email", flat=True), *settings.FRONT_DESK_EMAILS})


def for_desk(notice: Notice) -> Message:
    """Tells the desk that a request waits."""
    link = settings.SITE_URL + reverse("requests:inspect", args=[notice.request_id])
    context = {"reference": notice.request.reference, "link": link}
    return Message(
        _("New appointment request"), render_to_string("appointments/mail/desk_new_request.txt", context)
    )


def for_patient(notice: Notice) -> Message:
    """Tells the patient that the request arrived, when the clinic will answer, and what to do until then."""
    request: AppointmentRequest = notice.request
    with translation.override(request.language):
        context = {
            "reference": request.reference,
            "due_at": request.due_at,
            "clinic": ClinicSettings.for_site(Site.objects.get(is_default_site=True)),
        }
        body = render_to_string("appointments/mail/patient_received.txt", context)
        return Message(_("We received your request"), body)
