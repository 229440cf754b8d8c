"""Notices beside a server that hangs, and many notices at once."""

import time
from datetime import timedelta

from django.db.models import F

import pytest

from appointments.models import AppointmentRequest, Notice
from appointments.notices import dispatch, lanes
from appointments.notices.dispatch import Delivery, deliver_next
from appointments.notices.outbox import STORM, Outcome
from clinic.workers.bell import Bell
from tests.appointments.factories import make_request
from tests.factories import make_details
from tests.smtp_sink import ACCEPT, HANG, running_sink
from tests.waiting import wait_until


@pytest.fixture
def sink(settings, transactional_db):
    make_details()
    with running_sink() as server:
        options = {"host": "127.0.0.1", "port": server.port, "timeout": 0.5}
        settings.MAILERS = {"default": {"BACKEND": "clinic.mail.smtp.EmailBackend", "OPTIONS": options}}
        yield server


def turn(lane: lanes.Lane, outcome: Outcome, *, seconds: float) -> None:
    now = time.monotonic()
    lane.note(Delivery(outcome, now - seconds, seconds))


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_mail_server_that_hangs_holds_up_neither_the_second_channel_nor_many_attempts(
    sink, settings, monkeypatch
):
    settings.SECOND_CHANNEL_URLS = ["json://127.0.0.1:9/"]
    monkeypatch.setattr(lanes, "SLOW_SECONDS", 0.3)
    told = []
    monkeypatch.setattr(dispatch.sender_of("desk_second"), "tell", told.append, raising=False)
    for _number in range(8):
        make_request(email="")
    Notice.objects.filter(channel="desk_second").update(due_at=F("created_at"))
    sink.mode, bell = HANG, Bell()
    threads = [thread for lane in lanes.lanes() for thread in lane.start(bell)]
    wait_until(lambda: len(told) == 8, "the second channel to be used for all", seconds=10)
    # Long enough for every mail to be tried, if nothing held it back.
    wait_until(lambda: Notice.objects.filter(channel="desk_email", attempts=1).exists(), "a try", seconds=5)
    time.sleep(1.5)
    bell.end()
    for thread in threads:
        thread.join(5)
    assert Notice.objects.filter(channel="desk_email", attempts=0).count() >= 5, "they keep their attempts"
    sink.mode = ACCEPT


def test_a_lane_rests_after_an_attempt_that_hung_and_tries_one_at_a_time():
    lane = lanes.lanes()[0]
    assert all(lane.may_send(number) for number in range(3))
    turn(lane, Outcome.TRANSIENT, seconds=0.1)
    assert all(lane.may_send(number) for number in range(3)), "a quick refusal holds up nobody"
    lane._went_through = 0
    turn(lane, Outcome.TRANSIENT, seconds=10)
    assert not any(lane.may_send(number) for number in range(3))
    lane._rests_until = 0
    assert [lane.may_send(number) for number in range(3)] == [True, False, False]
    turn(lane, Outcome.SENT, seconds=0.1)
    assert all(lane.may_send(number) for number in range(3))
    turn(lane, Outcome.TRANSIENT, seconds=10)
    assert lane.may_send(1), "another went through since that attempt began"


@pytest.mark.django_db
def test_what_was_held_up_comes_as_one_message(mailoutbox):
    make_details()
    for _number in range(STORM + 1):
        make_request(email="")
    while deliver_next():
        pass
    (mail,) = mailoutbox
    assert "messages about 21 requests were delayed" in mail.body
    for appointment_request in AppointmentRequest.objects.all():
        assert f"{appointment_request.reference}  " in mail.body
        assert f"/admin/requests/inspect/{appointment_request.pk}/" in mail.body
    assert set(Notice.objects.values_list("state", "attempts")) == {("sent", 1)}


@pytest.mark.django_db
def test_twenty_messages_come_one_by_one(mailoutbox):
    make_details()
    for _number in range(STORM):
        make_request(email="")
    while deliver_next():
        pass
    assert len(mailoutbox) == STORM


@pytest.mark.django_db
def test_a_fault_of_the_message_of_all_is_not_a_fault_of_each(mailoutbox, monkeypatch):
    make_details()
    for _number in range(STORM + 1):
        make_request(email="")
    with monkeypatch.context() as broken:
        broken.setattr("appointments.notices.messages.about_many", lambda _notices: 1 / 0)
        deliver_next()
    assert Notice.objects.filter(faults=1).count() == 1
    Notice.objects.update(due_at=F("due_at") - timedelta(hours=1))
    while deliver_next():
        pass
    assert set(Notice.objects.values_list("state", flat=True)) == {"sent"}
