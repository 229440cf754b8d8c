"""The pages of the inbox: nobody stands on two of them or on none, and any address is answered."""

import re
from datetime import timedelta

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.test import Client
from django.utils import timezone

import pytest

from appointments.desk.inbox import paging
from appointments.models import AppointmentRequest, Visit
from appointments.statuses import Status
from clinic.models import User
from tests import cast
from tests.appointments.desk.searching import sealed, search
from tests.appointments.factories import make_request, schedule, try_to_reach
from tests.factories import make_details, make_practitioner, make_user

pytestmark = pytest.mark.django_db
INBOX = "/admin/requests/"


@pytest.fixture
def freya() -> User:
    make_details()
    return cast.make_freya()


@pytest.fixture
def desk(freya: User) -> Client:
    return cast.signed_in(freya)


def listed(client: Client, query: str) -> list[AppointmentRequest]:
    return list(client.get(INBOX + query).context["object_list"])


def closed_ago(appointment_request: AppointmentRequest, days: int) -> AppointmentRequest:
    AppointmentRequest.objects.filter(pk=appointment_request.pk).update(
        closed_at=timezone.now() - timedelta(days=days)
    )
    return appointment_request


@pytest.fixture
def mixed(freya: User) -> list[AppointmentRequest]:
    """Twenty-eight open ones in the desk's order, then four closed ones, the latest first."""
    still_open = [make_request(due_in=timedelta(hours=number + 1)) for number in range(28)]
    ended = [make_request(status=Status.DECLINED, actor=freya, due_in=timedelta(hours=-9)) for _ in range(4)]
    for days, appointment_request in zip((3, 1, 4, 2), ended, strict=True):
        closed_ago(appointment_request, days)
    return [*still_open, ended[1], ended[3], ended[0], ended[2]]


@pytest.mark.parametrize("few", [paging.FEW, 0])
def test_open_ones_come_first_then_the_latest_closed_and_each_stands_once(desk, mixed, monkeypatch, few):
    monkeypatch.setattr(paging, "FEW", few)
    query = f"?search={sealed(desk, 'Whitfield')}"
    assert listed(desk, query) + listed(desk, f"{query}&p=2") == mixed
    assert desk.get(INBOX + query).context["items_count"] == 32


def test_a_page_of_closed_ones_alone(desk, freya, mixed):
    more = [closed_ago(make_request(status=Status.WITHDRAWN, actor=freya), 10 + n) for n in range(30)]
    assert listed(desk, f"?search={sealed(desk, 'Whitfield')}&p=2") == [*mixed[25:], *more[:18]]
    assert listed(desk, f"?search={sealed(desk, 'Whitfield')}&p=3") == more[18:]


def test_a_filter_within_a_tab_counts_what_it_leaves(desk, freya, mixed):
    schedule(mixed[0], actor=freya)
    query = "?tab=open&due=today&channel=web"
    left = {*listed(desk, query), *listed(desk, f"{query}&p=2")}
    assert desk.get(INBOX + query).context["items_count"] == len(left)
    assert mixed[0] not in left


def test_what_presses_stands_first_on_its_page_too(desk, mixed):
    mixed[20].notices.filter(channel="patient_email").update(state="failed")
    assert listed(desk, "")[0] == mixed[20]
    assert listed(desk, f"?search={sealed(desk, 'Whitfield')}")[0] == mixed[20]


def test_a_page_that_is_not_there_shows_one_that_is(desk, mixed):
    for page, shown in [("-1", 3), ("0", 3), ("2", 3), ("99999999999999999999", 3), ("x", 25), ("", 25)]:
        assert len(listed(desk, f"?p={page}")) == shown, page


def test_an_address_without_sense_is_answered(desk, mixed):
    for query in (
        "?tab=nonsense&tab=mine",
        "?ordering=patient_data",
        "?ordering=-assigned_to__password",
        "?sort=1;drop",
        "?due=never&channel=fax",
        "?assigned_to=999999",
        "?assigned_to=x",
        "?status=new&status=nonsense",
        "?search=" + "%F0%9F%91%A9" * 300,
        "?export=csv",
        "?p=2&p=1",
        "results/?p=-7&tab=closed",
    ):
        assert desk.get(INBOX + query).status_code == 200, query


