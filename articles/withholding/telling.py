"""Mail to the clinical reviewers about what is taken down, or does not hold: one for all of it."""

import hashlib
import json
import logging
import smtplib

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from clinic.models import PageJudgment, RecordJudgment, User
from clinic.pages.metadata.canonical import absolute
from clinic.staff.roles import REVIEWERS

logger = logging.getLogger(__name__)


def tell_reviewers() -> bool:
    """Mail what they were not told yet; return whether a mail was sent.

    Each page is claimed before the mail goes, so that a mail that fails is not sent again and again: the
    first page of the admin shows the same at any time.
    """
    for kind in (PageJudgment, RecordJudgment):
        kind._default_manager.filter(fails_since=None).exclude(told="").update(told="")
    news = [judgment for judgment in judgments_that_fail() if _claim(judgment)]
    recipients = sorted(
        User.objects.filter(groups__name=REVIEWERS, is_active=True).values_list("email", flat=True)
    )
    if not news or not recipients:
        return False
    context = {
        "withheld": [called(each) for each in news if each.withheld],
        "found": [called(each) for each in news if not each.withheld],
        "link": absolute(reverse("wagtailadmin_home")),
    }
    try:
        EmailMessage(
            subject=_("Pages that no longer pass the checks"),
            body=render_to_string("articles/withholding/mail.txt", context),
            to=recipients,
            headers={"Auto-Submitted": "auto-generated"},
        ).send()
    except (OSError, smtplib.SMTPException) as error:
        # The text of an error is dropped: mail servers repeat addresses in it.
        logger.warning("mail about withheld pages not sent: %s", type(error).__name__)
        return False
    return True


def judgments_that_fail() -> list[PageJudgment | RecordJudgment]:
    """Return the judgments of whatever readers may see and that does not hold."""
    pages = PageJudgment.objects.filter(fails_since__isnull=False).select_related("page")
    records = RecordJudgment.objects.filter(fails_since__isnull=False).select_related("content_type")
    return [*pages, *records]


def called(judgment: PageJudgment | RecordJudgment) -> str:
    """Return what staff call the page or record; the title that readers see may be one that stands in."""
    if isinstance(judgment, PageJudgment):
        return judgment.page.draft_title
    return f"{capfirst(judgment.content_type.name)}: {judgment.name}"


def _claim(judgment: PageJudgment | RecordJudgment) -> bool:
    """Claim with one conditional UPDATE: of several workers, only one changes the row and tells."""
    said = json.dumps([judgment.findings, sorted(judgment.withheld)], sort_keys=True)
    told = hashlib.sha256(said.encode()).hexdigest()
    if judgment.told == told:
        return False
    own = type(judgment)._default_manager.filter(pk=judgment.pk, told=judgment.told)
    return own.update(told=told) == 1
