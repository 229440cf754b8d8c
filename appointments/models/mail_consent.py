"""Consent of a patient to mail about the request."""

from appointments.consents import MAIL_CONSENTS, MailConsent
from appointments.patient_data import PatientData

EMAIL = "email"


def agrees_to_mail(data: PatientData, consent_version: str) -> bool:
    """Return whether somebody who agreed to that version allows every mail about the request.

    A correction by the desk counts first. A patient who asked to be reached by e-mail allows it with every
    version.
    """
    if data.correction_of("mail_ok"):
        return bool(data.agreed_to_mail)
    if data.agreed_to_mail and MAIL_CONSENTS.get(consent_version) is MailConsent.ALL:
        return True
    return data.in_use()["contact_by"] == EMAIL
