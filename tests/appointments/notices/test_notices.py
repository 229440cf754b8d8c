"""The outbox against a mail server that misbehaves, and what the messages say."""

import signal
import subprocess
import sys
import time
from datetime import timedelta

from django.conf import settings as django_settings
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

import pytest

from appointments.models import Notice, WorkerHeartbeat
from appointments.notices import messages, outbox
from appointments.notices.dispatch import deliver_next
from appointments.notices.outbox import Outcome
from clinic.mail import smtp
from clinic.models import User
from tests.appointments.patients import TYPED_WORDS, send, the_request
from tests.smtp_sink import (
    ACCEPT,
    BUSY,
    DRIP,
    DROP_AFTER_DATA,
    REFUSE_FOR_GOOD,
    REFUSE_FOR_NOW,
    running_sink,
)
from tests.waiting import wait_until

pytestmark = pytest.mark.django_db


@pytest.fixture
def sink(settings):
    """A mail server, and the site set to use it."""
    with running_sink() as server:
        settings.MAILERS = {
            "default": {
                "BACKEND": "clinic.mail.smtp.EmailBackend",
                "OPTIONS": {"host": "127.0.0.1", "port": server.port, "timeout": 2},
            }
        }
        yield server


def deliver_all() -> None:
    while deliver_next():
        pass


def make_due() -> None:
    """The wait before the next attempt is over."""
    Notice.objects.pending().update(due_at=Now(), lease_until=None)


def desk_notice() -> Notice:
    return Notice.objects.get(channel="desk_email")


def patient_notice() -> Notice:
    return Notice.objects.get(channel="patient_email")


def test_desk_and_patient_are_told_once(client, sink):
    group, _made = Group.objects.get_or_create(name="Front desk")
    freya = User.objects.create_user(email="freya@clinic.example", password="x")
    gone = User.objects.create_user(email="gone@clinic.example", password="x", is_active=False)
    group.user_set.add(freya, gone)
    send(client)
    deliver_all()
    deliver_all()
    desk, patient = sorted(sink.messages, key=lambda message: message["Subject"])
    assert set(desk["To"].replace(" ", "").split(",")) == {
        "freya@clinic.example",
        "front-desk@clinic.example",
    }
    assert patient["To"] == "patience@quillfeather.example"
    assert set(Notice.objects.values_list("state", flat=True)) == {"sent"}


def test_mail_to_the_desk_holds_a_reference_and_a_link_and_nothing_else(client, sink):
    send(client)
    deliver_all()
    desk = next(message for message in sink.messages if message["To"] == "front-desk@clinic.example")
    appointment_request = the_request()
    assert desk["Subject"] == "New appointment request"
    body = desk.get_content()
    assert appointment_request.reference in body
    assert f"{django_settings.SITE_URL}/admin/requests/inspect/{appointment_request.pk}/" in body
    assert not [word for word in TYPED_WORDS if word in desk.as_string()]


def test_mail_to_the_patient_holds_nothing_about_health(client, sink, condition):
    send(client, article=condition.slug, topic=condition.slug)
    deliver_all()
    patient = next(message for message in sink.messages if "quillfeather" in message["To"])
    body = patient.get_body(("plain",)).get_content()
    assert the_request().reference in body
    assert "not booked" in body
    assert "911" in body
    assert not [word for word in (*TYPED_WORDS, condition.title, "cupuncture for") if word in body]


def test_the_message_id_is_the_same_at_every_attempt(client, sink):
    send(client, email="")
    sink.mode = DROP_AFTER_DATA
    deliver_all()
    sink.mode = ACCEPT
    make_due()
    deliver_all()
    first, second = sink.messages
    assert first["Message-ID"] == second["Message-ID"]
    assert str(desk_notice().message_id) in first["Message-ID"]


@pytest.mark.parametrize("mode", [BUSY, REFUSE_FOR_NOW, REFUSE_FOR_GOOD, DROP_AFTER_DATA])
def test_the_desk_is_told_as_soon_as_the_mail_server_recovers(client, sink, mode):
    send(client)
    sink.mode = mode
    deliver_all()
    notice = desk_notice()
    assert (notice.state, notice.attempts) == ("pending", 1)
    assert notice.due_at > timezone.now()
    assert notice.last_error
    assert "clinic.example" not in notice.last_error
    sink.mode = ACCEPT
    make_due()
    deliver_all()
    assert desk_notice().state == "sent"


def test_a_mail_server_that_is_away_costs_nothing_but_time(client, settings):
    settings.MAILERS = {
        "default": {
            "BACKEND": "clinic.mail.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": 9, "timeout": 2},
        }
    }
    assert send(client).status_code == 200
    deliver_all()
    assert desk_notice().state == "pending"
    assert desk_notice().last_error == "ConnectionRefusedError"


def test_an_address_of_the_patient_that_does_not_exist_is_given_up(client, sink):
    send(client)
    sink.mode = REFUSE_FOR_GOOD
    deliver_all()
    assert patient_notice().state == "failed"
    assert desk_notice().state == "pending"


