"""Whether a message may go to a patient, where to, and if not, why."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from appointments.models import AppointmentRequest
from appointments.patient_data import PatientData, SealBroken
from appointments.statuses import Status

EMAIL = "email"


@dataclass(frozen=True)
class Mailing:
    """The ``address`` of a patient who agreed to mail; without one, ``why_not`` says it to the desk."""

    address: str = ""
    why_not: str = ""


def mailing_to(request: AppointmentRequest) -> Mailing:
    """Where a message about ``request`` may go."""
    if request.status == Status.QUARANTINED:
        # Whoever floods the form must not make us write to strangers.
        return Mailing(why_not=_("It is possible spam: nobody is written to."))
    try:
        data = request.patient
    except SealBroken:
        return Mailing(why_not=_("The answers cannot be opened, so there is no address."))
    if not data.email_to_use:
        return Mailing(why_not=_("The patient gave no e-mail address."))
    if not _agreed(data):
        return Mailing(why_not=_("The patient did not agree to e-mail."))
    return Mailing(address=data.email_to_use)


def _agreed(data: PatientData) -> bool:
    """Whoever asked to be reached by e-mail did, unless the desk has heard otherwise since."""
    if data.agreed_to_mail or data.correction_of("mail_ok"):
        return bool(data.agreed_to_mail)
    return data.in_use()["contact_by"] == EMAIL
