"""Consent to mail: the address to which a message to a patient may go, or the reason why it may not."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from appointments.models import AppointmentRequest
from appointments.models.mail_consent import agrees_to_mail
from appointments.patient_data import DecryptionError, PatientData
from appointments.statuses import Status


class NoAddress(Exception):
    """Error: the patient gave no e-mail address, or it was removed."""


class NoLeave(Exception):
    """Error: the patient did not agree to the mail, or no longer does."""


class AddressRefused(Exception):
    """Error: the patient's mail server says that there is no such address."""


# Classes of errors after which sending again changes nothing until somebody corrects the patient's details.
UP_TO_THE_PATIENT = tuple(error.__name__ for error in (NoAddress, NoLeave, AddressRefused))


@dataclass(frozen=True)
class Mailing:
    """Result: the ``address`` of a patient who agreed to mail, or the reason for the desk in ``why_not``."""

    address: str = ""
    why_not: str = ""


def mailing_to(appointment_request: AppointmentRequest) -> Mailing:
    """Return the address for messages about the request, or why there is none."""
    if appointment_request.status == Status.QUARANTINED:
        # A flood of the form must not make us write to strangers.
        return Mailing(why_not=_("It is possible spam: nobody is written to."))
    try:
        return Mailing(address=address_for(appointment_request))
    except DecryptionError:
        return Mailing(why_not=_("The answers cannot be opened, so there is no address."))
    except NoAddress:
        return Mailing(why_not=_("The patient gave no e-mail address."))
    except NoLeave:
        return Mailing(why_not=_why_no_consent(appointment_request.patient))


def address_for(appointment_request: AppointmentRequest) -> str:
    """Return the address for mail. Raises ``NoAddress``, ``NoLeave``, ``DecryptionError``."""
    data = appointment_request.patient
    return _address(data, agrees=agrees_to_mail(data, appointment_request.consent_version))


def address_to_acknowledge(appointment_request: AppointmentRequest) -> str:
    """Return the address for the acknowledgement. Raises as ``address_for``."""
    return _address(appointment_request.patient, agrees=wants_mail(appointment_request.patient))


def wants_mail(data: PatientData) -> bool:
    """Return whether the patient gave an address and agreed to an acknowledgement."""
    return bool(data.email_to_use) and data.agreed_to_mail is not False


def _address(data: PatientData, *, agrees: bool) -> str:
    if not data.email_to_use:
        raise NoAddress
    if not agrees:
        raise NoLeave
    return data.email_to_use


def _why_no_consent(data: PatientData) -> str:
    if data.agreed_to_mail:
        return _(
            "The patient agreed to one e-mail only, to say that the request arrived. If they agree to more "
            "now, say so under “Correct a detail”."
        )
    return _("The patient did not agree to e-mail.")
