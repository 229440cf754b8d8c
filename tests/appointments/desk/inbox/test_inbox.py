"""The inbox: what is in the list, in which order, how it is found, and what the menu and dashboard say."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from wagtail.users.models import UserProfile

import pytest

from appointments.models import AppointmentRequest, Notice, WorkerHeartbeat
from appointments.models.notices import NoticeFreeze
from appointments.models.requests import Priority
from appointments.services.decisions.decisions import claim
from appointments.statuses import Status
from clinic.models import User
from tests import cast
from tests.appointments.desk.searching import sealed, search
from tests.appointments.factories import make_request, schedule, try_to_reach
from tests.factories import make_details, make_user
from tests.queries import at_most_queries

pytestmark = pytest.mark.django_db
INBOX = "/admin/requests/"
MOST_QUERIES = 15


@pytest.fixture
def freya() -> User:
    make_details()
    return cast.make_freya()


@pytest.fixture
def desk(freya: User) -> Client:
    return cast.signed_in(freya)


def page(client: Client, query: str = "") -> str:
    response = client.get(INBOX + query)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def listed(client: Client, query: str = "") -> list[AppointmentRequest]:
    return list(client.get(INBOX + query).context["object_list"])


def test_urgent_comes_first_then_overdue_then_due_soonest(desk, freya):
    later = make_request(due_in=timedelta(hours=9))
    overdue = make_request(due_in=timedelta(hours=-2))
    closed = make_request(status=Status.DECLINED, actor=freya, due_in=timedelta(hours=-9))
    soon = make_request(due_in=timedelta(minutes=30))
    urgent = make_request(due_in=timedelta(hours=8))
    AppointmentRequest.objects.filter(pk=urgent.pk).update(priority=Priority.URGENT)
    failed = make_request(due_in=timedelta(hours=7))
    failed.notices.update(state="failed")
    assert listed(desk) == [urgent, overdue, failed, soon, later]
    assert closed in listed(desk, f"?search={sealed(desk, 'Whitfield')}")
    assert "Overdue by 2 hours" in page(desk)
    assert "Due soon: in 29 min" in page(desk)


def test_the_list_names_people_shortly_and_never_shows_what_they_wrote(desk):
    make_request(
        full_name="Mara Anne Whitfield",
        note="Numb toes",
        topic="sciatica",
        access_needs="Ramp",
        email="m@x.example",
    )
    html = page(desk)
    assert "M. Whitfield" in html
    for kept_back in ("Mara Anne", "Numb toes", "sciatica", "Ramp", "m@x.example", "555-0142"):
        assert kept_back not in html


def test_a_row_tells_what_the_next_call_needs(desk, freya):
    appointment_request = make_request(contact_by="email", voicemail_ok=False)
    try_to_reach(appointment_request, actor=freya)
    html = page(desk)
    for said in (
        appointment_request.reference,
        "1 of 3 tries",
        "Contacting",
        "you",
        ">E-mail<",
        "No voicemail",
        "10 minutes ago",
    ):
        assert said in html


def test_a_scheduled_request_shows_its_visit(desk, freya):
    appointment_request = make_request()
    schedule(appointment_request, actor=freya)
    assert '<span class="desk-due desk-due--visit">Visit</span>' in page(desk)


def test_a_record_that_cannot_be_opened_says_so_and_the_others_are_shown(desk):
    broken = make_request()
    AppointmentRequest.objects.filter(pk=broken.pk).update(patient_data=b"not sealed by us")
    make_request(full_name="Ann Other")
    html = page(desk)
    assert "Cannot be opened" in html
    assert "A. Other" in html


@pytest.mark.parametrize(
    "query",
    [
        "Núñez", "nunez", "NUN", "jose nunez", "ÁLVAREZ", "(949) 555-0187", "949.555.0187", "+1 949 555 0187",
        "0187", "Jose@Patient.example",
    ],
)  # fmt: skip
def test_search_finds_a_person_however_it_is_typed(desk, query):
    wanted = make_request(
        full_name="José Núñez-Álvarez",
        phone="949 555 0187",
        phone_e164="+19495550187",
        email="jose@patient.example",
    )
    make_request()
    response = search(desk, query)
    assert list(response.context["object_list"]) == [wanted]


@pytest.mark.parametrize(
    "query", ["Zebra", "9999", "no@body.example", "+++", "%", "'; --", "x" * 5000, "a b c d e"]
)
def test_a_search_without_a_match_reassures(desk, query):
    make_request()
    response = search(desk, query)
    assert response.status_code == 200
    assert "No request matches" in response.content.decode()
    assert "Nothing is lost" in response.content.decode()


def test_the_search_box_shows_and_answers_as_one_types(desk):
    appointment_request = make_request()
    assert 'name="q"' in page(desk)
    assert appointment_request.reference in search(desk, "whit", f"{INBOX}results/").content.decode()


def test_an_empty_inbox_reassures(desk):
    html = page(desk)
    assert "No requests yet" in html
    assert "All is well" in html


def test_filters_by_several_statuses_and_by_who_took_it(desk, freya):
    new, taken = make_request(), make_request()
    claim(appointment_request_id=taken.pk, version=taken.version, actor=freya)
    declined = make_request(status=Status.DECLINED, actor=freya)
    assert listed(desk, "?status=declined") == [declined]
    assert set(listed(desk, "?status=declined&status=new")) == {new, taken, declined}
    assert listed(desk, f"?assigned_to={freya.pk}") == [taken]
    assert listed(desk, "?assigned_to=null") == [new]
    assert desk.get(f"{INBOX}?status=nonsense&assigned_to=x&p=-4&ordering=patient_data").status_code == 200


def test_the_filters_name_whoever_joined_the_desk_since(desk):
    assert "Zora Neale" not in page(desk)
    make_user(email="zora@clinic.example", group=cast.FRONT_DESK, first_name="Zora", last_name="Neale")
    assert "Zora Neale" in page(desk)


def test_thirty_rows_cost_no_more_queries_than_a_few(desk, freya):
    for number in range(30):
        appointment_request = make_request(full_name=f"Person {number}")
        try_to_reach(appointment_request, actor=freya)
    schedule(make_request(due_in=timedelta(hours=-1)), actor=freya)
    page(desk)
    with at_most_queries(MOST_QUERIES):
        assert len(listed(desk)) == 25


@pytest.mark.parametrize(
    "query", ["?tab=mine", "?tab=failed", "?status=contacting", "?status=declined", "Person", "Nobody"]
)
def test_no_tab_filter_or_search_asks_more(desk, freya, query):
    for number in range(3):
        try_to_reach(make_request(full_name=f"Person {number}"), actor=freya)
    make_request().notices.filter(channel="patient_email").update(state="failed")
    page(desk)
    address = query if "?" in query else f"?search={sealed(desk, query)}"
    with at_most_queries(MOST_QUERIES):
        listed(desk, address)


def test_a_step_on_several_costs_the_list_no_query(desk):
    make_request()
    two = [make_request(signals=["link"]), make_request(signals=["link"])]
    ticked = [f"{one.pk}.{one.version}" for one in two]
    desk.post(f"{INBOX}discard-many/", {"id": ticked, "confirmed": "yes"}, follow=True)
    with at_most_queries(MOST_QUERIES):
        assert "Your last step, on 2 requests" in page(desk)


@pytest.mark.parametrize("has_open", [True, False])
def test_no_trouble_costs_the_list_more_queries(desk, freya, has_open):
    make_request(status=Status.DECLINED, actor=freya)
    if has_open:
        schedule(make_request(), actor=freya)
        make_request(due_in=timedelta(hours=-1))
        make_request(signals=["link"], due_in=timedelta(hours=-1))
    WorkerHeartbeat.objects.update(beat_at=timezone.now() - timedelta(hours=1))
    Notice.objects.filter(channel="desk_email").update(created_at=timezone.now() - timedelta(hours=1))
    Notice.objects.filter(channel="patient_email").update(state="failed")
    NoticeFreeze.objects.create()
    page(desk)
    with at_most_queries(MOST_QUERIES):
        assert "A backup was restored" in page(desk)


@pytest.mark.parametrize("closed", [True, False], ids=["of a closed one alone", "of an open one"])
def test_the_list_warns_of_a_notice_that_waits_whatever_else_is_there(desk, closed):
    appointment_request = make_request()
    Notice.objects.filter(channel="desk_email").update(created_at=timezone.now() - timedelta(minutes=6))
    if closed:
        long_ago = timezone.now() - timedelta(days=30)
        AppointmentRequest.objects.filter(pk=appointment_request.pk).update(
            status=Status.DECLINED, closed_at=long_ago
        )
    assert "could not be delivered" in page(desk)


def test_the_list_cannot_be_exported(desk):
    make_request()
    for kind in ("csv", "xlsx"):
        response = desk.get(f"{INBOX}?export={kind}")
        assert "spreadsheet" not in response["Content-Type"]
        assert "csv" not in response["Content-Type"]


def test_times_are_the_clinics_whatever_zone_a_person_has_set(desk, freya):
    appointment_request = make_request()
    again = timezone.now().replace(year=2031, month=1, day=6, hour=22, minute=30)
    AppointmentRequest.objects.filter(pk=appointment_request.pk).update(
        status=Status.CONTACTING, next_attempt_at=again
    )
    UserProfile.objects.create(user=freya, current_time_zone="Asia/Tokyo")
    assert "Try again Mon, Jan 6, 2031" in page(desk)


def test_the_menu_counts_what_waits_for_the_desk(desk, freya):
    make_request()
    make_request(status=Status.CONTACTING, actor=freya)
    make_request(status=Status.DECLINED, actor=freya)
    assert "Requests (2)" in desk.get("/admin/").content.decode()


def test_the_dashboard_warns_when_the_worker_is_not_alive_or_notices_are_stuck(desk):
    warning, stuck = "The front desk may not be told", "could not be delivered"
    assert warning in desk.get("/admin/").content.decode()
    WorkerHeartbeat.objects.update_or_create(id=1, defaults={"beat_at": timezone.now()})
    assert warning not in desk.get("/admin/").content.decode()
    make_request()
    Notice.objects.update(created_at=timezone.now() - timedelta(hours=1))
    for address in ("/admin/", INBOX):
        assert stuck in desk.get(address).content.decode()
