"""Closing a request: when it may be closed, and that neither a call nor a kept time is left behind."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

import pytest

from appointments.models import AppointmentRequest, Visit
from appointments.services.changes import TransitionRefused
from appointments.services.contact import attempts
from appointments.services.decisions import decisions, merging
from appointments.services.visits import scheduling
from appointments.statuses import Status
from clinic.models import User
from tests import cast
from tests.appointments.factories import make_request
from tests.factories import make_details, make_practitioner

pytestmark = pytest.mark.django_db


@pytest.fixture
def freya() -> User:
    make_details()
    return cast.make_freya()


def seen(appointment_request: AppointmentRequest, actor: User) -> dict[str, Any]:
    """The request as somebody has it on the screen."""
    appointment_request.refresh_from_db()
    return {
        "appointment_request_id": appointment_request.pk,
        "version": appointment_request.version,
        "actor": actor,
    }


def try_to_call(appointment_request: AppointmentRequest, actor: User) -> None:
    attempts.log_attempt(
        **seen(appointment_request, actor),
        channel="phone",
        outcome="no_answer",
        next_attempt_at=timezone.now() + timedelta(days=1),
    )


def test_nobody_is_to_be_called_again_once_a_request_is_closed(freya):
    appointment_request = make_request()
    try_to_call(appointment_request, freya)
    decisions.withdraw(**seen(appointment_request, freya))
    appointment_request.refresh_from_db()
    assert appointment_request.status == Status.WITHDRAWN
    assert appointment_request.next_attempt_at is None


def test_one_attempt_is_not_enough_to_call_a_patient_unreachable(freya):
    appointment_request = make_request()
    try_to_call(appointment_request, freya)
    with pytest.raises(TransitionRefused):
        decisions.mark_unreachable(**seen(appointment_request, freya))
    appointment_request.refresh_from_db()
    assert appointment_request.status == Status.CONTACTING


def test_the_time_of_a_withdrawn_visit_is_there_for_somebody_else(freya):
    time = {
        "practitioner": make_practitioner(),
        "start": timezone.now() + timedelta(days=2),
        "length": timedelta(minutes=60),
        "told_by": "phone",
    }
    withdrawn, other = make_request(), make_request()
    scheduling.schedule(**seen(withdrawn, freya), **time)
    decisions.withdraw(**seen(withdrawn, freya))
    scheduling.schedule(**seen(other, freya), **time)
    assert Visit.objects.active().get().appointment_request == other


def test_a_duplicate_that_is_reopened_points_to_nobody_any_more(freya):
    stays, closes = make_request(), make_request()
    merging.close_as_duplicate(**seen(closes, freya), original=stays)
    decisions.reopen(**seen(closes, freya), note="Two people after all.")
    closes.refresh_from_db()
    assert (closes.status, closes.duplicate_of) == (Status.NEW, None)


def test_possible_spam_is_told_nothing_even_when_its_message_failed(freya):
    spam = make_request(status=Status.QUARANTINED)
    spam.notices.filter(channel="patient_email").update(state="failed")
    with pytest.raises(TransitionRefused):
        decisions.told_another_way(**seen(spam, freya), told_by="phone")
