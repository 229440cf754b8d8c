"""What speaks for spam, and what does not: every signal puts a request aside, and none loses it."""

from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

import pytest

from appointments.models import RequestEvent
from appointments.public.screening.fields import signed_time
from appointments.statuses import Status
from tests.appointments.patients import FORM, send, shown_reference, the_request

pytestmark = pytest.mark.django_db


def shown(**ago: float) -> str:
    """The time field of a form that was opened so long ago."""
    return signed_time(timezone.now() - timedelta(**ago))


def outcome(client: Client, **changes: Any) -> tuple[str, list[str]]:
    """The status in which Pat's request is stored, and the signals kept with it."""
    reply = send(client, **changes)
    appointment_request = the_request()
    assert shown_reference(reply) == appointment_request.reference, (
        "whoever sends sees the usual confirmation"
    )
    return appointment_request.status, list(RequestEvent.objects.get().payload.signals)


@pytest.mark.parametrize(
    ("changes", "signal"),
    [
        ({"subject": "Cheap watches"}, "trap"),
        ({"subject": "\x00"}, "trap"),
        ({"subject": "x" * 20_000}, "trap"),
        ({"opened": None}, "no_time"),
        ({"opened": ""}, "no_time"),
        ({"opened": "\x00"}, "no_time"),
        ({"opened": "1700000000000"}, "no_time"),
        ({"opened": shown(minutes=2)[:-1] + "~"}, "no_time"),
        ({"opened": "9" * 5000}, "no_time"),
        ({"note": "Best prices http://pills.example/buy"}, "link"),
        ({"note": "HTTPS://PILLS.EXAMPLE"}, "link"),
        ({"note": "see www.pills.example now"}, "link"),
        ({"access_needs": "https://pills.example"}, "link"),
        ({"caller_name": "Win www.pills.example"}, "link"),
        ({"note": "http://clinic.example.pills.example/"}, "link"),
        ({"note": "[url=pills.example]buy[/url]"}, "markup"),
        ({"note": '<A HREF="pills.example">buy</A>'}, "markup"),
        ({"caller_name": "(949) 555-0142"}, "name_is_number"),
    ],
)
def test_each_signal_puts_the_request_aside(client, changes, signal):
    assert outcome(client, **changes) == (Status.QUARANTINED, [signal])


@pytest.mark.parametrize("old", [{"days": 3}, {"days": 400}])
def test_a_form_that_lay_around_for_days_is_put_aside(client, old):
    assert outcome(client, opened=shown(**old)) == (Status.QUARANTINED, ["no_time"])


def test_all_signals_are_kept(client):
    status, signals = outcome(client, subject="x", opened=None, note="http://pills.example [url=x]")
    assert (status, set(signals)) == (Status.QUARANTINED, {"trap", "no_time", "link", "markup"})


REAL_NOTES = [
    "",
    "My insurance is bcbs.com, is that OK?",
    "Write to me at patience@www.example if the phone is busy, or pat.q@smith.co.uk",
    "I read http://localhost:8000/conditions/sciatica/ and would like to try.",
    "Me duele desde hace 3 años. ¿Puedo ir los jueves, p.ej. a las 16:00?",
    "我想預約星期四下午,謝謝。",
    "Tôi muốn hẹn vào thứ Năm. Cảm ơn!",
    "عندي موعد يوم الخميس، هل هذا ممكن؟",
    "मैं गुरुवार को आ सकता हूँ।",
    "Can't come before 4:30pm!!! CALL FIRST!!! $40 copay? <3 :-) [see my last request] a < b",
    "My href is not a link; www is three letters. HTTP://",
    "Two visits/week, 10.30 a.m.Then again in Dec.Thanks",
    "I am an URL shortener engineer [no joke]",
]


@pytest.mark.parametrize("note", REAL_NOTES)
def test_what_patients_write_is_not_put_aside(client, note):
    assert outcome(client, note=note) == (Status.NEW, [])


@pytest.mark.parametrize(
    "name",
    [
        "Nguyễn", "X", "李小龍", "محمد", "R2-D2", "María-José O'Brien Ñ.", "Jean-Luc 3rd", "Ng", "Null",
        "Test Testerson", "Henry VIII", "ณัฐวุฒิ", "B", "Dr. A. B. Smith, Ph.D.", "O.J.",
    ],
)  # fmt: skip
def test_no_persons_name_is_put_aside(client, name):
    assert outcome(client, caller_name=name) == (Status.NEW, [])


@pytest.mark.parametrize(
    "email", ["pat@rare.museum", "pat+clinic@mail.xn--p1ai", "1234567@qq.com", "a@b.io", "pat@www.example"]
)
def test_no_email_address_is_put_aside(client, email):
    assert outcome(client, email=email) == (Status.NEW, [])


@pytest.mark.parametrize("opened", [{"seconds": 4}, {"hours": 20}, {"hours": 47}])
def test_quick_and_slow_people_are_not_put_aside(client, opened):
    assert outcome(client, opened=shown(**opened)) == (Status.NEW, [])


def test_a_form_just_opened_and_sent_by_a_program_is_put_aside(client):
    opened = client.get(FORM).context["opening"]["opened"].value()
    assert outcome(client, opened=opened) == (Status.QUARANTINED, ["too_fast"])


@pytest.mark.parametrize("seconds", [0, 2, -60])
def test_faster_than_anybody_types_is_put_aside(client, seconds):
    assert outcome(client, opened=shown(seconds=seconds)) == (Status.QUARANTINED, ["too_fast"])


def test_correcting_an_answer_in_a_second_is_not_too_fast(client):
    first = client.post(FORM, {"opened": shown(minutes=3)})
    assert first.status_code == 422
    assert outcome(client, opened=first.context["form"]["opened"].value()) == (Status.NEW, [])


def test_the_trap_is_away_from_eyes_ears_tab_key_and_autofill(client):
    html = " ".join(client.get(FORM).content.decode().split())
    trap = html[html.index('<div class="hidden-text" aria-hidden="true">') :]
    trap = trap[: trap.index("</div>")]
    for said in ("Leave this field empty", 'name="subject"', 'tabindex="-1"', 'autocomplete="off"'):
        assert said in trap
    assert html.count('name="subject"') == 1
    assert "style=" not in trap


def test_no_word_of_the_patient_stands_in_the_signals(client):
    send(client, subject="Tinglingfingers", note="Tinglingfingers http://pills.example")
    assert "ingling" not in str(list(RequestEvent.objects.values_list("details", flat=True)))


def test_the_same_suspicious_submission_five_times_makes_one_request(client):
    replies = {shown_reference(send(client, subject="x", opened=shown(minutes=2))) for _ in range(5)}
    assert replies == {the_request().reference}
    assert the_request().status == Status.QUARANTINED
    assert RequestEvent.objects.count() == 1
