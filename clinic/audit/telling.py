"""Mail to the person when something happens to their sign-in, so that a stranger's act is noticed."""

from typing import Any

from django.db.models.signals import post_save

from clinic.models import AccountEvent, AccountMail, EventKind

# What is told, by the name of the mail.
_TOLD = {
    EventKind.PASSWORD_CHANGED: "password_changed",
    EventKind.FACTOR_ADDED: "factor_added",
    EventKind.FACTOR_REMOVED: "factor_removed",
}


def connect_telling() -> None:
    """Follow the audit trail."""
    post_save.connect(_tell, sender=AccountEvent, dispatch_uid="telling_follows_events")


def _tell(instance: AccountEvent, **kwargs: Any) -> None:
    name = _TOLD.get(EventKind(instance.kind))
    if instance.kind == EventKind.SIGNED_IN and instance.details.get("new_device"):
        name = "new_device"
    if instance.details.get("first"):
        # Whoever answers an invitation knows.
        return
    # A command on the server, such as the one that makes the first account, tells nobody.
    if name and instance.network:
        AccountMail.put(name, instance.account_number)
