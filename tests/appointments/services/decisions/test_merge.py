"""The same person asked twice: likely pairs are shown, the desk merges them, nothing of either is lost."""

from datetime import timedelta
from threading import Barrier, Thread

from django.db import connection
from django.test import Client
from django.utils import timezone

import pytest

from appointments.models import AccessRecord, AppointmentRequest, Visit
from appointments.models.requests import Priority
from appointments.patient_link import path_for
from appointments.services import changes
from appointments.services.decisions import bulk, decisions, merging
from appointments.services.visits import ended
from appointments.statuses import Status
from clinic.models import User
from tests import cast
from tests.appointments.desk.actions.steps import take
from tests.appointments.desk.searching import INBOX
from tests.appointments.factories import SOMEBODY_ELSE, make_request, schedule
from tests.appointments.patients import record_url
from tests.factories import make_details

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reads_patients_data")]
OTHER_WAYS = {"phone": "949-555-0155", "phone_e164": "+19495550155", "email": ""}


@pytest.fixture
def freya() -> User:
    make_details()
    return cast.make_freya()


@pytest.fixture
def desk(freya: User) -> Client:
    return cast.signed_in(freya)


def now(appointment_request: AppointmentRequest) -> AppointmentRequest:
    return AppointmentRequest.objects.get(pk=appointment_request.pk)


def page(client: Client, appointment_request: AppointmentRequest) -> str:
    return " ".join(client.get(record_url(appointment_request)).content.decode().split())


def strip(client: Client, appointment_request: AppointmentRequest) -> list[str]:
    """The references that the record shows as likely the same person's."""
    return [
        entry.appointment_request.reference
        for entry in client.get(record_url(appointment_request)).context["possible_duplicates"].entries
    ]


@pytest.mark.parametrize(
    ("answers", "ago", "is_likely"),
    [
        ({"full_name": "Someone Else", "email": ""}, 0, True),
        ({"full_name": "Someone Else", **OTHER_WAYS, "email": "MARA@patient.example"}, 200, True),
        ({**OTHER_WAYS, "full_name": "whitfield, MARA"}, 13, True),
        ({**OTHER_WAYS, "full_name": "Mára Whit-field"}, 13, True),
        (OTHER_WAYS, 15, False),
        ({**OTHER_WAYS, "full_name": "Mara Whitfields"}, 0, False),
        ({**OTHER_WAYS, "full_name": "Mara"}, 0, False),
        (SOMEBODY_ELSE, 0, False),
    ],
)
def test_likely_the_same_person(desk, answers, ago, is_likely):
    appointment_request = make_request()
    other = make_request(received_ago=timedelta(days=ago), **answers)
    assert strip(desk, appointment_request) == ([other.reference] if is_likely else [])
    assert strip(desk, other) == ([appointment_request.reference] if is_likely else [])


def test_the_strip_counts_and_says_state_and_age_and_the_look_is_recorded(desk, freya):
    appointment_request = make_request()
    declined = make_request(status=Status.DECLINED, actor=freya, received_ago=timedelta(days=3))
    open_one = make_request(received_ago=timedelta(hours=2))
    html = page(desk, appointment_request)
    assert "2 other requests look like the same person’s" in html
    assert "1 of them is open" in html
    assert f"{open_one.reference}</a> <strong>New</strong> <span>2 hours ago</span>" in html
    assert strip(desk, appointment_request) == [open_one.reference, declined.reference]
    row = AccessRecord.objects.get()
    assert row.shown == sorted([appointment_request.reference, declined.reference, open_one.reference])
    page(desk, open_one)
    assert AccessRecord.objects.filter(appointment_request=open_one).exists(), (
        "beside another is not its own record"
    )


