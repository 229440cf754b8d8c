"""What pages say of requests that wait too long. They work it out themselves, without worker or mail."""

from datetime import timedelta

from django.db.models.functions import Now
from django.test import Client
from django.utils import timezone

import pytest

from appointments.consents import DEMONSTRATION
from appointments.models import AppointmentRequest, WorkerHeartbeat
from appointments.services.decisions import decisions
from appointments.statuses import Status
from clinic.models import User
from tests import cast
from tests.appointments.factories import make_request
from tests.appointments.patients import FORM, check
from tests.factories import make_condition, make_details, make_information_page
from tests.queries import at_most_queries

pytestmark = pytest.mark.django_db
INBOX, DASHBOARD = "/admin/requests/", "/admin/"
SLOW = "more slowly than we promise"


@pytest.fixture
def freya() -> User:
    # No hours: every hour of the day counts.
    make_details(opening_hours=[])
    return cast.make_freya()


@pytest.fixture
def desk(freya: User) -> Client:
    return cast.signed_in(freya)


def page(client: Client, url: str) -> str:
    return " ".join(client.get(url).content.decode().split())


def late_request(minutes: float, **known) -> AppointmentRequest:
    return make_request(received_ago=timedelta(minutes=minutes), **known)


@pytest.mark.parametrize("url", [INBOX, DASHBOARD])
def test_while_the_worker_is_down_a_banner_says_what_waits(desk, url):
    WorkerHeartbeat.objects.create(beat_at=Now() - timedelta(minutes=40))
    late_request(180)
    late_request(70)
    late_request(10)
    html = page(desk, url)
    assert "2 requests wait longer than they should." in html
    assert "The oldest was due 2 hours ago." in html
    assert "last reported 40 minutes ago" in html


@pytest.mark.parametrize("url", [INBOX, DASHBOARD])
def test_no_banner_while_all_is_in_time_and_none_about_a_worker_that_runs(desk, url):
    WorkerHeartbeat.objects.create(beat_at=Now())
    appointment_request = late_request(10)
    assert "longer than" not in page(desk, url)
    AppointmentRequest.objects.filter(pk=appointment_request.pk).update(
        due_at=timezone.now() - timedelta(minutes=3)
    )
    html = page(desk, url)
    assert "1 request waits longer than it should." in html
    assert "last reported" not in html


@pytest.mark.parametrize(
    ("minutes", "words", "level"),
    [(10, "Due in 49 min<", "later"), (31, "Due soon: in 28 min<", "soon"), (65, "Overdue by", "overdue")],
)
def test_a_row_says_when_the_first_look_is_due_and_is_amber_from_the_half(desk, minutes, words, level):
    late_request(minutes)
    html = page(desk, INBOX)
    assert f'desk-due--{level}">{words}' in html
    assert "First look: " in html


def test_once_it_is_taken_the_first_call_is_due(desk, freya):
    appointment_request = late_request(10)
    decisions.claim(
        appointment_request_id=appointment_request.pk, version=appointment_request.version, actor=freya
    )
    html = page(desk, INBOX)
    assert "First call</span>" in html
    assert "First contact" in html
    assert "First look" not in html.partition("<tbody>")[2]


@pytest.mark.parametrize(
    ("minutes", "label"),
    [(10, "Requests (1)"), (31, "Requests (1), 1 soon"), (61, "Requests (1), 1 late")],
)
def test_the_number_in_the_menu_says_in_a_word_how_much_time_is_left(desk, minutes, label):
    late_request(minutes)
    assert label in page(desk, DASHBOARD)


def slow(client: Client) -> bool:
    return SLOW in page(client, FORM)


def test_the_form_shows_the_phone_first_while_somebody_waits_twice_as_long_as_planned(client, freya):
    make_condition(slug="sciatica")
    appointment_request = late_request(470, due_in=timedelta(hours=-1))
    assert not slow(client)
    late_request(490, due_in=timedelta(minutes=5))
    assert not slow(client)
    waits = AppointmentRequest.objects.filter(pk=appointment_request.pk)
    waits.update(waiting_since=timezone.now() - timedelta(minutes=481))
    html = page(client, FORM)
    assert html.index(SLOW) < html.index('id="request"')
    assert "949-510-6333" in html[html.index(SLOW) : html.index("<h1>")]
    waits.update(consent_version=DEMONSTRATION)
    assert not slow(client)


@pytest.mark.parametrize("status", [Status.CONTACTING, Status.SCHEDULED, Status.DECLINED])
def test_the_form_is_as_always_once_somebody_has_called(client, freya, status):
    make_condition(slug="sciatica")
    late_request(5000, due_in=timedelta(days=-2), status=status, actor=freya)
    assert not slow(client)


def test_to_know_it_costs_the_form_no_query(client, freya):
    make_condition(slug="sciatica")
    make_information_page()
    late_request(5000, due_in=timedelta(days=-2))
    client.get(FORM)
    with at_most_queries(4):
        assert slow(client)


def test_while_somebody_waits_so_long_nobody_is_promised_a_time(client, freya):
    make_condition(slug="sciatica")
    for promises in (True, False):
        for html in (page(client, FORM), check(client).content.decode()):
            assert ("contact you by" in html) == promises
            assert ("later than usual" in html) != promises
        late_request(5000, due_in=timedelta(days=-2))


def test_a_site_without_articles_says_it_too_and_asks_once(client, freya):
    make_information_page()
    assert not slow(client)
    late_request(5000, due_in=timedelta(days=-2))
    client.get(FORM)
    with at_most_queries(5):
        assert slow(client)
    assert "later than usual" in " ".join(check(client).content.decode().split())
