"""Records of a pass: what went live through the gate, when, and by whom."""

from collections.abc import Iterable
from typing import Any

from django.db.models.functions import Now

from wagtail.models import Page

from .contents import digest_of
from .records import PageJudgment


def record_pass(page: Page, names: Iterable[str]) -> None:
    """Note that the page passes the gate as it is now saved; nothing of it is withheld any more."""
    fresh: dict[str, Any] = {
        "passed": digest_of(page, names),
        "passed_at": Now(),
        "passed_by": None,
        "passed_by_name": "",
        "judged": "",
        "findings": [],
        "fails_since": None,
        "withheld": {},
        "own_words": None,
        "told": "",
    }
    PageJudgment.objects.bulk_create(
        [PageJudgment(page_id=page.pk, **fresh)],
        update_conflicts=True,
        unique_fields=["page"],
        update_fields=list(fresh),
    )


def name_pass(page_id: int, user: Any) -> None:
    """Note who published what has just passed."""
    PageJudgment.objects.filter(page_id=page_id).update(passed_by=user, passed_by_name=str(user))
