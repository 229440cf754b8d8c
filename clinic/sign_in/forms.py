"""Forms of the sign-in."""

from typing import Any

from django import forms
from django.contrib.auth.forms import SetPasswordForm
from django.utils.translation import gettext_lazy as _

from allauth.account import forms as account_forms
from allauth.mfa.base import forms as code_forms
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn import forms as passkey_forms

from clinic.models import User
from clinic.sign_in_limits.counting import ACCOUNT_TRIES, forget, is_first, key_of, take_try
from clinic.typed.email_fields import EmailAddressField
from clinic.typed.fields import PlainTextField

_SIX_DIGITS = _("Six digits from your authenticator app, or one of your recovery codes.")


def _without_placeholders(form: forms.Form) -> None:
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)


def _code_field(label: Any, help_text: Any = "") -> PlainTextField:
    widget = forms.TextInput(attrs={"autocomplete": "one-time-code", "spellcheck": "false"})
    return PlainTextField(label=label, help_text=help_text, max_length=40, widget=widget)


class SignInForm(account_forms.LoginForm):
    """E-mail address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        address, password = self.fields["login"], self.fields["password"]
        address.label, password.help_text = _("E-mail address"), ""
        address.widget.attrs.update({"autocomplete": "username webauthn", "autocapitalize": "none"})
        address.error_messages.update(
            required=_("Enter your e-mail address."), invalid=_("Enter a whole e-mail address.")
        )
        password.error_messages["required"] = _("Enter your password.")
        _without_placeholders(self)


class LimitedCodeMixin:
    """Form for a code, whose tries are counted like those of a password, before it is compared."""

    user: User

    def clean_code(self) -> str:
        key = key_of("code", self.user.pk)
        take_try(key, ACCOUNT_TRIES)
        code: str = super().clean_code()  # type: ignore[misc]  # a mixin
        if not is_first(key_of("used code", self.user.pk, code)):
            raise forms.ValidationError(_("This code was used already. Wait for the next one."))
        forget(key)
        return code


class CodeForm(LimitedCodeMixin, code_forms.AuthenticateForm):
    """Code of the authenticator app, or one of the recovery codes."""

    code = _code_field(_("Code"), _SIX_DIGITS)


class CodeAgainForm(LimitedCodeMixin, code_forms.ReauthenticateForm):
    """The same, from somebody who is signed in."""

    code = _code_field(_("Code"), _SIX_DIGITS)


class PasswordAgainForm(account_forms.ReauthenticateForm):
    """Password of somebody who is signed in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""
        self.fields["password"].error_messages["required"] = _("Enter your password.")
        _without_placeholders(self)


class AppForm(ActivateTOTPForm):
    """First code of an authenticator app: it proves that the app has the secret."""

    code = _code_field(_("Code that the app shows now"))


class AddressForm(forms.Form):
    """Address to which a link for a new password is sent."""

    email = PlainTextField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
        error_messages={"required": _("Enter your e-mail address.")},
    )


class NewAddressForm(forms.Form):
    """New address to sign in with."""

    email = EmailAddressField(label=_("New e-mail address"))


class NewPasswordForm(SetPasswordForm):
    """New password, typed twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].label = _("New password")
        self.fields["new_password1"].help_text = _(
            "At least 15 characters. Four or five words that have nothing to do with each other are easy to "
            "remember and hard to guess. A password manager helps too."
        )
        self.fields["new_password2"].label = _("The same password again")
        self.fields["new_password2"].help_text = ""
        for field in self.fields.values():
            field.error_messages["required"] = _("Enter the password.")


class CredentialField(forms.JSONField):
    """Answer of a browser's passkey."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except RecursionError:
            # Brackets within brackets within brackets.
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None


class PasskeySignInForm(passkey_forms.LoginWebAuthnForm):
    """Answer of a passkey that signs in alone."""

    credential = CredentialField()


class PasskeyProofForm(passkey_forms.AuthenticateWebAuthnForm):
    """Answer of a passkey after the password."""

    credential = CredentialField()


class PasskeyAgainForm(passkey_forms.ReauthenticateWebAuthnForm):
    """Answer of a passkey of somebody who is signed in."""

    credential = CredentialField()


class PasskeyForm(passkey_forms.AddWebAuthnForm):
    """New passkey, under a name by which its owner knows it."""

    credential = CredentialField()

    name = PlainTextField(
        label=_("Name of this passkey"),
        help_text=_("Such as the phone or the computer that it is kept on."),
        max_length=60,
        required=False,
    )
    # A passkey signs in by itself; what only stands in for a code would be a second kind to explain.
    passwordless = None
