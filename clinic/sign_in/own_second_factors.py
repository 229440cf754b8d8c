"""Views in which staff set up, see and remove their own second factors."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse_lazy
from django.utils.safestring import mark_safe

from allauth.mfa.base.views import IndexView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.internal import auth
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView

from .forms import AppForm, PasskeyForm
from .freshness import FreshSignInMixin
from .second_factors import note_use


class SecondFactorsView(IndexView):
    """Page of one's own passkeys, app and recovery codes; where none is set up yet it says how to."""

    template_name = "clinic/sign_in/second_factors.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        found = context["authenticators"]
        return {
            **context,
            "app": found.get(Authenticator.Type.TOTP),
            "passkeys": found.get(Authenticator.Type.WEBAUTHN, []),
            "codes": found.get(Authenticator.Type.RECOVERY_CODES),
            "is_required": settings.STAFF_MFA_REQUIRED,
        }


class AddAppView(ActivateTOTPView):
    """Page with the secret for an authenticator app, which proves by a code that it has it."""

    form_class = AppForm
    template_name = "clinic/sign_in/add_app.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        # Drawn by our own program from letters and digits of ours: there is nothing in it to escape.
        drawing = mark_safe(context["totp_svg"].partition("?>")[2])  # noqa: S308 - see above
        secret = context["form"].secret
        groups = [secret[place : place + 4] for place in range(0, len(secret), 4)]
        return {**context, "drawing": drawing, "secret": " ".join(groups)}

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        note_use(self.request, Authenticator.Type.TOTP)
        return response


class RemoveAppView(DeactivateTOTPView):
    """Page that asks before the authenticator app is removed."""

    template_name = "clinic/sign_in/remove_app.html"


class AddPasskeyView(AddWebAuthnView):
    """Page that makes a passkey, with which its owner signs in without a password."""

    form_class = PasskeyForm
    template_name = "clinic/sign_in/add_passkey.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        options = auth.begin_registration(self.request.user, passwordless=True)
        return {**context, "js_data": {"creation_options": options}}

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        note_use(self.request, Authenticator.Type.WEBAUTHN)
        return response


class RemovePasskeyView(RemoveWebAuthnView):
    """Page that asks before a passkey is removed."""

    template_name = "clinic/sign_in/remove_passkey.html"
    success_url = reverse_lazy("mfa_index")


# First: a decorator of allauth's view goes past all other bases, and whoever is signed in has such a page.
class RecoveryCodesView(FreshSignInMixin, ViewRecoveryCodesView):
    """Page that shows the recovery codes, once."""

    template_name = "clinic/sign_in/recovery_codes.html"


class NewRecoveryCodesView(GenerateRecoveryCodesView):
    """Page that asks before new recovery codes take the place of the old ones."""

    template_name = "clinic/sign_in/new_recovery_codes.html"
