"""Figures agree with what the desk sees, and hold nothing of a person."""

from datetime import timedelta

from django.core.management import call_command
from django.db.models.functions import Now

import pytest

from appointments import health
from appointments.metrics.lanes import Lanes
from appointments.metrics.notices import figures_of_notices
from appointments.metrics.requests import figures_of_requests
from appointments.models import AppointmentRequest, Notice, WorkerHeartbeat
from appointments.notices.dispatch import Delivery
from appointments.notices.lanes import SLOW_SECONDS, lanes
from appointments.notices.outbox import Outcome
from clinic.accounts.events import EventKind
from clinic.accounts.recording import record_event
from clinic.metrics.figures import families
from clinic.metrics.own_figures import figures_of_the_clinic
from clinic.models import Backup
from tests.appointments.factories import make_request
from tests.appointments.patients import send
from tests.canaries.test_patients import WAYS
from tests.canaries.words import found_in
from tests.clinic.metrics.exported import Samples, samples_in, text_of, value
from tests.factories import make_details

pytestmark = pytest.mark.django_db


class Told:
    """A collector of all figures of the database."""

    def collect(self):
        found = [*figures_of_requests(), *figures_of_notices(), *figures_of_the_clinic()]
        return families(found)


def told() -> Samples:
    return samples_in(text_of(Told()))


def test_requests_are_counted_by_status_and_lateness(client):
    make_details()
    make_request()
    late = make_request()
    past = {"waiting_since": Now() - timedelta(days=9), "due_at": Now() - timedelta(days=8)}
    AppointmentRequest.objects.filter(pk=late.pk).update(received_at=Now() - timedelta(days=9), **past)
    spam = make_request(status="quarantined")
    AppointmentRequest.objects.filter(pk=spam.pk).update(received_at=Now() - timedelta(hours=30))
    samples = told()
    assert value(samples, "clinic_requests_open", status="new") == 2
    assert value(samples, "clinic_requests_open", status="quarantined") == 1
    assert value(samples, "clinic_requests_open", status="scheduled") == 0
    assert value(samples, "clinic_requests_late") == 1
    assert value(samples, "clinic_request_late_seconds") >= 8 * 86400
    assert 30 * 3600 <= value(samples, "clinic_possible_spam_oldest_seconds") < 31 * 3600
    assert value(samples, "clinic_requests_received_last_day", channel="web") == 1


def test_notices_are_counted_by_channel_and_state_as_health_judges_them(client):
    make_details()
    send(client)
    samples = told()
    pending = {"channel": "desk_email", "state": "pending"}
    assert value(samples, "clinic_notices", **pending) == 1
    assert value(samples, "clinic_desk_notices_stuck") == 0
    Notice.objects.filter(channel="desk_email").update(created_at=Now() - timedelta(minutes=6))
    samples = told()
    assert value(samples, "clinic_notice_oldest_seconds", **pending) >= 360
    assert value(samples, "clinic_desk_notices_stuck") == health.desk_notices_stuck() == 1
    Notice.objects.filter(channel="desk_email").update(state="failed")
    samples = told()
    assert value(samples, "clinic_notices", **pending) == 0
    assert value(samples, "clinic_notices", channel="desk_email", state="failed") == 1


def test_heartbeat_backup_and_refused_sign_ins_are_told(settings):
    settings.BACKUP_PUBLIC_KEY = ["age1"]
    for kind in (EventKind.FAILED, EventKind.FAILED, EventKind.HELD_BACK, EventKind.SIGNED_IN):
        record_event(kind, None)
    names = {name for name, _labels in told()}
    assert not names & {"clinic_backup_age_seconds", "clinic_worker_heartbeat_age_seconds"}
    WorkerHeartbeat.objects.create(beat_at=Now() - timedelta(minutes=3))
    Backup.objects.create(
        made_at=Now() - timedelta(hours=30), file="x", size=1, sha256="0" * 64, rows=1, files=1
    )
    samples = told()
    assert 180 <= value(samples, "clinic_worker_heartbeat_age_seconds") < 240
    assert 30 * 3600 <= value(samples, "clinic_backup_age_seconds") < 31 * 3600
    for kind, number in {"failed": 2, "held_back": 1, "factor_failed": 0}.items():
        assert value(samples, "clinic_sign_in_refusals_last_hour", kind=kind) == number


def test_lanes_tell_whether_they_turn_and_wait():
    sending = lanes()
    mail = sending[0]
    assert value(samples_in(text_of(Lanes(sending))), "clinic_lane_waits", lane="mail") == 0
    mail.note(Delivery(Outcome.TRANSIENT, began=1.0, seconds=SLOW_SECONDS + 1))
    mail._turns[0] = -1_000_000.0
    samples = samples_in(text_of(Lanes(sending)))
    assert value(samples, "clinic_lane_waits", lane="mail") == 1
    assert value(samples, "clinic_lane_turning", lane="mail") == 0
    assert value(samples, "clinic_lane_turning", lane="the second channel") == 1


@pytest.mark.parametrize("way", ["for another", "put aside"])
def test_no_figure_holds_a_word_of_a_patient(client, way):
    make_details()
    send(client, **WAYS[way])
    text = text_of(Told())
    call_command("run_worker", "--once")
    text += text_of(Told())
    assert not found_in(text)
    assert AppointmentRequest.objects.get().reference not in text