def test_an_order_asked_for_in_the_address_is_not_taken(desk, mixed):
    assert listed(desk, "?ordering=-due_at") == listed(desk, "")


def test_notes_are_no_tries_and_a_cancelled_visit_is_none(desk, freya):
    from_desk = make_request()
    try_to_reach(from_desk, actor=freya)
    schedule(from_desk, actor=freya)
    from_desk.refresh_from_db()
    desk.post(
        f"/admin/requests/cancel-visit/{from_desk.pk}/", {"version": from_desk.version, "told_by": "phone"}
    )
    (row,) = listed(desk, "")
    assert (row.attempts, row.visit_starts) == (1, None)


def test_whoever_left_the_desk_can_be_filtered_by_and_is_given_nothing(desk):
    gone = make_user(email="gone@clinic.example", first_name="Gone", last_name="Away", is_active=False)
    appointment_request = make_request()
    AppointmentRequest.objects.filter(pk=appointment_request.pk).update(assigned_to=gone)
    context = desk.get(f"{INBOX}?assigned_to={gone.pk}").context
    assert list(context["object_list"]) == [appointment_request]
    assert gone not in context["bulk"].members


def test_of_very_many_found_by_name_the_first_are_shown_and_the_desk_is_told(desk, freya, monkeypatch):
    monkeypatch.setattr(paging, "MOST_FOUND", 30)
    found = [make_request(due_in=timedelta(hours=number)) for number in range(1, 29)]
    closed = [closed_ago(make_request(status=Status.DECLINED, actor=freya), days) for days in (1, 2)]
    assert listed(desk, f"?search={sealed(desk, 'whitfield')}&p=2") == [*found[25:], *closed]
    exactly = search(desk, "whitfield").content.decode()
    assert "30 requests match" in exactly
    assert 'value="all"' in exactly
    closed_ago(make_request(status=Status.DECLINED, actor=freya), 3)
    assert listed(desk, f"?search={sealed(desk, 'whitfield')}&p=2") == [*found[25:], *closed]
    response = search(desk, "whitfield", p=99)
    assert list(response.context["object_list"]) == [*found[25:], *closed]
    cut = response.content.decode()
    assert "More than 30 requests match, and the first 30 are here." in cut
    # Nobody has seen what else "all" would be.
    assert 'value="all"' not in cut


def test_more_open_ones_than_a_search_shows_hide_no_page(desk, monkeypatch):
    monkeypatch.setattr(paging, "MOST_FOUND", 26)
    found = [make_request(due_in=timedelta(hours=number)) for number in range(1, 29)]
    assert listed(desk, f"?search={sealed(desk, 'whitfield')}") == found[:25]
    assert listed(desk, f"?search={sealed(desk, 'whitfield')}&p=2") == found[25:26]


@pytest.mark.parametrize(
    ("closed", "shown"), [(True, ["1:00 PM", "12:00 PM"]), (False, ["12:00 PM", "1:00 PM"])]
)
def test_visits_that_are_over_stand_in_the_order_of_the_times_they_show(desk, freya, closed, shown):
    # The first to begin is the last to end.
    now = timezone.localtime()
    noon = now.replace(hour=12, minute=0, second=0, microsecond=0) - timedelta(days=now.hour < 14)
    for begins, ends in ((-2, 1), (-1, 0)):
        one = make_request()
        schedule(one, actor=freya)
        during = DateTimeTZRange(noon + timedelta(hours=begins), noon + timedelta(hours=ends))
        other = make_practitioner(name=f"Ana of {ends}")
        Visit.objects.filter(appointment_request=one).update(during=during, practitioner=other)
        AppointmentRequest.objects.filter(pk=one.pk).update(closed_at=during.upper if closed else None)
    html = desk.get(f"{INBOX}?status=visit_over").content.decode()
    rows = re.findall(r"Visit over</span></span>.*?desk-quiet\">[^<]*?([\d:]+ [AP]M)<", html, re.DOTALL)
    assert rows == shown
