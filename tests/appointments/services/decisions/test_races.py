"""Many at the same moment: of decisions about one request one wins, of visits at one time one stands."""

import re
from collections.abc import Callable, Sequence
from functools import partial
from threading import Barrier, Thread
from typing import Any

from django.db import connection
from django.http import HttpResponse

import pytest

from appointments.models import AppointmentRequest, RequestEvent, Visit
from appointments.statuses import Status
from tests import cast
from tests.appointments.desk.actions.steps import take, visit_fields
from tests.appointments.factories import make_request
from tests.factories import make_details, make_practitioner

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
DECISIONS, VISITS = 16, 10
ACTIONS = ("decline", "withdraw", "attempt", "error")


def all_at_once(acts: Sequence[Callable[[], Any]]) -> list[Any]:
    """What each of ``acts`` returns, each in a thread with a connection of its own, none before the last."""
    start, answers = Barrier(len(acts)), []

    def run(act: Callable[[], Any]) -> None:
        start.wait()
        answers.append(act())
        connection.close()

    threads = [Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def codes(answers: list[HttpResponse]) -> dict[int, int]:
    """How many answers have which status code."""
    found = [answer.status_code for answer in answers]
    return {code: found.count(code) for code in found}


def test_of_many_decisions_one_wins_and_the_others_read_who_was_faster():
    make_details()
    appointment_request, people = make_request(), (cast.make_freya(), cast.make_finn())
    clients = [cast.signed_in(people[number % 2]) for number in range(DECISIONS)]
    acts = [
        partial(take, client, ACTIONS[number % len(ACTIONS)], appointment_request)
        for number, client in enumerate(clients)
    ]
    answers = all_at_once(acts)
    assert codes(answers) == {302: 1, 409: DECISIONS - 1}
    winner = appointment_request.events.last().actor
    assert appointment_request.events.count() == 2
    assert AppointmentRequest.objects.get().version == 2
    for answer in answers:
        if answer.status_code == 409:
            told = re.sub(r"\s+", " ", answer.content.decode())
            assert "You have already changed this request" in told or winner.get_full_name() in told


def test_of_many_visits_at_one_time_one_stands():
    make_details()
    ana, freya = make_practitioner(), cast.make_freya()
    requests = [make_request() for _number in range(VISITS)]
    acts = [
        partial(take, cast.signed_in(freya), "schedule", appointment_request, **visit_fields(ana))
        for appointment_request in requests
    ]
    assert codes(all_at_once(acts)) == {302: 1, 409: VISITS - 1}
    visit = Visit.objects.get()
    assert visit.cancelled_at is None
    assert AppointmentRequest.objects.get(status=Status.SCHEDULED) == visit.appointment_request
    # The others are as they were: no half of a step is left.
    others = AppointmentRequest.objects.exclude(pk=visit.appointment_request_id)
    assert set(others.values_list("status", "version")) == {(Status.NEW, 1)}
    assert RequestEvent.objects.count() == VISITS + 1


def test_of_two_bulk_steps_and_a_decision_each_request_gets_one():
    make_details()
    freya, finn = cast.make_freya(), cast.make_finn()
    requests = [make_request() for _number in range(8)]
    ticked = [f"{appointment_request.pk}.{appointment_request.version}" for appointment_request in requests]
    given = {"id": ticked, "confirmed": "yes"}
    give = "/admin/requests/give/"
    acts = [
        partial(cast.signed_in(freya).post, give, {**given, "to": finn.pk}),
        partial(cast.signed_in(finn).post, give, {**given, "id": ticked[::-1], "to": freya.pk}),
        *(
            partial(take, cast.signed_in(finn), "decline", appointment_request)
            for appointment_request in requests
        ),
    ]
    assert set(codes(all_at_once(acts))) <= {302, 409}
    for appointment_request in AppointmentRequest.objects.all():
        assert (appointment_request.version, appointment_request.events.count()) == (2, 2)
