"""Access log: every look at patients' data. Triggers chain the rows, and refuse to change or delete them."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from appointments.models.requests import AppointmentRequest
from clinic.database.records import ChainedRecord


class AccessAction(models.TextChoices):
    """Way of looking at patients' data."""

    LIST = "list", _("Looked through the list")
    SEARCH = "search", _("Searched")
    SPAM = "spam", _("Looked through possible spam")
    RECORD = "record", _("Read the request")
    ACTION = "step", _("Read the answers beside a step")
    PRINT = "print", _("Opened it for printing")
    DAY = "day", _("Looked through a day of visits")
    EXPORT = "export", _("Exported a list")
    PERSON = "person", _("Looked for the requests of one person")
    COPY = "copy", _("Made a copy for the person")


class AccessRecord(ChainedRecord):
    """Access to patients' data. ``shown`` lists the references that were shown, ``filters`` codes only.

    Nothing that a person typed is in it: what was searched for is a keyed hash. ``services.access`` alone
    writes it, in the transaction of the read. The database sets the account's address, refuses an actor who
    is not signed in, and chains the rows.
    """

    wagtail_reference_index_ignore = True

    # The account of somebody who has read is switched off, never deleted.
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("who"),
    )
    # The name as it was, which people can choose, and the address that they signed in with.
    actor_name = models.CharField(_("name"), max_length=255)
    actor_email = models.CharField(_("account"), max_length=254, blank=True)
    action = models.CharField(_("what"), max_length=10, choices=AccessAction)
    appointment_request = models.ForeignKey(
        AppointmentRequest,
        # Its number stays when the request is erased.
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        null=True,
        related_name="accesses",
        verbose_name=_("request"),
    )
    shown = ArrayField(models.CharField(max_length=8), verbose_name=_("requests shown"), default=list)
    filters = models.JSONField(_("filters"), default=dict)
    search_hash = models.CharField(_("search"), max_length=16, blank=True)

    class Meta:
        verbose_name = _("access record")
        verbose_name_plural = _("access records")
        default_permissions = ("view",)
        # The order of writing.
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["actor", "at"], name="access_by_person"),
            # The report counts a million of them without reading a row.
            models.Index(fields=["at"], include=["actor", "action"], name="access_by_time"),
            GinIndex(fields=["shown"], name="access_by_reference"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(action__in=AccessAction.values), name="access_action_known"),
        ]

    def __str__(self) -> str:
        return self.get_action_display()
