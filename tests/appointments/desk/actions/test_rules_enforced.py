"""The rules of the actions, enforced by their pages and by the services behind them."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone

import pytest

from appointments.desk.actions.registry import ACTIONS
from appointments.models import AppointmentRequest
from appointments.services.changes import TransitionRefused
from appointments.statuses import Status
from clinic.models import Practitioner, User
from tests import cast
from tests.appointments.desk.actions.steps import snapshot, take, visit_fields
from tests.appointments.factories import make_request, try_to_reach
from tests.factories import make_details, make_practitioner

pytestmark = pytest.mark.usefixtures("reads_patients_data")

# What the services of the actions need besides the request, the version and the actor.
ARGUMENTS: dict[str, dict] = {
    "attempt": {"channel": "phone", "outcome": "no_answer"},
    "call-back": {"next_attempt_at": timezone.now() + timedelta(days=1)},
    "offer-times": {"next_attempt_at": timezone.now() + timedelta(days=2)},
    "told": {"told_by": "phone"},
    "correct": {"answers": {"full_name": "Mara Whitfield-Reyes"}},
    "priority": {"priority": 1},
    "decline": {"reason": "no_capacity", "told_by": "phone"},
    "cancel-visit": {"told_by": "phone"},
    "keep-visit": {"despite": ["away"]},
}


@pytest.fixture
def freya(db: None) -> User:
    make_details()
    return cast.make_freya()


@pytest.fixture
def desk(freya: User) -> Client:
    return cast.signed_in(freya)


def fields_for(action: str, actor: User) -> dict:
    if action in ("schedule", "move-visit"):
        return visit_fields(make_practitioner())
    if action == "keep-visit":
        return {"despite": "unlicensed"}
    # One with a visit, so that whichever closes, the person keeps one.
    stays = make_request(status=Status.SCHEDULED, actor=actor) if action == "duplicate" else None
    return {"original": stays.reference} if stays else {}


def make_ready(action: str, appointment_request: AppointmentRequest, actor: User) -> None:
    """Fulfil what the action needs besides a status: attempts, a failed message, a visit to move."""
    if action == "unreachable":
        for channel in ("phone", "email", "phone"):
            try_to_reach(appointment_request, actor=actor, channel=channel)
    if action == "keep-visit":
        Practitioner.objects.update(license_expires=timezone.localdate())
    if action == "told":
        later = timezone.now() + timedelta(minutes=1)
        appointment_request.notices.filter(channel="patient_email").update(state="failed", created_at=later)


# Nothing is taken without its message: see ``test_offering_times``.
@pytest.mark.parametrize("action", [slug for slug in ACTIONS if slug != "offer-times"])
def test_every_action_is_taken_where_its_rule_allows_it(desk, freya, action):
    rule = ACTIONS[action].rule
    status = next(status for status in Status if status in rule.statuses)
    appointment_request = make_request(status=status, actor=freya)
    make_ready(action, appointment_request, freya)
    fields, before = fields_for(action, freya), snapshot(appointment_request)
    response = take(desk, action, appointment_request, **fields)
    appointment_request.refresh_from_db()
    assert response.status_code == 302
    shown = appointment_request.duplicate_of or appointment_request
    assert response["Location"] == f"/admin/requests/inspect/{shown.pk}/#desk-go-on"
    assert appointment_request.status == (rule.leads_to or status)
    assert appointment_request.version == before[0][3] + 1
    assert snapshot(appointment_request)[1] == before[1] + 1


@pytest.mark.parametrize("action", [slug for slug in ACTIONS if slug != "note"])
def test_the_page_of_every_action_refuses_where_its_rule_does(desk, freya, action):
    refused = [status for status in Status if status not in ACTIONS[action].rule.statuses]
    appointment_request = make_request(status=refused[-1], actor=freya)
    fields, before = fields_for(action, freya), snapshot(appointment_request)
    response = take(desk, action, appointment_request, **fields)
    assert response.status_code == 409
    assert "This step is not possible" in response.content.decode()
    assert snapshot(appointment_request) == before


@pytest.mark.parametrize("status", Status)
def test_every_service_refuses_where_its_rule_does(freya, status):
    original, practitioner = make_request(), make_practitioner()
    visit = {"practitioner": practitioner, "start": timezone.now() + timedelta(days=9), "told_by": "phone"}
    visit["length"] = timedelta(minutes=30)
    more = {"duplicate": {"original": original}, "schedule": visit, "move-visit": visit}
    appointment_request = make_request(status=status, actor=freya)
    before = snapshot(appointment_request)
    who = {"appointment_request_id": appointment_request.pk, "version": appointment_request.version}
    for action in ACTIONS.values():
        if action.rule.allows(appointment_request):
            continue
        with pytest.raises(TransitionRefused):
            action.service(**who, actor=freya, **{**ARGUMENTS, **more}.get(action.slug, {}))
        assert snapshot(appointment_request) == before, action.slug


@pytest.mark.parametrize(("action", "status"), [("unreachable", Status.CONTACTING), ("told", Status.NEW)])
def test_what_an_action_needs_besides_the_status_is_asked_by_page_and_service(desk, freya, action, status):
    appointment_request = make_request(status=status, actor=freya)
    before = snapshot(appointment_request)
    response = take(desk, action, appointment_request)
    assert response.status_code == 409
    assert ("after three attempts" in response.content.decode()) == (action == "unreachable")
    with pytest.raises(TransitionRefused):
        ACTIONS[action].service(
            appointment_request_id=appointment_request.pk,
            version=appointment_request.version,
            actor=freya,
            **ARGUMENTS.get(action, {}),
        )
    assert snapshot(appointment_request) == before
