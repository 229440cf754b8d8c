"""Audit trail of staff accounts. Triggers set the clock, and refuse to change or delete rows."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clinic.database.records import ChainedRecord


class EventKind(models.TextChoices):
    """Kind of event in the life of an account."""

    SIGNED_IN = "signed_in", _("Signed in")
    FAILED = "failed", _("Wrong sign-in")
    HELD_BACK = "held_back", _("Held back after too many wrong sign-ins")
    SIGNED_OUT = "signed_out", _("Signed out")
    IDLE_OUT = "idle_out", _("Signed out after a time without input")
    TIME_OVER = "time_over", _("Signed out at the end of the longest session")
    SESSIONS_ENDED = "sessions_ended", _("Sessions ended")
    RESET_ASKED = "reset_asked", _("Asked for a new password")
    PASSWORD_CHANGED = "password_changed", _("Password changed")
    FACTOR_ADDED = "factor_added", _("Second factor added")
    FACTOR_REMOVED = "factor_removed", _("Second factor removed")
    FACTOR_USED = "factor_used", _("Second factor used")
    FACTOR_RESET_ASKED = "factor_reset_asked", _("Reset of the second step asked for")
    FACTOR_RESET = "factor_reset", _("Second step reset")
    FACTOR_FAILED = "factor_failed", _("Wrong second factor")
    EMAIL_CHANGED = "email_changed", _("E-mail address changed")
    ROLES_CHANGED = "roles_changed", _("Roles changed")
    ADDED = "added", _("Account added")
    INVITED = "invited", _("Invited")
    DEACTIVATED = "deactivated", _("Account switched off")
    REACTIVATED = "reactivated", _("Account switched on")
    DELETED = "deleted", _("Account deleted")
    BREAK_GLASS = "break_glass", _("Emergency account made")
    BREAK_GLASS_OVER = "break_glass_over", _("Emergency account ended")


class AccountEvent(ChainedRecord):
    """Event of an account: who, what, when, and from which network.

    The account and whoever acted stand as number and e-mail address, and not as links: an account that goes
    leaves its events as they are. ``typed`` is a keyed hash of the address of an account that does not exist.
    ``clinic.accounts.recording`` alone writes it.
    """

    wagtail_reference_index_ignore = True

    kind = models.CharField(_("what"), max_length=20, choices=EventKind)
    account_number = models.IntegerField(null=True)
    account_email = models.CharField(_("account"), max_length=254, blank=True)
    actor_number = models.IntegerField(null=True)
    actor_email = models.CharField(_("who did it"), max_length=254, blank=True)
    typed = models.CharField(_("what was typed, as a mark"), max_length=16, blank=True)
    # A network of many connections, such as 203.0.113.0/24.
    network = models.CharField(_("from"), max_length=50, blank=True)
    device = models.CharField(_("device"), max_length=80, blank=True)
    details = models.JSONField(_("details"), default=dict)

    class Meta:
        verbose_name = _("sign-in or account event")
        verbose_name_plural = _("sign-ins and accounts")
        default_permissions = ("view",)
        # The order of writing.
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["account_number", "-id"], name="account_events_of_account"),
            models.Index(fields=["kind", "-id"], name="account_events_of_kind"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=EventKind.values), name="account_event_kind_known"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
