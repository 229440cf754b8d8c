"""Whether a message may go to a patient, where to, and if not, why."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from appointments.consents import LEAVE_TO_MAIL, Leave
from appointments.models import AppointmentRequest
from appointments.patient_data import DecryptionError, PatientData
from appointments.statuses import Status

EMAIL = "email"


class NoAddress(Exception):
    """The patient gave no e-mail address, or it was taken away."""


class NoLeave(Exception):
    """The patient did not agree to the mail, or no longer does."""


@dataclass(frozen=True)
class Mailing:
    """The ``address`` of a patient who agreed to mail; without one, ``why_not`` says it to the desk."""

    address: str = ""
    why_not: str = ""


def mailing_to(appointment_request: AppointmentRequest) -> Mailing:
    """Where a message about ``appointment_request`` may go."""
    if appointment_request.status == Status.QUARANTINED:
        # Whoever floods the form must not make us write to strangers.
        return Mailing(why_not=_("It is possible spam: nobody is written to."))
    try:
        return Mailing(address=address_for(appointment_request))
    except DecryptionError:
        return Mailing(why_not=_("The answers cannot be opened, so there is no address."))
    except NoAddress:
        return Mailing(why_not=_("The patient gave no e-mail address."))
    except NoLeave:
        return Mailing(why_not=_why_no_leave(appointment_request.patient))


def address_for(appointment_request: AppointmentRequest) -> str:
    """Where mail about the request goes. Raises ``NoAddress``, ``NoLeave``, ``DecryptionError``."""
    data = appointment_request.patient
    return _address(data, agrees=agrees_to_mail(data, appointment_request.consent_version))


def address_to_acknowledge(appointment_request: AppointmentRequest) -> str:
    """Where the mail goes that says that ``appointment_request`` arrived. Raises as ``address_for``."""
    return _address(appointment_request.patient, agrees=wants_mail(appointment_request.patient))


def agrees_to_mail(data: PatientData, consent_version: str) -> bool:
    """Whether somebody who agreed to that version allows every mail about the request.

    What the desk has heard since counts first. Whoever asked to be reached by e-mail allows it, whatever
    the version.
    """
    if data.correction_of("mail_ok"):
        return bool(data.agreed_to_mail)
    if data.agreed_to_mail and LEAVE_TO_MAIL.get(consent_version) is Leave.ALL:
        return True
    return data.in_use()["contact_by"] == EMAIL


def wants_mail(data: PatientData) -> bool:
    """Whether there is an address at which the patient agreed to be told that the request arrived."""
    return bool(data.email_to_use) and data.agreed_to_mail is not False


def _address(data: PatientData, *, agrees: bool) -> str:
    if not data.email_to_use:
        raise NoAddress
    if not agrees:
        raise NoLeave
    return data.email_to_use


def _why_no_leave(data: PatientData) -> str:
    if data.agreed_to_mail:
        return _(
            "The patient agreed to one e-mail only, to say that the request arrived. If they agree to more "
            "now, say so under “Correct a detail”."
        )
    return _("The patient did not agree to e-mail.")
