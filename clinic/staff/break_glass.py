"""Emergency accounts: an administrator for an hour, when nobody can sign in who could help."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.crypto import get_random_string

from clinic.accounts.recording import record_event
from clinic.models import AccountMail, EventKind, User

from .roles import OWNER

GOOD_FOR = timedelta(hours=1)
_PASSWORD_LENGTH = 24


@transaction.atomic
def make_emergency_account(for_whom: str, reason: str) -> tuple[str, str]:
    """Make an account, write it down and tell all owners; return its address and its password."""
    # Nobody receives mail there: a password that was forgotten cannot be asked for.
    email = f"emergency-{get_random_string(6).lower()}@emergency.invalid"
    password = get_random_string(_PASSWORD_LENGTH)
    account = User.objects.create_superuser(email, password, first_name="Emergency", ends_at=Now() + GOOD_FOR)
    record_event(EventKind.BREAK_GLASS, account, details={"for_whom": for_whom, "reason": reason})
    _tell_owners("break_glass")
    return email, password


def end_emergency_accounts() -> None:
    """Switch off accounts whose hour is over, write it down and tell all owners."""
    over = User.objects.filter(ends_at__lte=Now(), is_active=True)
    for number in over.values_list("pk", flat=True):
        with transaction.atomic():
            # Another worker may be at it, or have been.
            account = over.select_for_update(skip_locked=True, of=("self",)).filter(pk=number).first()
            if account is None:
                continue
            account.is_active = False
            account.save(update_fields=["is_active"])
            record_event(EventKind.BREAK_GLASS_OVER, account)
            _tell_owners("break_glass_over")


def _tell_owners(mail: str) -> None:
    """Tell whoever runs the clinic."""
    runs_it = Q(groups__name=OWNER) | Q(is_superuser=True)
    owners = User.objects.filter(runs_it, is_active=True, ends_at=None).order_by("pk").distinct()
    for number in owners.values_list("pk", flat=True):
        AccountMail.put(mail, number)
