"""Decisions about articles for whoever runs the clinic: reviews that are due, and who could do them."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wagtail.admin.auth import user_has_any_page_permission

from articles.models import ConditionPage
from clinic.identity.clinic_time import clinic_today
from clinic.models import User
from clinic.staff.decisions import Decision
from clinic.staff.roles import EDITORS, REVIEWERS

from .due import OVERDUE


def decisions_about_articles(sender: Any, user: User, **_kwargs: Any) -> list[Decision]:
    """Return what keeps articles from being checked."""
    # The owner may not open the report unless they write or review, too.
    link = reverse("articles_review:report") if user_has_any_page_permission(user) else ""
    today = clinic_today()
    decisions = []
    overdue = ConditionPage.objects.live().filter(OVERDUE.as_q(today)).count()
    if overdue:
        sentence = ngettext(
            "%(count)d article is overdue for its review.",
            "%(count)d articles are overdue for their review.",
            overdue,
        )
        decisions.append(Decision(sentence % {"count": overdue}, link))
    writers = User.objects.filter(groups__name__in=[EDITORS, REVIEWERS], is_active=True).distinct()
    has_reviewer = writers.filter(groups__name=REVIEWERS).exists()
    if writers.count() < 2 or not has_reviewer:
        words = (
            _("Only one person writes and reviews articles: somebody else has to approve their words.")
            if has_reviewer
            else _("Nobody reviews articles: give a licensed person the role “Clinical reviewers”.")
        )
        accounts = reverse("wagtailusers_users:index") if user.has_perm("clinic.change_user") else ""
        decisions.append(Decision(words, accounts))
    return decisions
