"""Handover of a leaving person's work, in the transaction in which they leave."""

from django.db.models import F

from appointments import action_rules
from appointments.models import AppointmentRequest, RequestEvent, Visit
from appointments.models.event_kinds import EventKind
from appointments.models.event_payloads import Claimed
from clinic.models import Practitioner, User


def hand_over_requests(*, leaver: User, to: User | None, actor: User) -> int:
    """Give every open request of ``leaver`` to ``to``, or back to the desk; return how many there were."""
    rule = action_rules.CLAIM if to else action_rules.RELEASE
    payload = Claimed(given_to=to.get_full_name() or to.get_username()) if to else None
    locked = AppointmentRequest.objects.filter(assigned_to=leaver).order_by("pk").select_for_update()
    requests = list(rule.fitting(locked).defer("patient_data", "lookup"))
    AppointmentRequest.objects.filter(pk__in=[one.pk for one in requests]).update(
        assigned_to=to, version=F("version") + 1
    )
    RequestEvent.objects.bulk_create(
        RequestEvent.new(one, rule.kind, payload, actor=actor, version=one.version + 1) for one in requests
    )
    return len(requests)


def return_visits(*, leaver: Practitioner, actor: User) -> int:
    """Write into each request with a visit to come that its practitioner has left; return how many there are.

    The visits stay until the desk moves them: a patient who agreed to see one person is asked before
    another takes their place. The version stays too, so that nobody's open form is refused.
    """
    visits = list(
        Visit.objects.active().to_come().filter(practitioner=leaver).select_related("appointment_request")
    )
    RequestEvent.objects.bulk_create(
        RequestEvent.new(visit.appointment_request, EventKind.PRACTITIONER_LEFT, actor=actor)
        for visit in visits
    )
    return len(visits)
