"""The tabs of the inbox: what each holds, its number, whose turn it is, and what an open page asks."""

import re
from datetime import datetime, timedelta

from django.test import Client
from django.utils import timezone

import pytest

from appointments.models import AppointmentRequest
from appointments.services.contact.attempts import log_attempt
from appointments.services.decisions.decisions import claim
from appointments.statuses import Status
from clinic.models import User
from tests import cast
from tests.appointments.desk.searching import search
from tests.appointments.factories import make_request, schedule, try_to_reach
from tests.factories import make_condition, make_details

pytestmark = pytest.mark.django_db
INBOX, NEWS = "/admin/requests/", "/admin/requests/news/"


@pytest.fixture
def freya() -> User:
    make_details()
    return cast.make_freya()


@pytest.fixture
def desk(freya: User) -> Client:
    return cast.signed_in(freya)


def page(client: Client, query: str = "") -> str:
    return " ".join(client.get(INBOX + query).content.decode().split())


def tried(actor: User, next_attempt_at: datetime | None, outcome: str = "no_answer") -> AppointmentRequest:
    appointment_request = make_request(due_in=timedelta(hours=-5))
    log_attempt(
        appointment_request_id=appointment_request.pk,
        version=appointment_request.version,
        actor=actor,
        channel="phone",
        outcome=outcome,
        next_attempt_at=next_attempt_at,
    )
    return AppointmentRequest.objects.get(pk=appointment_request.pk)


@pytest.fixture
def everything(freya: User) -> dict[str, AppointmentRequest]:
    now, finn = timezone.now(), cast.make_finn()
    taken = make_request()
    claim(appointment_request_id=taken.pk, version=taken.version, actor=finn)
    failed = make_request()
    failed.notices.filter(channel="patient_email").update(state="failed")
    long_closed = make_request(status=Status.WITHDRAWN, actor=freya)
    AppointmentRequest.objects.filter(pk=long_closed.pk).update(closed_at=now - timedelta(days=9))
    scheduled = make_request()
    schedule(scheduled, actor=finn)
    return {
        "new": make_request(),
        "taken": taken,
        "failed": failed,
        "late": tried(freya, now - timedelta(minutes=5)),
        "in two days": tried(freya, now + timedelta(days=2)),
        "asked to call back": tried(finn, now + timedelta(days=2), "voicemail"),
        "undecided": tried(finn, None),
        "scheduled": scheduled,
        "spam": make_request(signals=["link"]),
        "closed": make_request(status=Status.DECLINED, actor=finn),
        "long closed": long_closed,
    }


TABS = {
    "open": {"new", "taken", "failed", "late", "in two days", "asked to call back", "undecided", "scheduled"},
    "first_look": {"new", "failed"},
    "mine": {"late", "in two days"},
    "again_today": {"late"},
    "waiting": {"in two days", "asked to call back"},
    "failed": {"failed"},
    "closed": {"closed"},
    "nonsense": {
        "new",
        "taken",
        "failed",
        "late",
        "in two days",
        "asked to call back",
        "undecided",
        "scheduled",
    },
}


@pytest.mark.parametrize("slug", TABS)
def test_each_tab_holds_its_requests_and_says_how_many(desk, everything, slug):
    reply = desk.get(f"{INBOX}?tab={slug}")
    known = {appointment_request.pk: name for name, appointment_request in everything.items()}
    assert {known[appointment_request.pk] for appointment_request in reply.context["object_list"]} == TABS[
        slug
    ]
    numbers = {tab.slug: (number, is_open) for tab, number, is_open in reply.context["tabs"]}
    assert numbers.pop("possible_spam") == (1, False)
    current = "open" if slug == "nonsense" else slug
    assert numbers == {one: (len(TABS[one]), one == current) for one in TABS if one != "nonsense"}


def test_whoever_is_looked_for_is_found_whatever_the_tab(desk, everything):
    # Without Enter, which opens the record of a whole reference.
    found = search(desk, everything["long closed"].reference, f"{INBOX}results/", tab="mine").context
    assert list(found["object_list"]) == [everything["long closed"]]
    assert not any(is_open for _tab, _number, is_open in found["tabs"])


