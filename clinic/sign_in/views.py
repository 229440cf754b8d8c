"""Views of the sign-in: password, second step, passkey, signing out."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from allauth.account import views as account_views
from allauth.mfa.base import views as code_views
from allauth.mfa.webauthn import views as passkey_views

from .forms import (
    CodeAgainForm,
    CodeForm,
    PasskeyAgainForm,
    PasskeyProofForm,
    PasskeySignInForm,
    PasswordAgainForm,
    SignInForm,
)
from .second_factors import has_passkey


class SignInView(account_views.LoginView):
    """Page of the sign-in."""

    form_class = SignInForm
    template_name = "clinic/sign_in/sign_in.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = request.user
        if user.is_authenticated and not user.has_perm("wagtailadmin.access_admin"):
            # The admin would send them here, and this page back there, for ever.
            return self.response_class(request, "clinic/sign_in/no_role.html", status=403)
        return super().dispatch(request, *args, **kwargs)


class SecondStepView(code_views.AuthenticateView):
    """Page that asks for a code or a passkey after the password."""

    form_class = CodeForm
    webauthn_form_class = PasskeyProofForm
    template_name = "clinic/sign_in/second_step.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "has_passkey": has_passkey(self.stage.login.user)}


class PasskeySignInView(passkey_views.LoginWebAuthnView):
    """Endpoint of the button for passkeys: gives the challenge and takes the answer."""

    form_class = PasskeySignInForm


class PasswordAgainView(account_views.ReauthenticateView):
    """Page that asks somebody who is signed in for the password again."""

    form_class = PasswordAgainForm
    template_name = "clinic/sign_in/password_again.html"


class CodeAgainView(code_views.ReauthenticateView):
    """Page that asks somebody who is signed in for a code again."""

    form_class = CodeAgainForm
    template_name = "clinic/sign_in/code_again.html"


class PasskeyAgainView(passkey_views.ReauthenticateWebAuthnView):
    """Page that asks somebody who is signed in for the passkey again."""

    form_class = PasskeyAgainForm
    template_name = "clinic/sign_in/passkey_again.html"


class SignOutView(account_views.LogoutView):
    """Signs out by a press; opened by address, it asks."""

    template_name = "clinic/sign_in/sign_out.html"