def test_merging_from_the_strip_keeps_both_timelines_and_leads_to_the_one_that_stays(desk, freya):
    stays, closes = make_request(), make_request()
    decisions.add_note(appointment_request_id=closes.pk, version=1, actor=freya, note="Prefers the side door")
    html = page(desk, stays)
    assert f"Merge {closes.reference} into this one" in html
    assert f"Keep {closes.reference}, close this one" in html
    reply = take(desk, "duplicate", now(closes), original=stays.reference)
    assert reply["Location"] == f"{record_url(stays)}#desk-go-on"
    assert (now(closes).status, now(closes).duplicate_of) == (Status.DUPLICATE, stays)
    assert (now(stays).status, now(stays).version) == (Status.NEW, 2)
    html = page(desk, stays)
    assert f"Merged a duplicate into it</strong>: {closes.reference}" in html
    assert f'<span class="desk-timeline__of">{closes.reference}</span> <strong>Wrote a note' in html
    assert "Prefers the side door" in html
    assert strip(desk, stays) == []
    assert AccessRecord.objects.filter(appointment_request=stays, shown__contains=[closes.reference]).exists()


def test_either_reference_finds_the_one_that_stays(desk, freya):
    stays, closes = make_request(), make_request()
    merging.close_as_duplicate(appointment_request_id=closes.pk, version=1, actor=freya, original=stays)
    for reference in (stays.reference, closes.reference, closes.reference.lower()):
        assert stays in AppointmentRequest.objects.found_by(reference), reference
    # Its own record opens, which names the one that stays and leads there.
    opened = desk.post(f"{INBOX}search/", {"q": closes.reference}, follow=True)
    assert opened.redirect_chain == [(f"/admin/requests/inspect/{closes.pk}/", 302)]
    link = f'<a href="/admin/requests/inspect/{stays.pk}/">{stays.reference}</a>'
    assert link in opened.content.decode()
    assert closes.reference in opened.content.decode()


def test_the_patients_other_link_says_nothing_of_the_one_that_stays(freya):
    stays, closes = make_request(), make_request()
    merging.close_as_duplicate(appointment_request_id=closes.pk, version=1, actor=freya, original=stays)
    schedule(now(stays), actor=freya)
    shown = Client().get(path_for(closes)).content.decode()
    assert "We are working on your other request" in shown
    assert "confirmed" not in shown
    assert stays.reference not in shown


def test_a_visit_is_never_lost(desk, freya):
    without, with_visit = make_request(), make_request()
    schedule(with_visit, actor=freya)
    html = page(desk, without)
    assert "The other one has the visit, so it is the one to keep." in html
    assert f"Merge {with_visit.reference}" not in html
    refused = take(desk, "duplicate", now(with_visit), original=without.reference)
    assert refused.status_code == 422
    assert "This request has the visit, so it must stay" in refused.content.decode()
    with pytest.raises(merging.VisitWouldBeLost):
        merging.close_as_duplicate(
            appointment_request_id=with_visit.pk, version=2, actor=freya, original=without
        )
    assert now(with_visit).status == Status.SCHEDULED
    take(desk, "duplicate", without, original=with_visit.reference)
    assert now(without).duplicate_of == with_visit
    assert with_visit.visits.active().exists()


@pytest.mark.parametrize(
    "status", [Status.DECLINED, Status.WITHDRAWN, Status.EXPIRED, Status.ENTERED_IN_ERROR]
)
def test_nobody_is_closed_into_what_is_closed_itself(desk, freya, status):
    closed, asks_again = make_request(status=status, actor=freya), make_request()
    refused = take(desk, "duplicate", asks_again, original=closed.reference)
    assert refused.status_code == 422
    says = "was entered in error" if status == Status.ENTERED_IN_ERROR else "is closed. Reopen it first"
    assert f"{closed.reference} {says}" in refused.content.decode()
    with pytest.raises(changes.TransitionRefused):
        merging.close_as_duplicate(
            appointment_request_id=asks_again.pk, version=1, actor=freya, original=closed
        )
    seen = {asks_again.pk: asks_again.version}
    assert bulk.close_many_as_duplicates(seen, actor=freya, original=closed) == 0
    assert now(asks_again).status == Status.NEW


