"""Payloads of events: stored as JSON, typed when read, readable whichever version of the code wrote them."""

from dataclasses import fields
from datetime import UTC, datetime

import pytest

from appointments.desk.presenters.timeline import entry_of
from appointments.models import AppointmentRequest, RequestEvent
from appointments.models import event_payloads as payloads
from appointments.models.event_kinds import EventKind
from appointments.models.stored_documents import Standing, StandingVisit, VisitTime
from appointments.models.timeline import escalated_exactly, escalated_to
from appointments.statuses import Status
from tests.appointments.factories import make_request

MOMENT = datetime(2026, 11, 30, 18, tzinfo=UTC)
VISIT = VisitTime(practitioner="Noa", start=MOMENT, minutes=60)
STANDING = Standing(
    columns={"next_attempt_at": str(MOMENT), "assigned_to_id": None},
    visit=StandingVisit(pk=1, practitioner=2, start=MOMENT, end=MOMENT, despite=("away",)),
)
EXAMPLES = [
    payloads.EventPayload(),
    payloads.Received(by="web", signals=("link",)),
    payloads.Claimed(given_to="Finn Desk"),
    payloads.LinkEnded(by="patient"),
    payloads.Attempt(channel="phone", outcome="spoke", before=Standing()),
    payloads.EventPayload(before=Standing(visit=StandingVisit()), batch="a1"),
    payloads.Declined(reason="other", told_by="phone", before=STANDING),
    payloads.Scheduled(practitioner="Noa", start=MOMENT, minutes=30, told_by="message", before=STANDING),
    payloads.VisitMoved(practitioner="Noa", start=MOMENT, minutes=30, told_by="phone", earlier=VISIT),
    payloads.VisitCancelled(told_by="phone", earlier=VISIT),
    payloads.VisitStays(practitioner="Noa", start=MOMENT, minutes=60, before=STANDING),
    payloads.Withdrawn(by="patient"),
    payloads.ClosedAsDuplicate(original="K7MW4RXQ", brought=("M2PQ7TXA",)),
    payloads.OtherPhone(),
    payloads.Corrected(fields=("email",), kept=0),
    payloads.PrioritySet(priority=1),
    payloads.Merged(merged=("K7MW4RXQ",)),
    payloads.ActionUndone(undone="step"),
    payloads.Told(told_by="letter"),
    payloads.Escalated(clock="urgent", percent=100),
]
STATUSES = ["", *Status.values]


@pytest.mark.parametrize("payload", EXAMPLES, ids=lambda payload: type(payload).__name__)
def test_what_is_written_is_read_again(payload):
    assert type(payload).from_json(payload.to_json()) == payload


def test_every_payload_class_has_an_example():
    classes = {payloads.payload_class(kind, status) for kind in EventKind for status in STATUSES}
    assert classes <= {type(payload) for payload in EXAMPLES}


@pytest.mark.parametrize("kind", EventKind)
def test_keys_that_the_code_does_not_know_and_missing_ones_are_tolerated(kind):
    request = AppointmentRequest(reference="K7MW4RXQ")
    for status in STATUSES:
        for stored in ({}, {"a": {"b": 1}, "before": {"visit": {"c": 1}}, "signals": ["gone"]}):
            event = RequestEvent(
                appointment_request=request, kind=kind, to_status=status, at=MOMENT, details=stored
            )
            assert entry_of(event).what


def test_a_payload_of_another_kind_is_refused():
    with pytest.raises(TypeError, match="A note event has a EventPayload, not a Claimed"):
        RequestEvent.new(AppointmentRequest(), EventKind.NOTE, payloads.Claimed(given_to="Finn Desk"))


def test_the_conditions_look_for_fields_that_payloads_have(db):
    """The keys in the conditions and in the report's SQL are written by hand."""
    assert {field.name for field in fields(payloads.Escalated)} >= {"clock", "percent"}
    request = make_request()
    RequestEvent.new(request, "escalated", payloads.Escalated(clock="urgent", percent=150)).save()
    counts = [
        RequestEvent.objects.filter(condition).count()
        for condition in (
            escalated_to(100),
            escalated_to(200),
            escalated_exactly("urgent", 150),
            escalated_exactly("urgent", 100),
        )
    ]
    assert counts == [1, 0, 1, 0]
