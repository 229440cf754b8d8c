"""Services that write full reviews, corrections and the reviewers' mail; no other module writes them."""

import datetime
import logging
import smtplib
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMessage
from django.db import models, transaction
from django.db.models.functions import Now
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from wagtail.models import Page
from wagtail.query import PageQuerySet

from articles.models import ConditionPage, Correction, ReviewDigest, ReviewRecord
from articles.models.four_eyes import needs_another, own_work_words
from clinic.gate import validate_ready
from clinic.identity.clinic_time import clinic_day
from clinic.models import Practitioner, User
from clinic.pages.metadata.canonical import absolute
from clinic.staff.roles import REVIEWERS

from .history import end_as_approved

logger = logging.getLogger(__name__)

SOON = datetime.timedelta(days=30)
DIGEST_INTERVAL = datetime.timedelta(days=7)


@dataclass(frozen=True)
class Review:
    """Result of checking a whole article, as a clinical reviewer enters it."""

    practitioner: Practitioner
    reviewed_on: datetime.date
    next_due: datetime.date
    note: str


@dataclass(frozen=True)
class Amendment:
    """Correction as it is entered: what the article said, what it says now, and who put it right."""

    corrected_on: datetime.date
    was_wrong: str
    is_right: str
    corrected_by: str
    # It only says that something was taken out, in the words that stood there.
    only_removes: bool = False


def may_review(user: User, page: Page) -> bool:
    """Return whether ``user``, a clinical reviewer, may record full reviews and corrections of ``page``."""
    belongs = user.is_superuser or user.groups.filter(name=REVIEWERS).exists()
    return (
        belongs
        and isinstance(page, ConditionPage)
        and page.permissions_for_user(user).has_publish_permission()
    )


def review_obstacle(user: User, page: ConditionPage) -> str:
    """Return why ``user`` cannot record a full review now; empty when nothing is in the way.

    A review publishes the article, so nobody publishes through it what nobody else has seen.
    """
    waits = not page.live or page.has_unpublished_changes
    return own_work_words(page, user) if waits and needs_another(page, user) else ""


@transaction.atomic
def record_full_review(page: ConditionPage, review: Review, user: User) -> ReviewRecord:
    """Set reviewer and dates, publish the page and log the review, in one transaction.

    Raises PermissionDenied, with the reason as its message, when ``user`` may not record it.
    """
    page = ConditionPage.objects.select_for_update(of=("self",)).get(pk=page.pk)
    if not may_review(user, page) or (reason := review_obstacle(user, page)):
        raise PermissionDenied(reason)
    # Updates the row: revisions never hold a review (see ReviewedPageMixin.with_content_json).
    ConditionPage.objects.filter(pk=page.pk).update(
        clinical_reviewer=review.practitioner,
        last_reviewed=review.reviewed_on,
        next_review_due=review.next_due,
    )
    draft = ConditionPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    end_as_approved(draft, user)
    # Permission was checked above. The log entry approves what others wrote.
    draft.save_revision(user=user, log_action=True).publish(user=user, skip_permission_checks=True)
    return log_full_review(draft, review, user)


def log_full_review(page: ConditionPage, review: Review, user: User) -> ReviewRecord:
    """Create the log entry of a full review. Alone, it serves the demonstration's made-up reviews."""
    return ReviewRecord.objects.create(
        page=page,
        page_title=page.title,
        practitioner=review.practitioner,
        practitioner_name=review.practitioner.display_name,
        done_by=user,
        done_by_name=str(user),
        at=Now(),
        reviewed_on=review.reviewed_on,
        next_due=review.next_due,
        note=review.note,
    )


def record_correction(page: ConditionPage, amendment: Amendment, user: User) -> Correction:
    """Add to the article's corrections. Readers see it when a second person confirms it.

    What only says that something was taken out is seen at once. Raises PermissionDenied, and ValidationError
    when the gate has something against its words.
    """
    if not may_review(user, page):
        raise PermissionDenied
    correction = Correction(
        page=page,
        page_title=page.title,
        done_by=user,
        done_by_name=str(user),
        at=Now(),
        corrected_on=amendment.corrected_on,
        was_wrong=amendment.was_wrong,
        is_right=amendment.is_right,
        corrected_by=amendment.corrected_by,
        waits=not amendment.only_removes,
    )
    validate_ready(correction)
    correction.save()
    return correction


def send_review_digest(now: datetime.datetime) -> bool:
    """Remind the reviewers of what is overdue or due within 30 days; return whether a mail was sent.

    The week is claimed before the mail is sent, so a mail that fails is not sent again: that is right for a
    reminder. The report shows the same at any time, the next mail comes within a week, and a mail server that
    accepts a message and then breaks off must not fill everybody's inbox.
    """
    today = clinic_day(now)
    due = list(_due_by(today + SOON))
    recipients = sorted(
        User.objects.filter(groups__name=REVIEWERS, is_active=True).values_list("email", flat=True)
    )
    if not due or not recipients or not _take_this_week(now):
        return False
    context = {
        "overdue": [page for page in due if page.next_review_due < today],
        "soon": [page for page in due if page.next_review_due >= today],
        "link": absolute(reverse("articles_review:report")),
    }
    try:
        EmailMessage(
            subject=_("Articles to review"),
            body=render_to_string("articles/reviews/review_digest.txt", context),
            to=recipients,
            headers={"Auto-Submitted": "auto-generated"},
        ).send()
    except (OSError, smtplib.SMTPException) as error:
        # The text of an error is dropped: mail servers repeat addresses in it.
        logger.warning("mail to reviewers not sent: %s", type(error).__name__)
        return False
    return True


def _due_by(day: datetime.date) -> PageQuerySet:
    pages = ConditionPage.objects.live().filter(next_review_due__lte=day)
    return pages.only("title", "next_review_due").order_by("next_review_due", "title")


def _take_this_week(now: datetime.datetime) -> bool:
    """Claim the week with one conditional UPDATE: of several workers, only one changes the row and sends."""
    ReviewDigest.objects.get_or_create(pk=1)
    free = models.Q(claimed_at=None) | models.Q(claimed_at__lte=now - DIGEST_INTERVAL)
    return ReviewDigest.objects.filter(free, pk=1).update(claimed_at=now) == 1