def test_a_failed_message_is_settled_by_trying_to_reach_the_patient(desk, freya, everything):
    try_to_reach(everything["failed"], actor=freya)
    assert not desk.get(f"{INBOX}?tab=failed").context["object_list"]
    assert "No other" not in page(desk, "?tab=failed")
    assert "Every message arrived" in page(desk, "?tab=failed")


def row(html: str, appointment_request: AppointmentRequest) -> str:
    return next(part for part in html.split("<tr>") if f"inspect/{appointment_request.pk}/" in part)


@pytest.mark.parametrize(
    ("name", "words", "turn"),
    [
        ("new", "First look", "clinic"),
        ("late", "Try again now", "clinic"),
        # Nobody was reached: the desk calls again, and the patient is not waited for.
        ("in two days", "Try again ", "later"),
        ("asked to call back", "Try again ", "patient"),
        ("undecided", "Decide what next", "clinic"),
        ("scheduled", "Visit agreed", None),
    ],
)
def test_a_row_says_what_is_next_and_whose_turn_it_is(desk, everything, name, words, turn):
    found = row(page(desk), everything[name])
    assert words in found
    shown = {"clinic": "Your turn", "patient": "Waiting for the patient"}.get(turn)
    assert re.findall(r'desk-turn--\w+">([^<]+)<', found) == ([shown] if shown else [])


def test_the_next_try_is_due_and_not_the_promise_that_was_kept(desk, everything):
    assert "Overdue" not in row(page(desk), everything["in two days"])
    assert "Overdue by 5 minutes" in row(page(desk), everything["late"])
    assert "Overdue" not in row(page(desk), everything["undecided"])
    assert "Next step" in row(page(desk), everything["undecided"])
    overdue = desk.get(f"{INBOX}?due=overdue").context["object_list"]
    assert set(overdue) == {everything["late"]}


def test_a_row_says_when_to_call_in_which_language_and_from_which_article(desk, freya):
    make_request(
        call_times=["evening"], speaks="es", voicemail_ok=True, article=make_condition(title="Sciatica")
    )
    found = page(desk)
    for said in ("Call: evening", "Voicemail OK", "Spanish", "Sciatica", ">Owed<"):
        assert said in found
    AppointmentRequest.objects.get().notices.update(state="sent", sent_at=timezone.now())
    assert ">OK<" in page(desk)


@pytest.mark.parametrize("name", ["x" * 200, "محمد الهاشمي", "👩‍⚕️🙂 🙂", "<script>alert(1)</script> <b>"])
def test_any_name_stands_apart_from_the_words_around_it(desk, freya, name):
    make_request(full_name=name)
    found = re.search(r'<bdi class="desk-line desk-row-name">(.*?)</bdi>', page(desk))
    assert found
    assert "<" not in found.group(1)


def test_an_empty_tab_says_when_the_last_request_came(desk, freya):
    make_request(status=Status.DECLINED, actor=freya)
    html = page(desk, "?tab=mine")
    assert "You have no request in hand" in html
    assert "Last request received" in html
    assert "Last notice delivered to the desk" in html


def test_the_tab_title_counts_what_waits(desk, everything):
    assert re.search(r"<title> ?\(7\) Requests", page(desk))


def ask(client: Client, since: str, **headers: str) -> dict[str, int]:
    return client.get(NEWS, {"since": since}, headers=headers)


def test_an_open_page_learns_how_many_came_and_nothing_else(desk, freya):
    make_request()
    since = re.search(r'data-since="([^"]+)"', page(desk)).group(1)
    assert ask(desk, since).json() == {"waiting": 1, "new": 0}
    make_request(received_ago=timedelta(0), full_name="Ann Other")
    make_request(received_ago=timedelta(0), signals=["link"])
    reply = ask(desk, since)
    assert reply.json() == {"waiting": 2, "new": 1}
    again = ask(desk, since, if_none_match=reply["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    make_request(received_ago=timedelta(0))
    assert ask(desk, since, if_none_match=reply["ETag"]).json()["new"] == 2


@pytest.mark.parametrize(
    "since", ["", "x", "2026-13-45T00:00:00Z", "2026-01-01", "2026-01-01T00:00:00", "9" * 400]
)
def test_a_question_without_sense_is_answered(desk, freya, since):
    make_request()
    assert ask(desk, since).json() == {"waiting": 1, "new": 1}


def test_asking_is_cheap(desk, freya, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        ask(desk, "")