def test_a_server_that_drips_is_cut_off_by_the_deadline(client, sink, monkeypatch):
    send(client, email="")
    sink.mode = DRIP
    monkeypatch.setattr(smtp, "CONVERSATION_SECONDS", 1)
    began = time.monotonic()
    deliver_all()
    assert time.monotonic() - began < 5
    assert desk_notice().last_error == "DeadlinePassed"


def test_the_desk_notice_is_tried_for_three_days_then_reported_as_failed(client, sink):
    send(client, email="")
    sink.mode = BUSY
    # The worker was away: nothing has been tried yet.
    Notice.objects.update(created_at=Now() - timedelta(days=8))
    deliver_all()
    assert desk_notice().state == "pending"
    assert desk_notice().give_up_at > timezone.now() + timedelta(hours=71)
    Notice.objects.update(give_up_at=Now())
    make_due()
    deliver_all()
    assert desk_notice().state == "failed"


def test_waits_grow_to_an_hour(client):
    send(client, email="")
    waits = []
    for attempt in range(1, 9):
        Notice.objects.update(attempts=attempt)
        notice = desk_notice()
        outbox.finish(notice, Outcome.TRANSIENT)
        waits.append(round((desk_notice().due_at - timezone.now()).total_seconds()))
    assert waits == sorted(waits)
    assert waits[0] == 5
    assert waits[-1] == 3600


def test_a_leased_notice_is_left_alone_until_the_lease_ends(client):
    send(client, email="")
    first = outbox.claim()
    assert outbox.claim() is None
    Notice.objects.update(lease_until=Now() - timedelta(seconds=1))
    second = outbox.claim()
    assert (first.pk, second.attempts) == (second.pk, 2)
    assert outbox.finish(first, Outcome.TRANSIENT) is False, "a worker that lost its lease changes nothing"
    assert outbox.finish(second, Outcome.SENT) is True
    assert desk_notice().state == "sent"


def test_a_notice_that_cannot_be_written_is_given_up_and_the_others_go_out(client, sink, settings):
    send(client)
    settings.PATIENT_DATA_KEYS = ["AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="]
    for _attempt in range(outbox.FAULTS_BEFORE_GIVING_UP):
        make_due()
        deliver_all()
    assert patient_notice().state == "failed"
    assert patient_notice().last_error == "DecryptionError"
    assert desk_notice().state == "sent"


def test_a_fault_after_tries_that_failed_is_one_fault(client, sink, monkeypatch):
    send(client, email="")
    Notice.objects.update(attempts=9)
    monkeypatch.setattr(messages, "for_desk", lambda _notice: 1 / 0)
    deliver_all()
    assert (desk_notice().state, desk_notice().last_error) == ("pending", "ZeroDivisionError")
    for _attempt in range(outbox.FAULTS_BEFORE_GIVING_UP - 1):
        make_due()
        deliver_all()
    assert desk_notice().state == "failed"


def test_the_second_channel_gets_a_reference_and_a_link(client, settings, sink):
    settings.SECOND_CHANNEL_URLS = [f"mailto://127.0.0.1:{sink.port}/?from=a@b.example&to=c@d.example"]
    send(client, email="")
    sink.refuses = {"front-desk@clinic.example": "451 later"}
    deliver_all()
    assert not sink.messages, "it waits a quarter of an hour for the mail"
    Notice.objects.update(due_at=F("due_at") - timedelta(minutes=16))
    deliver_all()
    (second,) = sink.messages
    assert "c@d.example" in second["To"]
    assert the_request().reference in second.as_string()
    assert not [word for word in TYPED_WORDS if word in second.as_string()]


def test_the_second_channel_is_not_used_once_the_mail_is_sent(client, settings, sink):
    settings.SECOND_CHANNEL_URLS = ["json://127.0.0.1:9/"]
    send(client, email="")
    deliver_all()
    assert Notice.objects.get(channel="desk_second").state == "cancelled"
    make_due()
    deliver_all()
    assert len(sink.messages) == 1


def test_with_nobody_to_tell_the_notice_waits_and_says_so(client, settings):
    settings.FRONT_DESK_EMAILS = []
    send(client, email="")
    deliver_all()
    assert desk_notice().last_error == "NobodyToTell"
    assert desk_notice().state == "pending"


def test_the_worker_beats_and_sends_what_is_due(client, mailoutbox):
    send(client)
    call_command("run_worker", "--once")
    assert len(mailoutbox) == 2
    assert WorkerHeartbeat.objects.filter(beat_at__gt=timezone.now() - timedelta(minutes=1)).exists()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_worker_killed_while_it_sends_loses_nothing(client, sink, worker_environment):
    """Kill -9 between the claim and the answer: the next worker sends when the lease ends."""
    send(client, email="")
    sink.delay = 5
    worker = subprocess.Popen(
        [sys.executable, "manage.py", "run_worker"], env=worker_environment(SMTP_PORT=str(sink.port))
    )
    wait_until(lambda: desk_notice().lease_until, "the worker to claim the notice", seconds=30)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    assert desk_notice().state == "pending"
    sink.delay = 0
    deliver_all()
    assert desk_notice().state == "pending", "the lease of the dead worker still holds"
    Notice.objects.update(lease_until=Now() - timedelta(seconds=1))
    deliver_all()
    assert desk_notice().state == "sent"
    assert desk_notice().attempts == 2
