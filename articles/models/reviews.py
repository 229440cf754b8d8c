"""What is kept about full reviews and corrections, and what an article does with it.

Both logs are only ever added to: triggers in the database refuse every change. An article may still be
deleted, for a page that does harm has to go at once: its entries then stay, with its title.
"""

import datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.models import PrefetchedPageMixin

REVIEW_FIELDS = ("last_reviewed", "next_review_due", "clinical_reviewer_id")


class LogEntry(models.Model):
    """Who wrote down what about which article, and when."""

    page = models.ForeignKey(
        "articles.ConditionPage",
        verbose_name=_("article"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    page_title = models.CharField(_("title of the article"), max_length=255)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("written by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    done_by_name = models.CharField(_("name of who wrote it"), max_length=320)
    at = models.DateTimeField(_("written at"), default=timezone.now)

    # Neither log is a use of the article: it must not count among its uses.
    wagtail_reference_index_ignore = True

    class Meta:
        abstract = True


class ReviewRecord(LogEntry):
    """One full review: who checked the whole article on which day, and what against."""

    practitioner = models.ForeignKey(
        "clinic.Practitioner",
        verbose_name=_("reviewer"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    practitioner_name = models.CharField(_("name of the reviewer"), max_length=170)
    reviewed_on = models.DateField(_("reviewed on"))
    next_due = models.DateField(_("next review due"))
    note = models.TextField(_("what was checked"))

    class Meta:
        verbose_name = _("full review")
        verbose_name_plural = _("full reviews")
        ordering = ["-reviewed_on", "-pk"]
        indexes = [models.Index(fields=["page", "-reviewed_on"], name="articles_review_page")]

    def __str__(self) -> str:
        return f"{self.page_title}, {self.reviewed_on}"


class Correction(LogEntry):
    """Something that an article said wrongly, and what is right. Readers see it."""

    corrected_on = models.DateField(_("corrected on"))
    was_wrong = models.TextField(_("what was wrong"))
    is_right = models.TextField(_("what is right"))
    corrected_by = models.CharField(_("corrected by"), max_length=170)

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["-corrected_on", "-pk"]
        indexes = [models.Index(fields=["page", "-corrected_on"], name="articles_correction_page")]

    def __str__(self) -> str:
        return f"{self.page_title}, {self.corrected_on}"


class ReviewDigest(models.Model):
    """One row: when the mail to reviewers was last taken on."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    claimed_at = models.DateTimeField(_("taken on at"), null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="articles_one_review_digest")]

    def __str__(self) -> str:
        return f"{self.claimed_at}"


class ShownCorrection(NamedTuple):
    """A correction as readers see it."""

    corrected_on: datetime.date
    was_wrong: str
    is_right: str
    corrected_by: str


class ReviewedPageMixin(PrefetchedPageMixin):
    """A page that is reviewed: its dates follow full reviews alone, and research goes stale."""

    body: Any
    references: Any
    next_review_due: datetime.date | None

    # Set by ``for_visitors``; elsewhere the corrections are asked for when they are shown.
    correction_rows: list[dict[str, str]] | None = None
    exclude_fields_in_copy = ["clinical_reviewer", "last_reviewed", "next_review_due"]

    @classmethod
    def for_visitors(cls) -> models.QuerySet[Any]:
        """With the corrections of each page, in the same query."""
        rows = Correction.objects.filter(page=models.OuterRef("pk")).values(
            row=JSONObject(**{name: name for name in ShownCorrection._fields})
        )
        return super().for_visitors().annotate(correction_rows=ArraySubquery(rows))

    def with_content_json(self, content: dict[str, Any]) -> Any:
        """The page of a revision with the review of today: an edit, or an older version, never changes it."""
        page = super().with_content_json(content)
        # Asked for anew: this object may have been loaded before somebody else recorded a review.
        stored = type(self)._default_manager.filter(pk=self.pk).values(*REVIEW_FIELDS).first() or {}
        for name, value in stored.items():
            setattr(page, name, value)
        return page

    @property
    def corrections(self) -> list[ShownCorrection]:
        """What was corrected on this page, the newest first."""
        rows = self.correction_rows
        if rows is None:
            rows = Correction.objects.filter(page_id=self.pk).values(*ShownCorrection._fields)
        return [ShownCorrection(**{**row, "corrected_on": _day(row["corrected_on"])}) for row in rows]

    @property
    def changed_on(self) -> datetime.date | None:
        """The day on which what readers see last changed: it was published anew, or corrected."""
        days = [correction.corrected_on for correction in self.corrections]
        if self.last_published_at:
            days.append(timezone.localdate(self.last_published_at))
        return max(days, default=None)

    @property
    def is_overdue(self) -> bool:
        """Whether the day of its next review has passed."""
        return self.next_review_due is not None and self.next_review_due < timezone.localdate()

    @property
    def claims_are_withheld(self) -> bool:
        """Whether the review is so late that readers no longer see what the page says about research."""
        if self.next_review_due is None:
            return False
        grace = datetime.timedelta(days=settings.ARTICLE_REVIEW_GRACE_DAYS)
        return self.next_review_due + grace < timezone.localdate()

    @property
    def shown_body(self) -> list[Any]:
        """The parts of the page that readers see; None where claims that are withheld stood."""
        if not self.claims_are_withheld:
            return list(self.body)
        shown: list[Any] = []
        for part in self.body:
            if part.block_type != "claim":
                shown.append(part)
            elif not shown or shown[-1] is not None:
                shown.append(None)
        return shown

    @property
    def shown_references(self) -> list[Any]:
        """The sources of the claims that readers see."""
        return [] if self.claims_are_withheld else self.references

    class Meta:
        abstract = True


def _day(value: datetime.date | str) -> datetime.date:
    return datetime.date.fromisoformat(value) if isinstance(value, str) else value
