"""Mail about accounts."""

from typing import Any

from django.contrib.auth.hashers import is_password_usable
from django.core.mail import send_mail
from django.template.loader import render_to_string

from clinic.models import ClinicSettings, User

from .links import RESET, password_link


def send_reset(address: str) -> None:
    """Send the link for a new password to ``address``, if somebody signs in with it.

    Whoever has not answered the invitation yet has shown nobody that the address is theirs: they get none.
    """
    account = User.objects.filter(email__iexact=address, is_active=True).first()
    if account and is_password_usable(account.password):
        _send("reset", account, link=password_link(RESET, account))


def _send(name: str, account: User, **context: Any) -> None:
    context |= {"account": account, "clinic_name": ClinicSettings.of_the_default_site().clinic_name}
    subject, _blank, body = render_to_string(f"clinic/sign_in/mail/{name}.txt", context).partition("\n\n")
    send_mail(" ".join(subject.split()), body, None, [account.email])
