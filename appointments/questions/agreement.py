"""Question for the agreement to be contacted, and the readback of all consents."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from appointments.consents import MAIL_CONSENTS, MailConsent
from appointments.patient_data import PatientData

from .question import DeskWording, Group, Question, Readback

_AGREEMENT = Group(
    legend=_("Your agreement"),
    desk_legend=_("Their agreement"),
    say=_("“May we contact you about this request, in the way you just told me?”"),
)


def _agreed(data: PatientData, consent_version: str) -> str:
    all_mail = MAIL_CONSENTS.get(consent_version) is MailConsent.ALL
    words = {
        "contact": gettext("We may contact them about this request"),
        "email": gettext("We may e-mail them about it")
        if all_mail
        else gettext("We may send one e-mail, to say that it arrived"),
    }
    return ", ".join(words.get(name, name) for name, given in data.consents.items() if given)


def _mail_allowed(allowed: bool) -> str:
    return gettext("We may write by e-mail") if allowed else gettext("No e-mail")


AGREEMENT = (
    Question(
        name="consent_contact",
        group=_AGREEMENT,
        field=forms.BooleanField(
            label=_("I agree that the clinic may contact me about this request by the ways I chose"),
            error_messages={"required": _("Select the box to let us contact you about this request")},
        ),
        summary=_("We may contact you about this request"),
        desk=DeskWording(
            label=_("Yes: the clinic may contact them about this request"),
            missing=_("Ask whether we may contact them, and tick the box when they say yes"),
        ),
    ),
    # The answers to both boxes. Consent to e-mail that the desk hears later is a correction.
    Question(
        name="consents",
        record=Readback(label=_("Agreed"), words=_agreed, corrected=_mail_allowed),
        corrected_as="mail_ok",
    ),
)
