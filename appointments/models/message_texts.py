"""The texts that the desk sends to patients. Staff edit them; what may stand in them is a fixed list."""

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.utils.translation import gettext_lazy as _

from wagtail.models import DraftStateMixin, PreviewableMixin, RevisionMixin


class MessageKind(models.TextChoices):
    """What a message tells the patient; the steps of the desk ask for one."""

    VISIT_CONFIRMED = "visit_confirmed", _("The visit is confirmed")
    VISIT_MOVED = "visit_moved", _("The visit has another time")
    VISIT_CANCELLED = "visit_cancelled", _("The visit is cancelled")
    DECLINED = "declined", _("We cannot offer this")
    TRIED_TO_CALL = "tried_to_call", _("We tried to call")
    UNREACHABLE = "unreachable", _("We could not reach you")
    EXPIRED = "expired", _("We did not manage to answer")


class MessageTemplate(PreviewableMixin, DraftStateMixin, RevisionMixin, models.Model):
    """One text. Of a kind there may be several, such as one for each reason to decline: the desk chooses."""

    kind = models.CharField(_("when"), max_length=20, choices=MessageKind)
    name = models.CharField(
        _("name"), max_length=80, help_text=_("What the front desk chooses it by. Patients do not see it.")
    )
    language = models.CharField(max_length=10, default="en", editable=False)
    subject = models.CharField(_("subject"), max_length=120)
    body = models.TextField(_("text"), max_length=4000)
    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="message_template")

    class Meta:
        verbose_name = _("message to patients")
        verbose_name_plural = _("messages to patients")
        ordering = ["kind", "name"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "language", "name"], name="message_template_name_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=MessageKind.values), name="message_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def revisions(self) -> models.QuerySet:
        """Its drafts and earlier wordings."""
        return self._revisions
