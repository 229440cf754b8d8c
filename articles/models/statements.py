"""Answers to statements: who answered for a sentence about a treatment, in which way, and when.

They live with the page or the kind of record, keyed by the sentence as it is compared: an answer survives a
move within the page, and no longer fits when the words change. Nothing is overwritten: an answer that is
replaced stays, no longer current.
"""

from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from wagtail.models import Page

from articles.statements.keys import LENGTH, key_of


class AnswerKind(models.TextChoices):
    """Way in which somebody answers for a statement."""

    CLAIM = "claim", _("It says what a claim of this page says")
    SOURCE = "source", _("A source of this page says so")
    NO_CLAIM = "no_claim", _("It claims no effect")


class NoClaimReason(models.TextChoices):
    """Reason why a sentence that speaks of a treatment and an effect claims none."""

    MECHANISM = "mechanism", _("How it might work, told as uncertain")
    NEGATION = "negation", _("It says that something is not so, or not known")
    QUESTION = "question", _("A question, or what the page asks")
    SAFETY = "safety", _("Safety: a side effect, a warning, when to see a doctor")
    VISIT = "visit", _("What a visit is like, or how the clinic works")
    OTHER = "other", _("It speaks of something else: of no treatment, or of no effect")


class StatementAnswer(models.Model):
    """Answer to one statement of a page or of a kind of record; without a kind, the question that waits."""

    content_type = models.ForeignKey(
        ContentType, verbose_name=_("kind of page or record"), on_delete=models.CASCADE, related_name="+"
    )
    # Empty for records: they are asked before they are saved, so that a sentence is answered for their kind.
    object_id = models.CharField(_("page"), max_length=64, blank=True)
    key = models.CharField(_("key of the sentence"), max_length=LENGTH)
    sentence = models.TextField(_("sentence"))
    kind = models.CharField(_("answer"), max_length=20, choices=AnswerKind, blank=True)
    claim_id = models.CharField(_("claim"), max_length=64, blank=True)
    source = models.ForeignKey(
        "articles.Source", verbose_name=_("source"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.CharField(_("reason"), max_length=20, choices=NoClaimReason, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("answered or asked by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    written_by_name = models.CharField(_("name of who answered or asked"), max_length=320)
    written_at = models.DateTimeField(_("answered or asked at"), db_default=Now())
    is_current = models.BooleanField(_("current"), db_default=True, default=True)

    # An answer must not count among the uses of a source.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("answer to a statement")
        verbose_name_plural = _("answers to statements")
        ordering = ["written_at", "pk"]
        permissions = [("answer_statement", "Can answer for a statement by name")]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "key"],
                condition=models.Q(is_current=True),
                name="articles_one_answer",
            )
        ]
        indexes = [models.Index(fields=["content_type", "object_id", "key"], name="articles_answers_of_page")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.sentence}"

    @property
    def is_of_its_key(self) -> bool:
        """False for an answer to a question, stored when its words as an assertion had the same key."""
        return self.key == key_of(self.sentence)

    @property
    def is_open(self) -> bool:
        """True for a question that nobody has answered."""
        return not self.kind


def owner_of(instance: Any) -> dict[str, Any]:
    """Return the fields by which the answers of a page, saved or not, or of a kind of record are found."""
    if isinstance(instance, Page):
        # What an alias shows is written, and answered for, on the page that it repeats.
        number = instance.alias_of_id or instance.pk
        return {"content_type": ContentType.objects.get_for_model(Page), "object_id": str(number or "new")}
    return {"content_type": ContentType.objects.get_for_model(instance), "object_id": ""}
