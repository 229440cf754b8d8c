"""Mail about accounts."""

from typing import Any

from django.contrib.auth.hashers import is_password_usable
from django.core.mail import send_mail
from django.template.loader import render_to_string

from clinic.models import ClinicSettings, User

from .links import INVITATION, RESET, new_address_link, password_link


def send_reset(address: str) -> None:
    """Send the link for a new password to ``address``, if somebody signs in with it.

    Whoever has not answered the invitation yet has shown nobody that the address is theirs: they get none.
    """
    account = User.objects.filter(email__iexact=address, is_active=True).first()
    if account and is_password_usable(account.password):
        _send("reset", account, link=password_link(RESET, account))


def send_invitation(account: User) -> None:
    """Send the link with which somebody who was added chooses a password."""
    _send("invitation", account, link=password_link(INVITATION, account))


def send_new_address(account: User, address: str) -> None:
    """Send to ``address`` the link that confirms it; or, where somebody signs in with it already, why not."""
    if User.objects.filter(email__iexact=address).exists():
        _send("address_taken", account, to=address)
    else:
        _send("new_address", account, to=address, link=new_address_link(account, address))


def send_address_changed(account: User, before: str) -> None:
    """Tell the old address that it lets nobody in any more."""
    _send("address_changed", account, to=before)


def _send(name: str, account: User, to: str = "", **context: Any) -> None:
    context |= {"account": account, "clinic_name": ClinicSettings.of_the_default_site().clinic_name}
    subject, _blank, body = render_to_string(f"clinic/sign_in/mail/{name}.txt", context).partition("\n\n")
    send_mail(" ".join(subject.split()), body, None, [to or account.email])
