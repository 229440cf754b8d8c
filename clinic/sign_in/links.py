"""Links that are sent by mail: each is good once, for some time, for one account, and stored nowhere."""

from dataclasses import dataclass
from datetime import timedelta

from django.core.signing import BadSignature, TimestampSigner
from django.urls import reverse
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from clinic.models import User
from clinic.pages.metadata.canonical import absolute
from clinic.typed.keys import key_in


@dataclass(frozen=True)
class Purpose:
    """Purpose of a link, and how long after it was made it works."""

    name: str
    good_for: timedelta

    def signer(self, account: User) -> TimestampSigner:
        """Return what signs for ``account`` as it is: a new password or address ends every link before it."""
        state = f"{account.password}:{account.email}:{account.last_login}"
        return TimestampSigner(salt=f"clinic.sign_in.{self.name}:{state}", sep=".")


RESET = Purpose("reset", timedelta(hours=1))
INVITATION = Purpose("invitation", timedelta(hours=72))
NEW_ADDRESS = Purpose("new_address", timedelta(hours=24))


def password_link(purpose: Purpose, account: User) -> str:
    """Return the address at which the owner of ``account`` chooses a password; made when it is sent."""
    token = purpose.signer(account).sign(str(account.pk))
    return absolute(reverse("choose_password", args=[purpose.name, token]))


def new_address_link(account: User, address: str) -> str:
    """Return the address at which the owner of ``account`` confirms the new one."""
    value = f"{account.pk}-{urlsafe_base64_encode(address.encode())}"
    return absolute(reverse("confirm_address", args=[NEW_ADDRESS.signer(account).sign(value)]))


def account_behind(purpose: Purpose, token: str) -> User | None:
    """Return whose link this is; None when it was used, is too old, or was never made."""
    number = key_in(token.partition(".")[0].partition("-")[0])
    account = User.objects.filter(pk=number, is_active=True).first() if number is not None else None
    if account is None:
        return None
    try:
        purpose.signer(account).unsign(token, max_age=purpose.good_for)
    except BadSignature:
        return None
    return account


def new_address_behind(token: str) -> tuple[User | None, str]:
    """Return whose address this link changes, and to which."""
    account = account_behind(NEW_ADDRESS, token)
    if account is None:
        return None, ""
    return account, urlsafe_base64_decode(token.partition(".")[0].partition("-")[2]).decode()
