"""The same step on many requests: given to somebody, closed as duplicates, discarded; nothing else."""

import re
from typing import Any

from django.test import Client

import pytest

from appointments.models import AppointmentRequest, RequestEvent
from appointments.services.decisions.decisions import claim
from appointments.statuses import Status
from clinic.models import User
from tests import cast
from tests.appointments.desk.searching import sealed
from tests.appointments.factories import make_request, schedule
from tests.factories import make_details, make_user

pytestmark = pytest.mark.django_db
GIVE, DUPLICATES = "/admin/requests/give/", "/admin/requests/duplicates/"
DISCARD, SPAM = "/admin/requests/discard-many/", "/admin/requests/possible-spam/"
# The key of no request.
UNKNOWN = "0a7c1b1e-5d1f-4c39-9a30-6d3c1f2e4b5a"


@pytest.fixture
def freya() -> User:
    make_details()
    return cast.make_freya()


@pytest.fixture
def desk(freya: User) -> Client:
    return cast.signed_in(freya)


def ticked(*requests: AppointmentRequest) -> list[str]:
    return [f"{appointment_request.pk}.{appointment_request.version}" for appointment_request in requests]


def send(client: Client, address: str, ids: list[str], **more: Any) -> Any:
    return client.post(address, {"id": ids, "confirmed": "yes", **more}, follow=True)


def now(appointment_request: AppointmentRequest) -> AppointmentRequest:
    return AppointmentRequest.objects.get(pk=appointment_request.pk)


def selection_on(reply: Any) -> str:
    return re.search(r'name="selection" value="([^"]*)"', reply.content.decode()).group(1)


def spam(number: int) -> list[AppointmentRequest]:
    return [make_request(signals=["link"]) for _ in range(number)]


def test_ticked_requests_change_hands_in_one_click(desk, freya):
    finn = cast.make_finn()
    first, second, other = make_request(), make_request(), make_request()
    reply = send(desk, GIVE, ticked(first, second), to=finn.pk, listing="tab=first_look")
    assert "2 requests changed hands" in reply.content.decode()
    assert reply.redirect_chain[-1][0] == "/admin/requests/?tab=first_look"
    assert [now(one).assigned_to for one in (first, second, other)] == [finn, finn, None]
    assert [now(one).version for one in (first, second, other)] == [2, 2, 1]
    event = first.events.last()
    assert (event.kind, event.actor, event.payload.given_to) == ("claimed", freya, "Finn Desk")
    assert (
        "Gave the request to Finn Desk" in desk.get(f"/admin/requests/inspect/{first.pk}/").content.decode()
    )
    send(desk, GIVE, ticked(now(first)), to="nobody")
    assert now(first).assigned_to is None


def test_what_moved_on_meanwhile_is_left_alone_and_counted(desk, freya):
    finn = cast.make_finn()
    moved, still = make_request(), make_request()
    seen = ticked(moved, still)
    claim(appointment_request_id=moved.pk, version=moved.version, actor=finn)
    reply = send(desk, GIVE, seen, to=freya.pk)
    assert "1 request changed hands. 1 request was left alone" in reply.content.decode()
    assert (now(moved).assigned_to, now(still).assigned_to) == (finn, freya)


@pytest.mark.parametrize("to", ["", "x", "999999", "editor"])
def test_requests_are_given_to_people_of_the_desk_only(desk, to):
    appointment_request = make_request()
    to = cast.make_ed().pk if to == "editor" else to
    reply = send(desk, GIVE, ticked(appointment_request), to=to)
    assert reply.status_code == 422
    assert "Choose a person" in reply.content.decode()
    assert now(appointment_request).version == 1


def test_somebody_who_left_is_not_offered(desk):
    make_request()
    make_user(email="gone@clinic.example", group=cast.FRONT_DESK, first_name="Gone", is_active=False)
    assert "Gone" not in desk.get("/admin/requests/").content.decode()


def test_duplicates_point_to_the_one_that_stays_and_free_their_visits(desk, freya):
    stays, double, visit = make_request(), make_request(), make_request()
    for number, one in enumerate((stays, visit), start=3):
        schedule(one, actor=freya, days=number)
        one.refresh_from_db()
    asked = desk.post(DUPLICATES, {"id": ticked(stays, double, visit)})
    assert now(double).status == Status.NEW, "the list's button only asks"
    reply = desk.post(
        DUPLICATES,
        {"selection": selection_on(asked), "confirmed": "yes", "original": stays.reference},
        follow=True,
    )
    assert "2 requests are closed as duplicates." in reply.content.decode()
    assert "left alone" not in reply.content.decode()
    for one in (double, visit):
        assert (now(one).status, now(one).duplicate_of) == (Status.DUPLICATE, stays)
    # One event each, so that each can be undone; in no particular order, as keys are random.
    merges = stays.events.filter(kind="merged")
    assert {event.payload.merged for event in merges} == {(double.reference,), (visit.reference,)}
    assert stays.visits.active().exists()
    assert not visit.visits.active().exists()
    assert double.events.last().payload.original == stays.reference


def test_the_one_that_stays_may_be_another_one(desk):
    stays, double = make_request(), make_request()
    fields = {"original": "another", "reference": f" {stays.reference.lower()} "}
    send(desk, DUPLICATES, ticked(double), **fields)
    assert now(double).duplicate_of == stays
    wrong = send(desk, DUPLICATES, ticked(stays), original="another", reference="NOSUCHRF")
    assert "There is no request with this reference" in wrong.content.decode()
    circle = send(desk, DUPLICATES, ticked(stays), original="another", reference=double.reference)
    assert "reopen it first" in circle.content.decode()
    assert now(stays).status == Status.NEW


