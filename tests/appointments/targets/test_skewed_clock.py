"""A machine whose clock is wrong changes nothing: what is due or leased is so by the database's clock."""

from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone

import pytest

from appointments.models import Notice
from appointments.models.requests import Priority
from appointments.notices import outbox
from appointments.services.decisions import decisions, undo
from tests import cast
from tests.appointments.factories import make_request
from tests.factories import make_details

pytestmark = pytest.mark.django_db
SKEWS = [timedelta(minutes=5), timedelta(hours=3), -timedelta(minutes=5), -timedelta(hours=3)]


@pytest.fixture(params=SKEWS, ids=str)
def skewed(request, monkeypatch):
    """The clock of this machine is wrong by some minutes or hours."""
    make_details()
    true = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: true() + request.param)
    return true


def test_notices_leases_and_heartbeat_follow_the_database(skewed, client, mailoutbox):
    make_request(email="")
    notice = outbox.claim()
    assert notice is not None
    assert outbox.claim() is None, "leased"
    outbox.finish(notice, outbox.Outcome.TRANSIENT)
    assert timedelta(0) < Notice.objects.get().due_at - skewed() < timedelta(seconds=6)
    Notice.objects.update(due_at=skewed())
    call_command("run_worker", "--once")
    assert len(mailoutbox) == 1
    answer = client.get("/health/ready").json()
    assert (answer["worker"], answer["notices"]) == (True, True)


def test_a_step_can_be_undone_for_as_long_as_the_clinic_says(skewed):
    freya, appointment_request = cast.make_freya(), make_request(email="")
    decisions.set_priority(
        appointment_request_id=appointment_request.pk,
        version=appointment_request.version,
        actor=freya,
        priority=Priority.URGENT,
    )
    event = appointment_request.events.last()
    undo.undo(
        appointment_request_id=appointment_request.pk,
        event_id=event.pk,
        actor=freya,
        window=timedelta(minutes=3),
    )
    assert appointment_request.events.last().undoes == event
