"""Record of answers to people who ask for their data: who asked, who agreed. Triggers chain the rows.

A trigger refuses whoever confirms what they asked for themselves, and a confirmation that comes too late.
"""

from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clinic.database.records import ChainedRecord

# How long a question waits for the second person; the trigger has the same number.
CONFIRMED_WITHIN = timedelta(days=7)
# How long after the confirmation the copy can be made, and how long the worker goes on trying to erase.
COPIED_WITHIN = timedelta(hours=24)
ERASED_WITHIN = timedelta(days=7)


class PersonDataKind(models.TextChoices):
    """Kind of treatment that is asked for the data of one person."""

    COPY = "copy", _("A copy for the person")
    ERASURE = "erasure", _("Erasure")


class PersonDataReason(models.TextChoices):
    """Reason to do it. No free text, in which users would name patients."""

    PERSON = "person", _("The person asked for it")
    ACTS_FOR = "acts_for", _("A parent, guardian or agent of the person asked for it")
    AUTHORITY = "authority", _("A court or an authority ordered it")
    NOT_OURS = "not_ours", _("It was never meant for this clinic, or came by mistake")


class PersonDataStep(models.TextChoices):
    """Step of one case."""

    ASKED = "asked", _("Asked")
    CONFIRMED = "confirmed", _("Confirmed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


ANSWERS = (PersonDataStep.CONFIRMED, PersonDataStep.WITHDRAWN)


class PersonDataRecord(ChainedRecord):
    """Step of the case ``case_number``, by one of staff. ``about`` holds references, nothing of the person.

    ``services.person_data`` alone writes it. The database sets the account's address, refuses an actor who is
    not signed in, and copies kind, reason and references from the question to its answer.
    """

    wagtail_reference_index_ignore = True

    case_number = models.UUIDField(_("case"))
    step = models.CharField(_("step"), max_length=10, choices=PersonDataStep)
    kind = models.CharField(_("what"), max_length=10, choices=PersonDataKind)
    reason = models.CharField(_("why"), max_length=10, choices=PersonDataReason)
    about = ArrayField(models.CharField(max_length=8), verbose_name=_("requests"))
    # The account of somebody who acted is switched off, never deleted.
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("who")
    )
    actor_name = models.CharField(_("name"), max_length=255)
    actor_email = models.CharField(_("account"), max_length=254, blank=True)

    class Meta:
        verbose_name = _("answer to a person")
        verbose_name_plural = _("answers to people")
        default_permissions = ()
        permissions = [
            ("confirm_persondatarecord", _("Can confirm copies and erasures of one person's data"))
        ]
        # The order of writing.
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(step__in=PersonDataStep.values), name="person_step_known"),
            models.CheckConstraint(condition=Q(kind__in=PersonDataKind.values), name="person_kind_known"),
            models.UniqueConstraint(
                fields=["case_number"], condition=Q(step=PersonDataStep.ASKED), name="person_asked_once"
            ),
            models.UniqueConstraint(
                fields=["case_number"], condition=Q(step__in=ANSWERS), name="person_answered_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.case_number)