@pytest.mark.parametrize("worker_ran", [True, False])
def test_whoever_came_and_asks_again_is_not_closed_into_that_visit(desk, freya, worker_ran):
    came, asks_again = make_request(status=Status.SCHEDULED, actor=freya), make_request()
    end = timezone.now() - timedelta(minutes=1)
    Visit.objects.filter(appointment_request=came).update(during=(end - timedelta(hours=1), end))
    if worker_ran:
        ended.close_past_visits()
    refused = take(desk, "duplicate", asks_again, original=came.reference)
    assert f"{came.reference} ended with its visit" in refused.content.decode()
    for closes, stays in ((asks_again, came), (came, asks_again)):
        seen = {closes.pk: now(closes).version}
        assert bulk.close_many_as_duplicates(seen, actor=freya, original=now(stays)) == 0
        with pytest.raises(changes.TransitionRefused):
            known = {"appointment_request_id": closes.pk, "version": now(closes).version, "actor": freya}
            merging.close_as_duplicate(**known, original=now(stays))
    assert now(asks_again).status == Status.NEW
    assert Visit.objects.get().cancelled_at is None, "it took place"


def test_of_two_visits_one_is_freed(desk, freya):
    stays, closes = make_request(), make_request()
    for number, one in enumerate((stays, closes), start=3):
        schedule(one, actor=freya, days=number)
    assert "(its visit is cancelled)" in page(desk, stays)
    take(desk, "duplicate", now(closes), original=stays.reference)
    assert stays.visits.active().exists()
    assert not closes.visits.active().exists()


def test_no_circle_and_no_chain(desk, freya):
    first, second, third = make_request(), make_request(), make_request()
    assert take(desk, "duplicate", first, original=second.reference).status_code == 302
    back = take(desk, "duplicate", now(second), original=first.reference)
    assert back.status_code == 422
    assert (
        f"{first.reference} was itself closed as a duplicate of {second.reference}" in back.content.decode()
    )
    with pytest.raises(changes.TransitionRefused):
        merging.close_as_duplicate(appointment_request_id=second.pk, version=2, actor=freya, original=first)
    take(desk, "duplicate", now(second), original=third.reference)
    assert {now(one).duplicate_of for one in (first, second)} == {third}, "the first points to what stays"


def test_the_promise_and_the_priority_of_both_are_kept(freya):
    stays, closes = make_request(due_in=timedelta(hours=5)), make_request(due_in=timedelta(hours=1))
    decisions.set_priority(appointment_request_id=closes.pk, version=1, actor=freya, priority=Priority.URGENT)
    merging.close_as_duplicate(appointment_request_id=closes.pk, version=2, actor=freya, original=stays)
    assert (now(stays).due_at, now(stays).priority) == (closes.due_at, Priority.URGENT)


def test_who_changed_the_other_first_is_said_before_it_is_merged(desk, freya):
    stays, closes = make_request(), make_request()
    decisions.claim(appointment_request_id=closes.pk, version=1, actor=cast.make_finn())
    told = take(desk, "duplicate", closes, original=stays.reference)
    assert told.status_code == 409
    assert "Finn Desk got there first." in told.content.decode()
    assert now(stays).version == 1


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_merges_that_cross_each_other_end_with_one_that_stays():
    freya, statuses = cast.make_freya(), []
    for _round in range(5):
        pair, start = [make_request(), make_request()], Barrier(2)

        def merge(one: AppointmentRequest, other: AppointmentRequest, start: Barrier = start) -> None:
            start.wait()
            try:
                merging.close_as_duplicate(
                    appointment_request_id=one.pk, version=1, actor=freya, original=other
                )
                statuses.append("merged")
            except (changes.TransitionRefused, changes.RequestMoved):
                statuses.append("refused")
            finally:
                connection.close()

        threads = [Thread(target=merge, args=args) for args in (pair, pair[::-1])]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(now(one).status for one in pair) == [Status.DUPLICATE, Status.NEW]
    assert sorted(statuses) == ["merged"] * 5 + ["refused"] * 5
