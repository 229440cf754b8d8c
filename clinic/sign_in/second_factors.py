"""Second factors of staff: passkeys, an authenticator app, recovery codes; their secrets are encrypted."""

import base64
import hashlib

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet

from clinic.models import ClinicSettings, User

# Recovery codes stand in for one of these, and are none by themselves.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factors under the clinic's name, with their secrets encrypted in the database."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is wrong or has expired. Enter the one that you see now."),
    }

    def _get_site_name(self) -> str:
        return ClinicSettings.of_the_default_site().clinic_name or super()._get_site_name()

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        return _t("My passkey")

    def encrypt(self, text: str) -> str:
        return _seals().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _seals().decrypt(encrypted_text.encode()).decode()


def has_second_factor(user: User) -> bool:
    """Return whether ``user`` has a passkey or an authenticator app."""
    return Authenticator.objects.filter(user=user, type__in=FACTORS).exists()


def has_passkey(user: User) -> bool:
    """Return whether ``user`` has a passkey."""
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).exists()


def was_used(request: HttpRequest) -> bool:
    """Return whether this very session was begun with a second factor, or set one up."""
    records = get_authentication_records(request, request.user)
    return any(record["method"] == "mfa" for record in records)


def note_use(request: HttpRequest, kind: str) -> None:
    """Note in the session that its person has just set up a second factor, and shown that it works."""
    record_authentication(request, request.user, "mfa", type=kind)


def _seals() -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(b"second factors:" + str(secret).encode()).digest() for secret in secrets]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
