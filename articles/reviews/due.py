"""Articles that need work: due for review, or with a source that was retracted or has to be checked."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wagtail.models import Page, ReferenceIndex
from wagtail.permissions import policy_registry
from wagtail.query import PageQuerySet

from articles.models import ConditionPage, Source
from articles.sources.citations import cited_in_drafts
from clinic.identity.clinic_time import clinic_today
from clinic.models import User


@dataclass(frozen=True)
class Span:
    """Span of days from today in which the next review is due; both ends included, None is open."""

    label: Any
    first: int | None
    last: int | None

    def contains(self, day: datetime.date, today: datetime.date) -> bool:
        """Return whether ``day`` lies in the span."""
        days = (day - today).days
        return (self.first is None or days >= self.first) and (self.last is None or days <= self.last)

    def as_q(self, today: datetime.date) -> Q:
        """Return the database condition that ``contains`` checks in Python."""
        wanted = Q(next_review_due__isnull=False)
        if self.first is not None:
            wanted &= Q(next_review_due__gte=today + datetime.timedelta(days=self.first))
        if self.last is not None:
            wanted &= Q(next_review_due__lte=today + datetime.timedelta(days=self.last))
        return wanted


OVERDUE = Span(_("Overdue"), None, -1)
SOON = Span(_("Due within 30 days"), 0, 30)
LATER = Span(_("Due within 90 days"), 31, 90)
# Choices of the report's filter; "within 90 days" includes the 30 days.
SPANS = {"overdue": OVERDUE, "30": SOON, "90": Span(LATER.label, 0, 90)}
NEVER = "never"


def due_label(day: datetime.date | None) -> str:
    """Return the state of the next review in words; empty when it is far off."""
    if day is None:
        return str(_("Never reviewed"))
    today = clinic_today()
    return next((str(span.label) for span in (OVERDUE, SOON, LATER) if span.contains(day, today)), "")


def articles_of(user: User) -> PageQuerySet:
    """Return the articles that ``user`` may change or publish."""
    policy = policy_registry.get_by_type(Page)
    allowed = policy.instances_user_has_any_permission_for(user, ["change", "publish"])
    return ConditionPage.objects.filter(pk__in=allowed.order_by().values("pk"))


def retracted_by_article() -> dict[int, list[str]]:
    """Return, by article id, the short names of the retracted sources that it cites, published or not."""
    return _cited_by_article(Q(is_retracted=True))


def to_check_by_article() -> dict[int, list[str]]:
    """Return the same for sources that nobody has checked as they stand, or not for too long."""
    wanted = Q(verified_by=None) | Q(recheck_due__lte=clinic_today())
    return _cited_by_article(wanted & Q(is_retracted=False))


def _cited_by_article(wanted: Q) -> dict[int, list[str]]:
    """Return the short names of the sources that each article cites, of those that are wanted.

    Wagtail's reference index covers each page's stored content, however deep in a block; revisions that wait
    to be published are searched here.
    """
    names = {str(source.pk): source.short_name for source in Source.objects.filter(wanted)}
    if not names:
        return {}
    uses = ReferenceIndex.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        to_content_type=ContentType.objects.get_for_model(Source),
        to_object_id__in=names,
    ).values_list("object_id", "to_object_id")
    cited: dict[int, set[str]] = {}
    for page_id, source_id in uses:
        cited.setdefault(int(page_id), set()).add(names[source_id])
    for page_id, keys in cited_in_drafts().items():
        for key in keys & names.keys():
            cited.setdefault(page_id, set()).add(names[key])
    return {page_id: sorted(short_names) for page_id, short_names in cited.items()}
