"""Decision for whoever runs the clinic: public pages that do not pass the checks any more."""

from typing import Any

from django.utils.translation import ngettext

from clinic.models import PageJudgment, User
from clinic.staff.decisions import Decision


def decisions_about_withheld(sender: Any, user: User, **_kwargs: Any) -> list[Decision]:
    """Return how many live pages do not hold; the list is on the first page of whoever edits pages."""
    number = PageJudgment.objects.filter(fails_since__isnull=False, page__live=True).count()
    if not number:
        return []
    sentence = ngettext(
        "%(count)d public page does not pass the checks any more. A clinical reviewer has to look at it.",
        "%(count)d public pages do not pass the checks any more. A clinical reviewer has to look at them.",
        number,
    )
    return [Decision(sentence % {"count": number})]
