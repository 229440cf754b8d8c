"""Decision for whoever runs the clinic: what is public and does not pass the checks any more."""

from typing import Any

from django.utils.translation import ngettext

from clinic.models import PageJudgment, RecordJudgment, User
from clinic.staff.decisions import Decision


def decisions_about_withheld(sender: Any, user: User, **_kwargs: Any) -> list[Decision]:
    """Return how many pages and records do not hold; the first page of whoever may change them lists them."""
    number = PageJudgment.objects.filter(fails_since__isnull=False, page__live=True).count()
    records = RecordJudgment.objects.filter(fails_since__isnull=False).count()
    decisions = []
    if number:
        decisions.append(Decision(_of_pages(number)))
    if records:
        decisions.append(Decision(_of_records(records)))
    return decisions


def _of_pages(number: int) -> str:
    sentence = ngettext(
        "%(count)d public page does not pass the checks any more. A clinical reviewer has to look at it.",
        "%(count)d public pages do not pass the checks any more. A clinical reviewer has to look at them.",
        number,
    )
    return sentence % {"count": number}


def _of_records(number: int) -> str:
    sentence = ngettext(
        "What %(count)d picture, person or other record says does not pass the checks any more.",
        "What %(count)d pictures, people or other records say does not pass the checks any more.",
        number,
    )
    return sentence % {"count": number}
