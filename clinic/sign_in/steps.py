"""Steps of the sign-in, by the names of their addresses: each sends on what was typed before."""

from django.http import HttpRequest
from django.urls import reverse

SIGN_IN = "account_login"
# Password; code or passkey after it; passkey at once.
STEPS = (SIGN_IN, "mfa_authenticate", "mfa_login_webauthn")
# The same for somebody who is signed in, and proves it again.
PROOFS = ("account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn")
# All that somebody reaches who has a password, but not the second factor that is required.
SETTING_UP = ("mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_view_recovery_codes")
OPEN_TO_HALF_SIGNED_IN = (*STEPS, *PROOFS, *SETTING_UP, "account_logout")


def is_step(path: str) -> bool:
    """Return whether a form of the sign-in, or of the proof after it, is sent to ``path``."""
    return path in {reverse(name) for name in (*STEPS, *PROOFS)}


def is_proof(path: str) -> bool:
    """Return whether somebody who is signed in proves it at ``path``."""
    return path in {reverse(name) for name in PROOFS}


def is_of_own_account(path: str) -> bool:
    """Return whether ``path`` is a page of one's own account, whose forms hold nothing to be kept."""
    return path.startswith(reverse("wagtailadmin_account"))


def is_sign_in(request: HttpRequest) -> bool:
    """Return whether a form of the sign-in was sent."""
    return request.method == "POST" and is_step(request.path)
