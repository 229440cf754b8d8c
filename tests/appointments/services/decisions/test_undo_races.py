"""The desk undoes a step while the worker takes its message: one comes first, and the other is told."""

from datetime import timedelta
from threading import Barrier, Thread

from django.db import connection, transaction
from django.utils import timezone

import pytest

from appointments.models import AppointmentRequest, Notice
from appointments.models.notices import NoticeState
from appointments.notices.outbox import Outcome, claim, finish
from appointments.services.decisions import decisions, undo
from appointments.statuses import Status
from clinic.models import User
from tests import cast
from tests.appointments.factories import make_request
from tests.appointments.services.decisions.test_undo import DECLINE, step
from tests.factories import make_details
from tests.waiting import wait_until

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def test_a_message_is_sent_or_undone_and_never_both():
    make_details()
    freya, results = cast.make_freya(), []
    for _round in range(8):
        appointment_request, notice = declined_and_due(freya)
        results.append(race(appointment_request, notice, freya))
    assert set(results) <= {(True, False), (False, True)}


def test_an_undo_that_comes_while_the_worker_takes_the_message_waits_and_comes_too_late():
    make_details()
    freya, ended = cast.make_freya(), []
    appointment_request, notice = declined_and_due(freya)
    presses = Thread(target=lambda: ended.append(held_back(appointment_request, notice, freya)))
    with transaction.atomic():
        claimed = claim()
        presses.start()
        wait_until(somebody_waits_for_a_lock, "the undo to meet the worker's lock", seconds=10)
    presses.join()
    assert ended == [False]
    assert finish(claimed, Outcome.SENT)
    appointment_request.refresh_from_db()
    assert appointment_request.status == Status.DECLINED


def somebody_waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
        return cursor.fetchone()[0]


def held_back(appointment_request: AppointmentRequest, notice: Notice, actor: User) -> bool:
    """Whether an undo on a connection of its own held the message back."""
    try:
        undo.undo(
            appointment_request_id=appointment_request.pk,
            event_id=notice.event_id,
            actor=actor,
            window=undo.LEAST_WINDOW,
        )
    except undo.TooLate:
        return False
    finally:
        connection.close()
    return True


def declined_and_due(actor: User) -> tuple[AppointmentRequest, Notice]:
    """A declined request, and the message about it: the only one that the worker has to send now."""
    appointment_request = make_request(email="")
    notice = step(decisions.decline, appointment_request, actor, **DECLINE)
    Notice.objects.exclude(pk=notice.pk).update(state=NoticeState.SENT)
    Notice.objects.filter(pk=notice.pk).update(due_at=timezone.now() - timedelta(seconds=5))
    return appointment_request, notice


def race(appointment_request: AppointmentRequest, notice: Notice, actor: User) -> tuple[bool, bool]:
    """Whether the worker had it, and whether it was undone, when both tried at the same moment."""
    start, had, undone = Barrier(2), [], []

    def send() -> None:
        start.wait()
        claimed = claim()
        had.append(bool(claimed and finish(claimed, Outcome.SENT)))
        connection.close()

    def hold_back() -> None:
        start.wait()
        undone.append(held_back(appointment_request, notice, actor))

    threads = [Thread(target=send), Thread(target=hold_back)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return had[0], undone[0]
