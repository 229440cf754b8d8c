"""Mail about accounts: what is put into the outbox, and how the worker words and sends it."""

from collections.abc import Callable

from django.contrib.auth.hashers import is_password_usable
from django.core.mail import send_mail
from django.http import HttpRequest
from django.template.loader import render_to_string

from clinic.accounts.events import EventKind
from clinic.accounts.recording import record_event
from clinic.models import AccountMail, ClinicSettings, User
from clinic.senders.client_address import connection_of
from clinic.sign_in_limits.counting import key_of, take_try

from .links import INVITATION, RESET, new_address_link, password_link

# Within a quarter of an hour, for one address and from one connection.
RESETS_OF_ADDRESS, RESETS_OF_CONNECTION = 3, 10
_RESET = "reset"
# Mails with a link, which is made when they are sent.
_LINKS: dict[str, Callable[[User, str], str]] = {
    _RESET: lambda account, to: password_link(RESET, account),
    "invitation": lambda account, to: password_link(INVITATION, account),
    "new_address": new_address_link,
}


def ask_for_reset(request: HttpRequest, address: str) -> None:
    """Let the worker send the link for a new password to ``address``, if somebody signs in with it.

    Known or not, the same is counted, read and written. Raises ``TooManyTries``.
    """
    email = User.normalize_username(address)
    if connection := connection_of(request):
        take_try(key_of("reset from", connection), RESETS_OF_CONNECTION)
    take_try(key_of("reset of", email), RESETS_OF_ADDRESS)
    account = User.objects.filter(email=email).first()
    record_event(EventKind.RESET_ASKED, account, typed="" if account else email)
    AccountMail.put(_RESET, account.pk if account else None)


def send_invitation(account: User) -> None:
    """Send the link with which somebody who was added chooses a password."""
    record_event(EventKind.INVITED, account)
    AccountMail.put("invitation", account.pk)


def send_new_address(account: User, address: str) -> None:
    """Send to ``address`` the link that confirms it; or, where somebody signs in with it already, why not."""
    is_taken = User.objects.filter(email__iexact=address).exists()
    AccountMail.put("address_taken" if is_taken else "new_address", account.pk, to=address)


def send_address_changed(account: User, before: str, *, by_others: bool = False) -> None:
    """Tell the old address that it lets nobody in any more."""
    AccountMail.put("address_set" if by_others else "address_changed", account.pk, to=before)


def send_about(name: str, account: User) -> None:
    """Tell the owner of ``account`` what was done with it; ``name`` is that of the mail."""
    AccountMail.put(name, account.pk)


def send_next() -> bool:
    """Send one mail that waits; return whether there was one. What goes wrong is tried again later."""
    mail = AccountMail.claim()
    if mail is None:
        return False
    number = mail.account_number
    account = None if number is None else User.objects.filter(pk=number).first()
    if account is not None and _may_get(mail, account):
        _send(mail, account)
    mail.note_sent()
    return True


def _may_get(mail: AccountMail, account: User) -> bool:
    """Return whether ``account`` has an address that this mail may go to.

    Whoever has not answered the invitation yet has shown nobody that the address is theirs: they get no link
    for a new password. A closed account gets no link at all, as none would work. An emergency account has no
    mailbox.
    """
    if account.ends_at is not None or (mail.name in _LINKS and not account.is_active):
        return False
    return mail.name != _RESET or is_password_usable(account.password)


def _send(mail: AccountMail, account: User) -> None:
    context = {"account": account, "clinic_name": ClinicSettings.of_the_default_site().clinic_name}
    if make_link := _LINKS.get(mail.name):
        context["link"] = make_link(account, mail.to)
    text = render_to_string(f"clinic/sign_in/mail/{mail.name}.txt", context)
    subject, _blank, body = text.partition("\n\n")
    send_mail(" ".join(subject.split()), body, None, [mail.to or account.email])
