"""Publishing gate as a page mixin: every way to go live, now or on a schedule, passes through it."""

import logging
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Field, Model
from django.db.models.signals import pre_save
from django.dispatch import receiver

from wagtail.models import Page, Revision

from clinic.gate import NotReadyError, findings
from clinic.withholding.own_words import put_back
from clinic.withholding.passes import name_pass, record_pass

from .forms import PublishGateForm
from .promoting import PROMOTE_PANELS

logger = logging.getLogger(__name__)
# The name under which Wagtail's `publish_scheduled` publishes.
ON_SCHEDULE = "wagtail.publish.scheduled"
# Fields that may change on a live page without a publication: its place, locks, bookkeeping.
NOT_CONTENT = {
    "id", "page_ptr", "path", "depth", "numchild", "url_path", "owner", "locked", "locked_at",
    "locked_by", "latest_revision", "latest_revision_created_at", "has_unpublished_changes", "draft_title",
    "show_in_menus", "expire_at", "expired", "go_live_at", "live_revision", "first_published_at",
    "translation_key", "locale", "alias_of", "content_type", "search_index",
}  # fmt: skip

# What publishing itself sets.
NOT_JUDGED = {"live", "last_published_at"}


def refuse_unless_ready(page: Any) -> None:
    """Raise NotReadyError with all that is missing."""
    if missing := findings(page):
        raise NotReadyError(page, missing)


def content_fields(model: type[Model]) -> list[Field]:
    """Return the fields of a page whose change a reader sees."""
    return [field for field in model._meta.concrete_fields if field.name not in NOT_CONTENT]


def judged_fields(model: type[Model]) -> list[str]:
    """Return the names of the fields that a pass of the gate is about, whenever it was."""
    return [field.attname for field in content_fields(model) if field.name not in NOT_JUDGED]


class PublishGateMixin(Page):
    """Page that goes live only when the gate finds nothing."""

    base_form_class = PublishGateForm
    promote_panels = PROMOTE_PANELS

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, checking the gate: publishing, copying, aliasing and our own code all end here."""
        publishes = self.live and self._publishes_something(kwargs.get("update_fields"))
        if publishes:
            refuse_unless_ready(self)
        super().save(*args, **kwargs)
        if publishes:
            record_pass(self, judged_fields(type(self)))

    def save_revision(self, *args: Any, **kwargs: Any) -> Revision:
        """Save a revision with the page's own words, whatever stands in their place for readers."""
        put_back(self)
        return super().save_revision(*args, **kwargs)

    def publish(
        self, revision: Revision, user: Any = None, *args: Any, log_action: Any = True, **kwargs: Any
    ) -> Any:
        """Publish in a transaction that a refusal undoes, without stopping the other pages of a schedule."""
        try:
            with transaction.atomic():
                answer = super().publish(revision, user, *args, log_action=log_action, **kwargs)
                if user is not None:
                    name_pass(self.pk, user)
                return answer
        except ValidationError as refusal:
            if log_action != ON_SCHEDULE:
                raise
            logger.error(
                "Not published on schedule: page %s %r. It waits for: %s",
                self.pk,
                self.title,
                " ".join(refusal.messages),
            )
            return None

    def _publishes_something(self, update_fields: Any) -> bool:
        """Return whether saving publishes: readers see something new, or the same with a new date."""
        fields = content_fields(type(self))
        if update_fields is not None:
            names = {name for field in fields for name in (field.name, field.attname)}
            if names.isdisjoint(update_fields):
                return False
        before = type(self)._default_manager.filter(pk=self.pk, live=True).first() if self.pk else None
        return before is None or any(_stored(self, field) != _stored(before, field) for field in fields)

    class Meta:
        abstract = True


def _stored(page: Any, field: Field) -> Any:
    return field.get_prep_value(field.value_from_object(page))


@receiver(pre_save, sender=Revision, dispatch_uid="clinic_gate_schedule")
def refuse_schedule(instance: Revision, **_kwargs: Any) -> None:
    """Refuse to schedule a revision that is not ready; scheduling saves no page, only the revision."""
    model = instance.content_type.model_class() if instance.approved_go_live_at else None
    if model and issubclass(model, PublishGateMixin):
        refuse_unless_ready(instance.as_object())
