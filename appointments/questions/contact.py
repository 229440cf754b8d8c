"""Questions about how to reach a patient. The chosen way is the consent to be reached by it."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from appointments.consents import MAIL_CONSENTS, MailConsent
from appointments.patient_data import PatientData
from clinic.languages.spoken import language_of
from clinic.typed.email_fields import EmailAddressField
from clinic.typed.phone_fields import DialablePhoneField

from .choices import (
    BY_EMAIL,
    BY_PHONE,
    CONTACT_BY,
    CORRECTED_CONTACT_BY,
    DESK_CONTACT_BY,
    EITHER,
    SPEAKS,
    TIMES,
    VOICEMAIL,
)
from .field_kinds import asked_back, one_of, optional, several_of, yes_or_no
from .groups import BESIDES, REACH
from .question import DeskWording, Question, Readback

_IF_CALLED, _IF_WRITTEN_TO = ("contact_by", BY_PHONE), ("contact_by", BY_EMAIL)


def _wanted(data: PatientData, consent_version: str) -> str:
    """Return the chosen way. One of the two ways is stored where both were chosen, with both consents."""
    either = data.consents.get("phone") and data.consents.get("email")
    return str(dict(DESK_CONTACT_BY)[EITHER if either else data.contact_by])


def _voicemail_allowed(allowed: bool) -> str:
    return gettext("Voicemail is fine") if allowed else gettext("No voicemail")


def _voicemail(data: PatientData, consent_version: str) -> str:
    """Return the consent to voicemail for the number that the patient gave last."""
    if data.other_phones:
        return _voicemail_allowed(data.other_phones[-1]["voicemail_ok"])
    return _voicemail_allowed(data.voicemail_ok) if data.phone else gettext("No phone number given")


def _last_phone(data: PatientData, consent_version: str) -> str:
    return data.other_phones[-1]["phone"] if data.other_phones else ""


def _language(code: str) -> str:
    return str(language_of(code).name) if code else ""


def _speaks(data: PatientData, consent_version: str) -> str:
    return _language(data.speaks)


def _agreed(data: PatientData, consent_version: str) -> str:
    all_mail = MAIL_CONSENTS.get(consent_version) is MailConsent.ALL
    words = {
        "contact": gettext("We may contact them about this request"),
        "phone": gettext("We may call them about it"),
        "email": gettext("We may e-mail them about it")
        if all_mail
        else gettext("We may send one e-mail, to say that it arrived"),
    }
    return ", ".join(words.get(name, name) for name, given in data.consents.items() if given)


def _mail_allowed(allowed: bool) -> str:
    return gettext("We may write by e-mail") if allowed else gettext("No e-mail")


CONTACT = (
    Question(
        name="other_phones",
        record=Readback(
            label=_("Call this number instead"),
            words=_last_phone,
            place=-3,
            only_if_answered=True,
            for_the_call=True,
        ),
    ),
    Question(
        name="contact_by",
        group=REACH,
        field=one_of(
            _("How should we reach you?"),
            CONTACT_BY,
            hint=_("Your choice is your consent, for this request only."),
            required=_("Select how we should reach you"),
        ),
        summary=_("How to reach you"),
        desk=DeskWording(
            label=_("How do they want to be reached?"),
            choices=DESK_CONTACT_BY,
            missing=_("Select how they want to be reached"),
            place=-1,
        ),
        record=Readback(
            label=_("Wants to be reached"), choices=DESK_CONTACT_BY, words=_wanted, for_the_call=True
        ),
        correction=forms.ChoiceField(
            label=_("How do they want to be reached?"),
            choices=CORRECTED_CONTACT_BY,
            widget=forms.RadioSelect,
        ),
    ),
    Question(
        name="phone",
        group=REACH,
        field=DialablePhoneField(
            label=_("Phone number"),
            help_text=_("TTY and relay calls are welcome."),
            required=False,
            widget=asked_back(autocomplete="tel"),
        ),
        missing=_("Enter a phone number so we can call you"),
        desk=DeskWording(missing=_("Enter the phone number, or choose “By e-mail”")),
        record=Readback(label=_("Phone"), for_the_call=True, is_exported=True),
        correction=DialablePhoneField(label=_("Phone"), required=False),
        only_if=_IF_CALLED,
    ),
    Question(
        name="voicemail_ok",
        group=REACH,
        field=one_of(_("May we leave a message?"), VOICEMAIL),
        missing=_("Select whether we may leave a message"),
        desk=DeskWording(
            label=_("If nobody answers, may we leave a message?"),
            missing=_("Ask whether we may leave a message, and select the answer"),
        ),
        record=Readback(
            label=_("Voicemail"), words=_voicemail, corrected=_voicemail_allowed, for_the_call=True
        ),
        correction=yes_or_no(_("May we leave a message at this number?")),
        only_if=_IF_CALLED,
    ),
    Question(
        name="email",
        group=REACH,
        field=EmailAddressField(
            label=_("Email address"),
            help_text=_(
                "We write that your request arrived, when we could not reach you, and when your visit is. "
                "Email is not private: others may be able to read it. Our messages name the clinic, and say "
                "nothing about your health."
            ),
            required=False,
            widget=asked_back(autocomplete="email"),
        ),
        missing=_("Enter an email address so we can write to you"),
        desk=DeskWording(label=_("E-mail address"), missing=_("Enter the e-mail address to write to")),
        record=Readback(label=_("E-mail"), for_the_call=True, is_exported=True),
        correction=EmailAddressField(label=_("E-mail"), required=False),
        only_if=_IF_WRITTEN_TO,
    ),
    # What the choice above allows. Consent to e-mail that the desk hears later is a correction.
    Question(
        name="consents",
        record=Readback(label=_("Agreed"), words=_agreed, corrected=_mail_allowed, place=1),
        correction=yes_or_no(_("May we write to this address?")),
        corrected_as="mail_ok",
    ),
)

# Asked with what else is to be known about the request.
ABOUT_CALLS = (
    Question(
        name="call_times",
        group=BESIDES,
        field=optional(several_of(_("Best time to call you"), TIMES)),
        desk=DeskWording(label=_("Best time to call")),
        record=Readback(label=_("Best time to call"), choices=TIMES, for_the_call=True),
        correction=forms.MultipleChoiceField(
            label=_("Best time to call"), choices=TIMES, required=False, widget=forms.CheckboxSelectMultiple
        ),
        only_if=_IF_CALLED,
    ),
    Question(
        name="speaks",
        group=BESIDES,
        field=one_of(
            _("Which language would you like to speak with us?"),
            SPEAKS,
            initial="en",
            required=_("Select a language"),
        ),
        summary=_("Language"),
        desk=DeskWording(label=_("Language")),
        record=Readback(label=_("Speaks"), words=_speaks, corrected=_language, for_the_call=True),
        correction=forms.ChoiceField(
            label=_("Language"), choices=SPEAKS, required=False, widget=forms.RadioSelect
        ),
    ),
)
