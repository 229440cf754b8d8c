"""Mail about accounts."""

import logging
from typing import Any

from django.contrib.auth.hashers import is_password_usable
from django.core.mail import send_mail
from django.template.loader import render_to_string

from clinic.accounts.events import EventKind
from clinic.accounts.recording import record_event
from clinic.models import ClinicSettings, User

from .links import INVITATION, RESET, new_address_link, password_link

logger = logging.getLogger(__name__)


def send_reset(address: str) -> None:
    """Send the link for a new password to ``address``, if somebody signs in with it.

    Whoever has not answered the invitation yet has shown nobody that the address is theirs: they get none.
    """
    account = User.objects.filter(email__iexact=address, is_active=True).first()
    if account and is_password_usable(account.password):
        _send("reset", account, link=password_link(RESET, account))


def send_invitation(account: User) -> None:
    """Send the link with which somebody who was added chooses a password."""
    record_event(EventKind.INVITED, account)
    _send("invitation", account, link=password_link(INVITATION, account))


def send_new_address(account: User, address: str) -> None:
    """Send to ``address`` the link that confirms it; or, where somebody signs in with it already, why not."""
    if User.objects.filter(email__iexact=address).exists():
        _send("address_taken", account, to=address)
    else:
        _send("new_address", account, to=address, link=new_address_link(account, address))


def send_address_changed(account: User, before: str, *, by_others: bool = False) -> None:
    """Tell the old address that it lets nobody in any more."""
    _send("address_set" if by_others else "address_changed", account, to=before)


def send_about(name: str, account: User) -> None:
    """Tell the owner of ``account`` what others did with it; ``name`` is that of the mail."""
    _send(name, account)


def _send(name: str, account: User, to: str = "", **context: Any) -> None:
    context |= {"account": account, "clinic_name": ClinicSettings.of_the_default_site().clinic_name}
    subject, _blank, body = render_to_string(f"clinic/sign_in/mail/{name}.txt", context).partition("\n\n")
    try:
        send_mail(" ".join(subject.split()), body, None, [to or account.email])
    except OSError as error:
        # It can be asked for again; an error page here would tell which addresses are known.
        logger.error("A mail about an account was not sent: %s", type(error).__name__)
