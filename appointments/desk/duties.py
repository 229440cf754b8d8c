"""Work at the desk of a person who leaves: requests that they took, and visits that patients expect."""

from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from appointments import action_rules
from appointments.models import AppointmentRequest, Visit
from appointments.permissions import front_desk_members
from appointments.services.decisions.handover import hand_over_requests, return_visits
from clinic.leaving.duties import Duty
from clinic.models import Practitioner, User


def duties_at_the_desk(sender: type[Model], person: Model, **_kwargs: Any) -> list[Duty]:
    """Return what ``person`` does at the desk, for the page on which they leave."""
    if isinstance(person, User):
        return _of_staff(person)
    return _of_practitioner(person) if isinstance(person, Practitioner) else []


def _of_staff(person: User) -> list[Duty]:
    duties = []
    taken = action_rules.RELEASE.fitting(AppointmentRequest.objects.filter(assigned_to=person)).count()
    others = front_desk_members().exclude(pk=person.pk)
    if taken:
        sentence = ngettext(
            "They have taken %(count)d open request. Nothing in it is lost: somebody else goes on with it.",
            "They have taken %(count)d open requests. Nothing in them is lost: somebody else goes on.",
            taken,
        )
        duties.append(
            Duty(
                sentence=sentence % {"count": taken},
                name="requests",
                question=_("Who goes on with these requests?"),
                nobody=_("The whole front desk: whoever is free takes them"),
                successors=others,
                carry_out=lambda actor, to: hand_over_requests(leaver=person, to=to, actor=actor),
            )
        )
    if front_desk_members().filter(pk=person.pk).exists() and not others.exists():
        duties.append(
            Duty(
                sentence=_(
                    "Nobody else is at the front desk: give somebody that role first, or requests wait "
                    "for nobody."
                )
            )
        )
    return duties


def _of_practitioner(person: Practitioner) -> list[Duty]:
    visits = Visit.objects.active().to_come().filter(practitioner=person).count()
    if not visits or not person.is_active:
        return []
    sentence = ngettext(
        "%(count)d visit with them is to come. It stays for now, and goes back to the front desk, who finds "
        "somebody else together with the patient.",
        "%(count)d visits with them are to come. They stay for now, and go back to the front desk, who finds "
        "somebody else together with each patient.",
        visits,
    )
    return [
        Duty(
            sentence=sentence % {"count": visits},
            carry_out=lambda actor, _to: return_visits(leaver=person, actor=actor),
        )
    ]
