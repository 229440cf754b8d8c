"""What a monitor is told."""

from datetime import timedelta

from django.core.management import call_command
from django.db import DatabaseError
from django.db.models.functions import Now

import pytest

from appointments import health
from appointments.models import Notice, WorkerHeartbeat

from .patients import TYPED_WORDS, send

pytestmark = pytest.mark.django_db


def ready(client):
    """The answer's status and content."""
    response = client.get("/health/ready")
    return response.status_code, response.json()


def test_live_needs_no_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/health/live").json() == {"live": True}


def test_ready_when_the_worker_beats_and_nothing_waits(client, mailoutbox):
    call_command("run_worker", "--once")
    assert ready(client) == (
        200,
        {
            "ready": True,
            "database": True,
            "migrations": True,
            "worker": True,
            "notices": True,
            "keys": True,
            "canary": True,
            "backups": True,
            "backup": "off",
            "search": True,
            "frozen": False,
            "senders": True,
            "slow": False,
            "proxy": True,
        },
    )


def test_not_ready_when_the_worker_is_silent(client, mailoutbox):
    call_command("run_worker", "--once")
    WorkerHeartbeat.objects.update(beat_at=Now() - timedelta(minutes=3))
    status, answer = ready(client)
    assert (status, answer["worker"]) == (503, False)


@pytest.mark.parametrize(
    "stuck", [{"created_at": Now() - timedelta(minutes=6)}, {"state": "failed"}], ids=["old", "given up"]
)
def test_not_ready_when_the_desk_was_not_told(client, stuck):
    send(client)
    Notice.objects.filter(channel="desk_email").update(**stuck)
    status, answer = ready(client)
    assert (status, answer["notices"]) == (503, False)


def test_a_patients_refused_address_alarms_nobody(client):
    send(client)
    Notice.objects.filter(channel="desk_email").update(state="sent")
    Notice.objects.filter(channel="patient_email").update(state="failed")
    assert ready(client)[1]["notices"] is True


def test_not_ready_when_the_database_is_away(client, monkeypatch):
    def away() -> bool:
        raise DatabaseError("host and password in the message")

    monkeypatch.setattr(health, "_migrations_applied", away)
    status, answer = ready(client)
    assert status == 503
    # Which needs no database.
    assert [what for what, is_well in answer.items() if is_well] == ["proxy"]


def test_the_answers_hold_no_patients_data(client):
    send(client)
    text = client.get("/health/ready").content.decode() + client.get("/health/live").content.decode()
    assert not [word for word in TYPED_WORDS if word in text]
