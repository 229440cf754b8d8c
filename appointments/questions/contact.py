"""Questions about how, when and in which language to reach a patient."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from appointments.patient_data import PatientData
from clinic.typed.email_fields import EmailAddressField
from clinic.typed.phone_fields import DialablePhoneField

from .choices import CONTACT_BY, DESK_CONTACT_BY, SPEAKS, TIMES, VOICEMAIL
from .field_kinds import asked_back, one_of, optional, several_of, yes_or_no
from .question import DeskWording, Group, Question, Readback

_REACH = Group(
    legend=_("How can we reach you?"),
    desk_legend=_("How to reach them"),
    say=_(
        "“If you do not answer, may we leave a message? It names the clinic and nothing else, "
        "but others may hear it.” “May we e-mail you about this request: that it arrived, and "
        "when your visit is? We write nothing about your health, but e-mail is not private.”"
    ),
)


def _voicemail_allowed(allowed: bool) -> str:
    return gettext("Voicemail is fine") if allowed else gettext("No voicemail")


def _voicemail(data: PatientData, consent_version: str) -> str:
    """Return the consent to voicemail for the number that the patient gave last."""
    if data.other_phones:
        return _voicemail_allowed(data.other_phones[-1]["voicemail_ok"])
    return _voicemail_allowed(data.voicemail_ok) if data.phone else gettext("No phone number given")


def _last_phone(data: PatientData, consent_version: str) -> str:
    return data.other_phones[-1]["phone"] if data.other_phones else ""


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
        name="phone",
        group=_REACH,
        field=DialablePhoneField(
            label=_("Phone number"),
            help_text=_("We call only about this request. Give a phone number, an email address, or both."),
            required=False,
            widget=asked_back(autocomplete="tel"),
        ),
        missing=_("Enter a phone number so we can call you"),
        desk=DeskWording(
            missing=_("Enter the phone number. Without one, choose “By e-mail” and enter the address")
        ),
        record=Readback(label=_("Phone"), for_the_call=True, is_exported=True),
        correction=DialablePhoneField(label=_("Phone"), required=False),
    ),
    Question(
        name="voicemail_ok",
        group=_REACH,
        field=one_of(
            _("If you do not answer, may we leave a message?"),
            VOICEMAIL,
            hint=_("Others may hear it where you live or work."),
            initial="no",
        ),
        summary=_("May we leave a message?"),
        desk=DeskWording(label=_("If nobody answers, may we leave a message?")),
        record=Readback(
            label=_("Voicemail"), words=_voicemail, corrected=_voicemail_allowed, for_the_call=True
        ),
        correction=yes_or_no(_("May we leave a message at this number?")),
    ),
    Question(
        name="email",
        group=_REACH,
        field=EmailAddressField(
            label=_("Email address"),
            help_text=_("We write only about this request."),
            required=False,
            widget=asked_back(autocomplete="email"),
        ),
        missing=_("Enter an email address so we can write to you"),
        desk=DeskWording(label=_("E-mail address"), missing=_("Enter the e-mail address to write to")),
        record=Readback(label=_("E-mail"), for_the_call=True, is_exported=True),
        correction=EmailAddressField(label=_("E-mail"), required=False),
    ),
    Question(
        name="consent_email",
        group=_REACH,
        field=forms.BooleanField(
            label=_("Email me about this request"),
            help_text=_(
                "That it arrived, when we could not reach you, and when your visit is. Email is not private: "
                "others may be able to read it. Our messages name the clinic, and say nothing about your "
                "health."
            ),
            required=False,
        ),
        summary=_("Email about this request"),
        desk=DeskWording(label=_("Yes: write to them about this request")),
        correction=yes_or_no(_("May we write to this address?")),
        corrected_as="mail_ok",
    ),
    Question(
        name="contact_by",
        group=_REACH,
        field=one_of(
            _("How should we contact you?"),
            CONTACT_BY,
            initial="phone",
            required=_("Select how we should contact you"),
        ),
        summary=_("How to contact you"),
        desk=DeskWording(
            label=_("How do they want to be reached?"),
            choices=DESK_CONTACT_BY,
            missing=_("Select how they want to be reached"),
            place=-1,
        ),
        record=Readback(label=_("Wants to be reached"), choices=DESK_CONTACT_BY, for_the_call=True),
        correction=forms.ChoiceField(
            label=_("How do they want to be reached?"), choices=DESK_CONTACT_BY, widget=forms.RadioSelect
        ),
    ),
    Question(
        name="call_times",
        group=_REACH,
        field=optional(several_of(_("Best time to call you"), TIMES)),
        desk=DeskWording(label=_("Best time to call")),
        record=Readback(label=_("Best time to call"), choices=TIMES, for_the_call=True),
        correction=forms.MultipleChoiceField(
            label=_("Best time to call"), choices=TIMES, required=False, widget=forms.CheckboxSelectMultiple
        ),
    ),
    Question(
        name="speaks",
        group=_REACH,
        field=one_of(
            _("Which language would you like to speak with us?"),
            SPEAKS,
            initial="en",
            required=_("Select a language"),
        ),
        summary=_("Language"),
        desk=DeskWording(label=_("Language")),
        record=Readback(label=_("Speaks"), choices=SPEAKS, for_the_call=True),
        correction=forms.ChoiceField(
            label=_("Language"), choices=SPEAKS, required=False, widget=forms.RadioSelect
        ),
    ),
)
