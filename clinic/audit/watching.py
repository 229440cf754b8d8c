"""Watchers that record what happens to accounts, by whatever door it happens."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.hashers import is_password_usable
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db.models.signals import post_delete, post_save, pre_save
from django.http import HttpRequest

from allauth.mfa import signals
from allauth.mfa.models import Authenticator

from clinic.accounts.events import EventKind
from clinic.accounts.recording import record_event
from clinic.models import User
from clinic.sign_in_limits.known_devices import device_of

# What is compared before and after an account is saved.
_WATCHED = ("email", "is_active", "is_superuser")


def connect_audit() -> None:
    """Watch sign-ins, and whatever saves or deletes an account."""
    user_logged_in.connect(_signed_in, dispatch_uid="audit_signed_in")
    user_logged_out.connect(_signed_out, dispatch_uid="audit_signed_out")
    pre_save.connect(_before_saving, sender=User, dispatch_uid="audit_before_saving")
    post_save.connect(_saved, sender=User, dispatch_uid="audit_saved")
    for signal, record in _FACTOR_EVENTS.items():
        signal.connect(record, weak=False, dispatch_uid="audit_second_factors")
    post_delete.connect(_deleted, sender=User, dispatch_uid="audit_deleted")


def _signed_in(user: User, request: HttpRequest | None, **kwargs: Any) -> None:
    is_new = request is not None and device_of(request, user.email) is None
    record_event(EventKind.SIGNED_IN, user, actor=user, details={"new_device": True} if is_new else {})


def _factor(kind: EventKind) -> Callable[..., None]:
    """Return what records an event of a second factor, with its type."""

    def record(user: User, authenticator: Authenticator, **kwargs: Any) -> None:
        record_event(kind, user, actor=user, details={"method": str(authenticator.type)})

    return record


_FACTOR_EVENTS = {
    signals.authenticator_added: _factor(EventKind.FACTOR_ADDED),
    signals.authenticator_reset: _factor(EventKind.FACTOR_ADDED),
    signals.authenticator_removed: _factor(EventKind.FACTOR_REMOVED),
    signals.authenticator_used: _factor(EventKind.FACTOR_USED),
    signals.authentication_failed: _factor(EventKind.FACTOR_FAILED),
}


def _signed_out(user: User | None, **kwargs: Any) -> None:
    if user is not None:
        record_event(EventKind.SIGNED_OUT, user, actor=user)


def _before_saving(instance: User, update_fields: Any, **kwargs: Any) -> None:
    """Keep what the stored account says; a sign-in saves its time alone, and costs no query here."""
    watched = update_fields is None or not {"password", *_WATCHED}.isdisjoint(update_fields)
    stored = User.objects.filter(pk=instance.pk) if instance.pk and watched else User.objects.none()
    before = stored.values("password", *_WATCHED).first()
    # Django forgets the new password while it saves; one that was only hashed anew was not set.
    instance.audited_before = before  # type: ignore[attr-defined]  # only between these two signals
    instance.audited_password = instance._password is not None  # type: ignore[attr-defined]  # as above


def _saved(instance: User, created: bool, **kwargs: Any) -> None:
    before: dict[str, Any] | None = instance.__dict__.pop("audited_before", None)
    has_new_password = instance.__dict__.pop("audited_password", False)
    if created:
        record_event(EventKind.ADDED, instance)
        return
    if has_new_password:
        is_first = before is not None and not is_password_usable(before["password"])
        record_event(EventKind.PASSWORD_CHANGED, instance, details={"first": True} if is_first else {})
    if before is None:
        return
    if before["email"] != instance.email:
        record_event(EventKind.EMAIL_CHANGED, instance, details={"before": before["email"]})
    if before["is_active"] != instance.is_active:
        record_event(EventKind.REACTIVATED if instance.is_active else EventKind.DEACTIVATED, instance)
    if before["is_superuser"] != instance.is_superuser:
        side = "given" if instance.is_superuser else "taken"
        record_event(EventKind.ROLES_CHANGED, instance, details={side: ["Administrator"]})


def _deleted(instance: User, **kwargs: Any) -> None:
    record_event(EventKind.DELETED, instance)
