"""Logs of full reviews and corrections, and the page mixin that applies them.

Both logs are append-only: triggers in the database refuse every change. An article may still be deleted,
because a page that does harm has to go at once: its entries then stay, with its title.
"""

import datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models.functions import JSONObject, Now
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from articles.blocks.parts import Part, parts_of
from clinic.identity.clinic_time import clinic_today
from clinic.models import PrefetchedPageMixin

REVIEW_FIELDS = ("last_reviewed", "next_review_due", "clinical_reviewer_id")


class LogEntry(models.Model):
    """Entry of a log about an article: its author, its time and the article's title."""

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

    # Log entries must not count among the article's uses.
    wagtail_reference_index_ignore = True

    class Meta:
        abstract = True


class ReviewRecord(LogEntry):
    """Record of one full review: who checked the whole article on which day, and against what."""

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


class CorrectionQuerySet(models.QuerySet["Correction"]):
    """Corrections, by what became of them."""

    def shown(self) -> "CorrectionQuerySet":
        """Return those that readers see: nothing had to be confirmed, or somebody else has."""
        return self.filter(models.Q(waits=False) | models.Q(decision__is_confirmed=True))

    def undecided(self) -> "CorrectionQuerySet":
        """Return those that wait for a second person."""
        return self.filter(waits=True, decision=None)


class Correction(LogEntry):
    """Mistake of an article with what is right instead. Readers see it once somebody else confirms it."""

    corrected_on = models.DateField(_("corrected on"))
    was_wrong = models.TextField(_("what was wrong"))
    is_right = models.TextField(_("what is right"))
    corrected_by = models.CharField(_("corrected by"), max_length=170)
    # False for what only says that something was taken out.
    waits = models.BooleanField(_("a second person has to confirm it"), default=False, db_default=False)

    objects = CorrectionQuerySet.as_manager()
    # What readers see of it: read by the publishing gate (articles/statements/reading.py).
    printed_fields = ("was_wrong", "is_right", "corrected_by")

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["-corrected_on", "-pk"]
        indexes = [models.Index(fields=["page", "-corrected_on"], name="articles_correction_page")]

    def __str__(self) -> str:
        return f"{self.page_title}, {self.corrected_on}"

    @property
    def standing(self) -> str:
        """Outcome of the confirmation, for staff; empty where nothing had to be confirmed."""
        if not self.waits:
            return ""
        decision = CorrectionDecision.objects.filter(correction=self).first()
        if decision is None:
            return _t("It waits for a second person.")
        if decision.is_confirmed:
            return _t("Confirmed by %(name)s.") % {"name": decision.decided_by_name}
        said = {"name": decision.decided_by_name, "reason": decision.reason}
        return _t("Declined by %(name)s: %(reason)s") % said


class CorrectionDecision(models.Model):
    """Second person's decision about a correction. It is never changed."""

    correction = models.OneToOneField(Correction, on_delete=models.PROTECT, related_name="decision")
    is_confirmed = models.BooleanField(_("readers see the correction"))
    reason = models.TextField(_("why readers do not see it"), blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_by_name = models.CharField(_("name of who decided"), max_length=320)
    at = models.DateTimeField(_("decided at"), db_default=Now())

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("decision about a correction")
        verbose_name_plural = _("decisions about corrections")

    def __str__(self) -> str:
        return f"{self.correction_id}: {self.is_confirmed}"


class ReviewDigest(models.Model):
    """Single row with the time at which a worker last claimed the mail to reviewers."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    claimed_at = models.DateTimeField(_("taken on at"), null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="articles_one_review_digest")]

    def __str__(self) -> str:
        return f"{self.claimed_at}"


class ShownCorrection(NamedTuple):
    """Correction as readers see it."""

    corrected_on: datetime.date
    was_wrong: str
    is_right: str
    corrected_by: str


class ReviewedPageMixin(PrefetchedPageMixin):
    """Page whose dates are set by full reviews alone, and whose claims are withheld when a review is late."""

    body: Any
    references: Any
    next_review_due: datetime.date | None

    # Set by ``for_visitors``; otherwise the corrections are loaded when they are shown.
    correction_rows: list[dict[str, str]] | None = None
    exclude_fields_in_copy = ["clinical_reviewer", "last_reviewed", "next_review_due"]

    @classmethod
    def for_visitors(cls) -> models.QuerySet[Any]:
        """Return the pages with their corrections, in the same query."""
        rows = (
            Correction.objects.shown()
            .filter(page=models.OuterRef("pk"))
            .values(row=JSONObject(**{name: name for name in ShownCorrection._fields}))
        )
        return super().for_visitors().annotate(correction_rows=ArraySubquery(rows))

    def with_content_json(self, content: dict[str, Any]) -> Any:
        """Return the page of a revision with today's review: an edit or an older version never changes it."""
        page = super().with_content_json(content)
        # Loaded again: somebody else may have recorded a review since this object was loaded.
        stored = type(self)._default_manager.filter(pk=self.pk).values(*REVIEW_FIELDS).first() or {}
        for name, value in stored.items():
            setattr(page, name, value)
        return page

    @property
    def corrections(self) -> list[ShownCorrection]:
        """Corrections of this page, the newest first."""
        rows = self.correction_rows
        if rows is None:
            rows = Correction.objects.shown().filter(page_id=self.pk).values(*ShownCorrection._fields)
        return [ShownCorrection(**{**row, "corrected_on": _day(row["corrected_on"])}) for row in rows]

    @property
    def changed_on(self) -> datetime.date | None:
        """Day on which the page was last published anew or corrected; None for neither."""
        days = [correction.corrected_on for correction in self.corrections]
        if self.last_published_at:
            days.append(timezone.localdate(self.last_published_at))
        return max(days, default=None)

    @property
    def is_overdue(self) -> bool:
        """True if the day of the next review has passed."""
        return self.next_review_due is not None and self.next_review_due < clinic_today()

    @property
    def claims_are_withheld(self) -> bool:
        """True if the review is so late that readers no longer see what the page says about research."""
        if self.next_review_due is None:
            return False
        grace = datetime.timedelta(days=settings.ARTICLE_REVIEW_GRACE_DAYS)
        return self.next_review_due + grace < clinic_today()

    @property
    def parts(self) -> list[Part]:
        """Parts of the body that readers see; a notice in place of claims that are withheld."""
        return parts_of(self.body, withheld=self.claims_are_withheld)

    @property
    def shown_references(self) -> list[Any]:
        """Sources of the claims that readers see."""
        return [] if self.claims_are_withheld else self.references

    class Meta:
        abstract = True


def _day(value: datetime.date | str) -> datetime.date:
    return datetime.date.fromisoformat(value) if isinstance(value, str) else value
