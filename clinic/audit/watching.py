"""Watchers that record what happens to accounts, by whatever door it happens."""

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db.models.signals import post_delete, post_save, pre_save

from clinic.accounts.events import EventKind
from clinic.accounts.recording import record_event
from clinic.models import User

# What is compared before and after an account is saved.
_WATCHED = ("email", "is_active", "is_superuser")


def connect_audit() -> None:
    """Watch sign-ins, and whatever saves or deletes an account."""
    user_logged_in.connect(_signed_in, dispatch_uid="audit_signed_in")
    user_logged_out.connect(_signed_out, dispatch_uid="audit_signed_out")
    pre_save.connect(_before_saving, sender=User, dispatch_uid="audit_before_saving")
    post_save.connect(_saved, sender=User, dispatch_uid="audit_saved")
    post_delete.connect(_deleted, sender=User, dispatch_uid="audit_deleted")


def _signed_in(user: User, **kwargs: Any) -> None:
    record_event(EventKind.SIGNED_IN, user, actor=user)


def _signed_out(user: User | None, **kwargs: Any) -> None:
    if user is not None:
        record_event(EventKind.SIGNED_OUT, user, actor=user)


def _before_saving(instance: User, update_fields: Any, **kwargs: Any) -> None:
    """Keep what the stored account says; a sign-in saves its time alone, and costs no query here."""
    watched = update_fields is None or not {"password", *_WATCHED}.isdisjoint(update_fields)
    before = (
        User.objects.filter(pk=instance.pk).values(*_WATCHED).first() if instance.pk and watched else None
    )
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
        record_event(EventKind.PASSWORD_CHANGED, instance)
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
