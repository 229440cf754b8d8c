"""Words of each notice.

A message to the desk holds a reference and a link; one to a patient holds no reason, no condition and
nothing that the patient typed. Subjects never change, so that no patient's word can reach a mail header.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from wagtail.models import Site

from appointments.models import AppointmentRequest, Notice
from appointments.models.timeline import EventKind
from appointments.patient_link import link_for
from appointments.statuses import Status
from clinic.database.clock import current_time
from clinic.models import ClinicSettings
from clinic.pages.metadata.canonical import absolute

from .wording import with_the_link


@dataclass(frozen=True)
class Message:
    """Subject and plain text body of a mail; ``html`` says the same in HTML."""

    subject: str
    body: str
    html: str = ""


def for_desk(notice: Notice) -> Message:
    """Word the notice that a request waits, or that its patient has changed something."""
    if _is_withdrawal(notice):
        subject, what = _("Appointment request withdrawn"), _("A patient has withdrawn a request.")
    elif notice.event.kind == EventKind.OTHER_PHONE:
        subject = _("Appointment request: another phone number")
        what = _("A patient asks to be called at another number.")
    elif notice.event.kind == EventKind.LINK_ENDED:
        subject = _("Appointment request: a link reached a stranger")
        what = _("The link of a request reached the wrong person, so it was ended. Check the e-mail address.")
    elif notice.event.to_status == Status.QUARANTINED:
        return _about_possible_spam()
    else:
        subject, what = _("New appointment request"), _("A patient has asked for an appointment.")
    link = _link_to(notice.appointment_request_id)
    context = {"what": what, "reference": notice.appointment_request.reference, "link": link}
    return Message(subject, render_to_string("appointments/notices/desk.txt", context))


def about_many(notices: Sequence[Notice]) -> Message:
    """Word one message about many that were held up: each with its reference and link, and no more."""
    lines = dict.fromkeys(
        f"{notice.appointment_request.reference}  {_link_to(notice.appointment_request_id)}"
        for notice in sorted(notices, key=lambda notice: notice.pk)
    )
    context = {"count": len(lines), "lines": lines, "link": absolute(reverse("requests:index"))}
    body = render_to_string("appointments/notices/desk_many.txt", context)
    return Message(_("Many appointment requests wait"), body)


def _link_to(appointment_request_id: UUID) -> str:
    return absolute(reverse("requests:inspect", args=[appointment_request_id]))


def _about_possible_spam() -> Message:
    """Word the digest of possible spam, which names no request."""
    context = {"link": absolute(reverse("requests:possible-spam"))}
    body = render_to_string("appointments/notices/desk_possible_spam.txt", context)
    return Message(_("Possible spam among the appointment requests"), body)


def for_patient(notice: Notice) -> Message:
    """Word the mail to a patient: the desk's message, a new link, the acknowledgement, or the withdrawal."""
    appointment_request: AppointmentRequest = notice.appointment_request
    with translation.override(notice.language or appointment_request.language):
        if notice.body:
            return _as_the_desk_saw_it(notice)
        if _is_withdrawal(notice):
            return _in_both_ways("patient_withdrawn", _("Your request is withdrawn"), appointment_request)
        if notice.event.kind == EventKind.LINK_ENDED:
            return _in_both_ways("patient_new_link", _("The new link to your request"), appointment_request)
        return _in_both_ways("patient_received", _("We received your request"), appointment_request)


def is_acknowledgement(notice: Notice) -> bool:
    """Return whether the notice says that the request arrived, and nothing else."""
    is_something_else = _is_withdrawal(notice) or notice.event.kind == EventKind.LINK_ENDED
    return not notice.body and not is_something_else


def _as_the_desk_saw_it(notice: Notice) -> Message:
    """Return the desk's message word for word, with the patient's link, which the desk does not see."""
    text = with_the_link(notice.body, notice.appointment_request)
    html = render_to_string(
        "appointments/notices/patient_message.html", {"subject": notice.subject, "text": text}
    )
    return Message(notice.subject, text, html)


def _is_withdrawal(notice: Notice) -> bool:
    return notice.event.to_status == Status.WITHDRAWN


def _in_both_ways(name: str, subject: str, appointment_request: AppointmentRequest) -> Message:
    context = {
        "subject": subject,
        "reference": appointment_request.reference,
        # A mail that was held up must not promise a day that is over.
        "due_at": appointment_request.due_at if appointment_request.due_at > current_time() else None,
        "link": link_for(appointment_request),
        "clinic": ClinicSettings.for_site(Site.objects.get(is_default_site=True)),
    }
    text, html = (
        render_to_string(f"appointments/notices/{name}.{kind}", context) for kind in ("txt", "html")
    )
    return Message(subject, text, html)
