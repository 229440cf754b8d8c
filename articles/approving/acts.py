"""Services that approve sentences and decide about corrections; no other module does either."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from wagtail.log_actions import log
from wagtail.models import Page

from articles.models import ConditionPage, Correction, CorrectionDecision
from articles.models.writers import ContentUnit
from clinic.gate import validate_ready
from clinic.models import User

APPROVED = "articles.approve_sentences"


def may_approve(user: User, page: Page) -> bool:
    """Return whether ``user`` may approve what others wrote on ``page``: whoever may change it may."""
    return isinstance(page, ConditionPage) and page.permissions_for_user(user).can_edit()


@transaction.atomic
def approve_sentences(page: ConditionPage, shown: Iterable[int], user: User) -> int:
    """Approve the units that ``user`` was shown, as far as they still stand there; return how many.

    What was written meanwhile was not shown, and what ``user`` wrote is left out. Raises PermissionDenied.
    """
    if not may_approve(user, page):
        raise PermissionDenied
    units = ContentUnit.objects.in_draft().unseen().filter(page_id=page.pk, pk__in=list(shown))
    approved = units.approve(user)
    if approved:
        log(instance=page, action=APPROVED, user=user, data={"count": approved})
    return approved


def may_decide(user: User, correction: Correction) -> bool:
    """Return whether ``user`` may confirm a correction: whoever may change the article, its writer aside."""
    page = correction.page
    return page is not None and correction.done_by_id != user.pk and may_approve(user, page.specific)


@transaction.atomic
def decide_correction(correction: Correction, user: User, *, is_confirmed: bool, reason: str = "") -> None:
    """Confirm a correction, which readers see from then on, or decline it for a reason.

    Raises PermissionDenied when ``user`` may not, or when somebody was faster; ValidationError when the gate
    has something against its words.
    """
    # Of two people who decide at once, the second waits here, and then sees the decision.
    correction = Correction.objects.select_for_update(of=("self",)).get(pk=correction.pk)
    if not may_decide(user, correction):
        raise PermissionDenied(_("Somebody else has to confirm your own correction."))
    if not correction.waits or CorrectionDecision.objects.filter(correction=correction).exists():
        raise PermissionDenied(_("Somebody has decided about this correction already."))
    if is_confirmed:
        validate_ready(correction)
    CorrectionDecision.objects.create(
        correction=correction,
        is_confirmed=is_confirmed,
        reason=reason,
        decided_by=user,
        decided_by_name=str(user),
    )
