"""Form for another number at which the patient asks to be called."""

from django import forms
from django.utils.translation import gettext_lazy as _

from appointments.questions.field_kinds import asked_back
from clinic.typed.phone_fields import DialablePhoneField


class OtherPhoneForm(forms.Form):
    """Number with consent to voicemail, as the consent for one number does not hold for another."""

    use_required_attribute = False

    phone = DialablePhoneField(
        label=_("Phone number"),
        help_text=_("We call you there instead, and only about this request."),
        widget=asked_back(autocomplete="tel"),
        error_messages={"required": _("Enter the phone number")},
    )
    voicemail_ok = forms.BooleanField(
        label=_("You may leave a voicemail there that names the clinic"), required=False
    )
