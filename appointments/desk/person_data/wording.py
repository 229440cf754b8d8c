"""Words about cases: how one stands, and what hinders an erasure."""

from datetime import datetime

from django.utils.translation import gettext as _

from appointments.services.person_data.cases import Case, CaseState, InTheWay
from clinic.identity.clinic_time import day_and_time


def state_words(case: Case, now: datetime) -> str:
    """Return how the case stands, in a sentence."""
    answer = case.answer
    named = {
        "who": answer.actor_name if answer else "",
        "when": day_and_time(answer.at) if answer else "",
        "until": day_and_time(case.ends),
    }
    match case.state(now):
        case CaseState.WAITS:
            words = _("Waits for a second person, until %(until)s.")
        case CaseState.WITHDRAWN:
            words = _("Ended by %(who)s, %(when)s: nothing was done.")
        case CaseState.EXPIRED:
            words = _("Nobody confirmed it until %(until)s: nothing was done. It can be asked for again.")
        case CaseState.ERASED:
            words = _("Confirmed by %(who)s, %(when)s. All of it is erased.")
        case CaseState.CONFIRMED if case.is_erasure:
            words = _("Confirmed by %(who)s, %(when)s. It is erased within a few minutes.")
        case CaseState.CONFIRMED:
            words = _("Confirmed by %(who)s, %(when)s. The copy can be made until %(until)s.")
        case CaseState.OVER if case.is_erasure:
            words = _(
                "Confirmed by %(who)s, %(when)s, but not all could be erased until %(until)s. Ask again."
            )
        case _:
            words = _("Confirmed by %(who)s, %(when)s. The copy could be made until %(until)s.")
    return words % named


def hindrances(in_the_way: InTheWay) -> list[str]:
    """Return why the requests cannot be erased, in sentences."""
    sentences = []
    if in_the_way.open:
        words = _("%(references)s: still open. Close it first, and tell the patient; then ask again.")
        sentences.append(words % {"references": ", ".join(in_the_way.open)})
    if in_the_way.held:
        words = _("%(references)s: under a legal hold, which the owner can lift. Until then it must be kept.")
        sentences.append(words % {"references": ", ".join(in_the_way.held)})
    return sentences