def test_a_duplicate_that_alone_has_the_visit_is_left_alone(desk, freya):
    stays, visit = make_request(), make_request()
    schedule(visit, actor=freya)
    fields = {"original": "another", "reference": stays.reference}
    reply = send(desk, DUPLICATES, ticked(now(visit)), **fields)
    assert "1 request was left alone" in reply.content.decode()
    assert now(visit).status == Status.SCHEDULED
    assert visit.visits.active().exists()
    assert stays.events.count() == 1


def test_discarding_asks_first_and_takes_nothing_but_possible_spam(desk):
    aside, patient = *spam(1), make_request()
    asked = desk.post(DISCARD, {"id": ticked(aside, patient), "listing": "tab=possible_spam"})
    assert aside.reference in asked.content.decode()
    assert patient.reference not in asked.content.decode()
    assert now(aside).status == Status.QUARANTINED
    fields = {"selection": selection_on(asked), "confirmed": "yes", "listing": "tab=possible_spam"}
    reply = desk.post(DISCARD, fields, follow=True)
    assert reply.redirect_chain[-1][0] == SPAM
    assert (now(aside).status, aside.events.last().kind) == (Status.DECLINED, "discarded")
    assert now(patient).status == Status.NEW


def test_all_is_what_the_list_holds_when_it_is_looked_at(desk):
    many, patient = spam(30), make_request()
    asked = desk.post(DISCARD, {"id": "all", "confirmed": "yes", "listing": "tab=possible_spam"})
    assert "30 requests" in asked.content.decode()
    assert all(now(one).status == Status.QUARANTINED for one in many), "all is asked first"
    later = spam(1)[0]
    desk.post(DISCARD, {"selection": selection_on(asked), "confirmed": "yes"})
    assert {now(one).status for one in many} == {Status.DECLINED}
    assert (now(later).status, now(patient).status) == (Status.QUARANTINED, Status.NEW)


def test_all_keeps_to_the_tab_the_filter_and_the_search(desk, freya):
    mine, other = make_request(full_name="Ann Other"), make_request()
    claim(appointment_request_id=mine.pk, version=mine.version, actor=freya)
    for listing, expected in {
        "tab=mine": [mine],
        f"assigned_to={freya.pk}": [mine],
        f"search={sealed(desk, 'other')}": [mine],
        "search=forged": [],
        "tab=first_look": [other],
        "status=nonsense": [],
        "channel=phone": [],
    }.items():
        reply = desk.post(GIVE, {"id": "all", "listing": listing})
        chosen = re.search(r'name="selection" value="([^"]*)"', reply.content.decode())
        keys = chosen.group(1).split() if chosen else []
        assert keys == [f"{one.pk.hex}.{now(one).version}" for one in expected], listing


@pytest.mark.parametrize("address", [GIVE, DUPLICATES, DISCARD])
def test_an_address_alone_changes_nothing(desk, address):
    appointment_request, aside = make_request(), *spam(1)
    for query in (
        "",
        "?id=all",
        f"?id={appointment_request.pk}.1&confirmed=yes&to=nobody",
        "?id=all&confirmed=yes",
    ):
        assert desk.get(address + query).status_code == 200
    assert (now(appointment_request).version, now(aside).version) == (1, 1)


@pytest.mark.parametrize(
    "forged", ["", "x", "7", "..", f"{UNKNOWN}.1", "{}", "{}.0", "{}.-1", "{}.99999999999", "{}.x"]
)
def test_forged_keys_are_passed_over(desk, freya, forged):
    appointment_request = make_request()
    events = RequestEvent.objects.count()
    reply = send(desk, GIVE, [forged.format(appointment_request.pk)], to=freya.pk)
    assert reply.status_code == 200
    assert (now(appointment_request).version, RequestEvent.objects.count()) == (1, events)


def test_after_the_step_the_list_is_the_one_that_was_searched(desk, freya):
    appointment_request = make_request()
    listing = f"search={sealed(desk, 'Whitfield')}&channel=web"
    reply = send(desk, GIVE, ticked(appointment_request), to=freya.pk, listing=listing)
    assert list(reply.context["object_list"]) == [appointment_request]
    assert "Whitfield" not in reply.redirect_chain[-1][0]


@pytest.mark.parametrize("who", [cast.make_ed, cast.make_rita])
def test_nobody_else_takes_a_step(desk, who):
    appointment_request, aside = make_request(), *spam(1)
    outsider = cast.signed_in(who())
    for address in (GIVE, DUPLICATES, DISCARD):
        reply = outsider.post(
            address, {"id": ticked(appointment_request, aside), "confirmed": "yes", "to": "nobody"}
        )
        assert reply["Location"] == "/admin/"
    assert (now(appointment_request).version, now(aside).version) == (1, 1)


def test_many_cost_no_more_queries_than_a_few(desk, django_assert_max_num_queries):
    many = spam(60)
    desk.get(SPAM)
    with django_assert_max_num_queries(20):
        desk.post(DISCARD, {"id": ticked(*many), "confirmed": "yes"})
    assert now(many[-1]).status == Status.DECLINED
