"""What a monitor is told."""

from datetime import timedelta
from unittest.mock import Mock

from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.models.functions import Now

import pytest

from appointments import health
from appointments.models import Notice, WorkerHeartbeat
from clinic.server import gunicorn

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
            "workers": 1,
            "workers_stopped": 0,
            "woken": False,
            "notices": True,
            "keys": True,
            "canary": True,
            "backups": True,
            "backup": "off",
            "search": True,
            "frozen": False,
            "pictures": True,
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

    monkeypatch.setattr(health, "fit", away)
    status, answer = ready(client)
    assert status == 503
    assert answer.pop("trouble") == "the database is away"
    # Which needs no database.
    assert [what for what, is_well in answer.items() if is_well] == ["proxy", "pictures"]


def test_not_ready_when_the_database_waits_for_migrations(client):
    last = MigrationRecorder.Migration.objects.filter(app="appointments").latest("pk")
    last.delete()
    status, answer = ready(client)
    assert (status, answer["migrations"]) == (503, False)
    assert answer["migrations_waiting"] == [f"appointments.{last.name}"]


def test_a_web_server_that_starts_before_its_tables_are_there_says_so(monkeypatch):
    last = MigrationRecorder.Migration.objects.filter(app="appointments").latest("pk")
    last.delete()
    monkeypatch.setattr(gunicorn.connections, "close_all", lambda: None)
    server = Mock()
    gunicorn.on_starting(server)
    assert server.log.error.call_args.args[1] == f"appointments.{last.name}"


@pytest.mark.parametrize(("name", "is_harmless"), [("9999_more", True), ("9999_contract_less", False)])
def test_a_later_versions_migrations_stop_this_one_only_when_they_take_something_away(
    client, name, is_harmless
):
    MigrationRecorder(connection).record_applied("appointments", name)
    _status, answer = ready(client)
    assert answer["migrations"] is is_harmless
    assert answer["migrations_unknown"] == [f"appointments.{name}"]


def test_the_answers_hold_no_patients_data(client):
    send(client)
    text = client.get("/health/ready").content.decode() + client.get("/health/live").content.decode()
    assert not [word for word in TYPED_WORDS if word in text]
