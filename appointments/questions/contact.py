"""The questions about how, when and in which language to reach a patient."""

from django import forms
from django.utils.translation import gettext_lazy as _

from appointments.form_fields import DialablePhoneField

from .choices import CONTACT_BY, SPEAKS, TIMES, VOICEMAIL
from .field_kinds import one_of, optional, several_of, typed

_EMAIL_FORMAT = _("Enter an email address in the correct format, like name@example.com")
_EMAIL_MISSING = _("Enter an email address so we can write to you")


class ContactQuestions(forms.Form):
    """A phone number, an email address or both; and what we may do with them."""

    phone = DialablePhoneField(
        label=_("Phone number"),
        help_text=_("We call only about this request. Give a phone number, an email address, or both."),
        required=False,
        max_length=40,
        widget=typed(autocomplete="tel", type="tel"),
        error_messages={"max_length": DialablePhoneField.default_error_messages["undialable"]},
    )
    voicemail_ok = one_of(
        _("If you do not answer, may we leave a message?"),
        VOICEMAIL,
        hint=_("Others may hear it where you live or work."),
        initial="no",
    )
    email = forms.EmailField(
        label=_("Email address"),
        help_text=_("We write only about this request."),
        required=False,
        max_length=254,
        widget=typed(autocomplete="email", type="email"),
        error_messages={"invalid": _EMAIL_FORMAT, "max_length": _EMAIL_FORMAT},
    )
    consent_email = forms.BooleanField(
        label=_("Email me about this request"),
        help_text=_(
            "That it arrived, when we could not reach you, and when your visit is. Email is not private: "
            "others may be able to read it. Our messages name the clinic, and say nothing about your health."
        ),
        required=False,
    )
    contact_by = one_of(
        _("How should we contact you?"),
        CONTACT_BY,
        initial="phone",
        required=_("Select how we should contact you"),
    )
    call_times = optional(several_of(_("Best time to call you"), TIMES))
    speaks = one_of(
        _("Which language would you like to speak with us?"),
        SPEAKS,
        initial="en",
        required=_("Select a language"),
    )

    def contact_problems(self, answers: dict) -> dict[str, str]:
        """What is missing for the way of contact that was chosen."""
        phone, email = answers.get("phone"), answers.get("email")
        if not phone and not email:
            # One of the two that could not be read says more than "enter one".
            both = self.has_error("phone") or self.has_error("email")
            return {} if both else {"phone": _("Enter a phone number or an email address")}
        if answers.get("contact_by") == "phone" and not phone:
            return {"phone": _("Enter a phone number so we can call you")}
        if not email and (answers.get("contact_by") == "email" or answers.get("consent_email")):
            return {"email": _EMAIL_MISSING}
        return {}
