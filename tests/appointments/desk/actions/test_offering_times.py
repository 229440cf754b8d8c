"""Writing with free times to a patient who cannot be called: seen first, sent, and counted as an attempt."""

import html
import re
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

import pytest

from appointments.models import AppointmentRequest, MessageTemplate, Notice
from appointments.models.timeline import attempts_on
from appointments.notices.messages import for_patient
from appointments.statuses import Status
from clinic.models import Practitioner, User
from tests import cast
from tests.appointments.desk.actions.steps import address, take, visit_fields
from tests.appointments.factories import AGREED, make_request
from tests.factories import make_details, make_practitioner

pytestmark = pytest.mark.django_db
DEAF = {"phone": "", "phone_e164": "", "contact_by": "email", "consents": AGREED}


@pytest.fixture
def freya(db: None) -> User:
    make_details(email="desk@clinic.example")
    return cast.make_freya()


@pytest.fixture
def desk(freya: User) -> Client:
    return cast.signed_in(freya)


@pytest.fixture
def ana(db: None) -> Practitioner:
    return make_practitioner(name="Ana Reyes", post_nominals="L.Ac.")


def keys_on(page: HttpResponse) -> list[str]:
    return re.findall(r'name="times"\s+value="([^"]+)"', page.content.decode())


def offer(
    desk: Client, appointment_request: AppointmentRequest, keys: list[str], **more: Any
) -> HttpResponse:
    day = (timezone.localdate() + timedelta(days=3)).isoformat()
    return take(desk, "offer-times", appointment_request, **{"times": keys, "again": day, **more})


def seen_on(page: HttpResponse) -> str:
    return re.search(r'name="seen"\s+value="([^"]+)"', page.content.decode())[1]


def test_a_patient_who_reads_gets_times_that_are_free_and_the_desk_a_day_to_look_again(desk, freya, ana):
    appointment_request = make_request(**DEAF)
    record = desk.get(f"/admin/requests/inspect/{appointment_request.pk}/").content.decode()
    assert "Write with times" in record
    keys = keys_on(desk.get(address("offer-times", appointment_request)))
    assert len(keys) >= 3
    page = offer(desk, appointment_request, [keys[2], keys[0]])
    shown = html.unescape(page.content.decode())
    assert "Check the message" in shown
    assert shown.count("M (Ana Reyes, L.Ac.)") == 2
    assert "Write to desk@clinic.example which one suits you" in shown
    assert "Do not send" not in shown
    assert appointment_request.events.count() == 1
    sent = offer(desk, appointment_request, [keys[2], keys[0]], check="send", seen=seen_on(page))
    assert sent.status_code == 302
    kept = AppointmentRequest.objects.get(pk=appointment_request.pk)
    assert (kept.status, len(attempts_on(kept))) == (Status.CONTACTING, 1)
    assert kept.next_attempt_at > timezone.now() + timedelta(days=1)
    notice = Notice.objects.exclude(body="").get()
    assert notice.body.count("M (Ana Reyes, L.Ac.)") == 2
    assert "confirm" not in notice.body
    assert not kept.visits.exists(), "nothing is booked"


def test_it_is_undone_with_its_message(desk, ana):
    appointment_request = make_request(**DEAF)
    keys = keys_on(desk.get(address("offer-times", appointment_request)))
    page = offer(desk, appointment_request, keys[:1])
    offer(desk, appointment_request, keys[:1], check="send", seen=seen_on(page))
    event = appointment_request.events.get(kind="attempt")
    desk.post(f"/admin/requests/undo/{appointment_request.pk}/", {"event": event.pk})
    kept = AppointmentRequest.objects.get(pk=appointment_request.pk)
    assert (kept.status, attempts_on(kept)) == (Status.NEW, [])


@pytest.mark.parametrize("answers", [{"email": "", "consents": AGREED}, {"consents": {"contact": True}}])
def test_whoever_may_not_be_written_to_is_not(desk, ana, answers):
    appointment_request = make_request(**answers)
    assert (
        "Write with times"
        not in desk.get(f"/admin/requests/inspect/{appointment_request.pk}/").content.decode()
    )
    keys = keys_on(desk.get(address("offer-times", appointment_request)))
    for check in ({}, {"check": "send"}, {"check": "silent"}):
        assert offer(desk, appointment_request, keys[:1], **check).status_code == 422
    assert appointment_request.events.count() == 1


def test_nobody_is_told_to_write_to_a_clinic_without_an_address(desk, ana):
    make_details(email="")
    appointment_request = make_request(**DEAF)
    keys = keys_on(desk.get(address("offer-times", appointment_request)))
    page = offer(desk, appointment_request, keys[:1])
    assert page.status_code == 422
    assert "hold no e-mail address that a patient could answer to" in html.unescape(page.content.decode())


def test_what_the_patient_wished_for_is_among_the_times_and_marked(desk, ana):
    days = (timezone.localdate() + timedelta(days=ahead) for ahead in range(5, 9))
    far = next(day for day in days if day.weekday() < 5)
    wished = make_request(**DEAF, days=[f"{far:%a}".lower()], times=[])
    page = html.unescape(desk.get(address("offer-times", wished)).content.decode())
    assert re.search(rf"{far:%a}, [^<]+: suits the patient", page)


def test_each_time_says_who_speaks_the_patients_language(desk, ana):
    make_practitioner(name="Lucía Paz", languages="Spanish, English")
    page = desk.get(address("offer-times", make_request(**DEAF, speaks="es"))).content.decode()
    assert "The patient speaks Spanish." in page
    assert "Lucía Paz (speaks Spanish)" in page
    assert "Ana Reyes (speaks" not in page
    Practitioner.objects.update(languages="English")
    page = desk.get(address("offer-times", make_request(**DEAF, speaks="es"))).content.decode()
    assert "nobody here is noted to speak: arrange an interpreter" in page
    assert "speaks Spanish" not in desk.get(address("offer-times", make_request(**DEAF))).content.decode()


def test_it_is_never_taken_without_its_message(desk, ana):
    appointment_request = make_request(**DEAF)
    keys = keys_on(desk.get(address("offer-times", appointment_request)))
    assert offer(desk, appointment_request, keys[:1], check="silent").status_code == 422
    assert appointment_request.events.count() == 1


def test_a_time_that_somebody_took_meanwhile_is_not_offered(desk, freya, ana):
    appointment_request, other = make_request(**DEAF), make_request()
    keys = keys_on(desk.get(address("offer-times", appointment_request)))
    start = timezone.localtime(
        timezone.datetime.fromtimestamp(int(keys[0].split(".")[1]), timezone.get_default_timezone())
    )
    fields = visit_fields(ana, day=start.date().isoformat(), starts=f"{start:%H:%M}")
    assert take(desk, "schedule", other, **fields).status_code == 302
    page = offer(desk, appointment_request, keys[:1])
    assert page.status_code == 422
    assert "One of these times is no longer free" in page.content.decode()


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"times": []}, "Select one to three times"),
        ({"times": ["x", "1.2", "9.99999999999999999999", "²"]}, "no longer free"),
        ({"again": ""}, "Enter the day"),
        ({"again": "2020-01-01"}, "Enter a day after today"),
        ({"again": "9999-12-31"}, "Enter a day after today"),
    ],
)
def test_what_makes_no_sense_is_named(desk, ana, changes, says):
    appointment_request = make_request(**DEAF)
    keys = keys_on(desk.get(address("offer-times", appointment_request)))
    page = offer(
        desk,
        appointment_request,
        **{"keys": keys[:2], **changes} if "times" not in changes else {"keys": changes["times"]},
    )
    assert page.status_code == 422
    assert says in page.content.decode()


def test_four_times_are_too_many_to_choose_from(desk, ana):
    appointment_request = make_request(**DEAF)
    keys = keys_on(desk.get(address("offer-times", appointment_request)))
    assert "Select three times at most" in offer(desk, appointment_request, keys[:4]).content.decode()


def test_the_patients_language_chooses_the_text_and_english_stands_in(desk, ana):
    spanish, english = make_request(**DEAF, speaks="es"), make_request(**DEAF)
    keys = keys_on(desk.get(address("offer-times", spanish)))
    assert "Nothing is booked yet" in offer(desk, spanish, keys[:1]).content.decode()
    MessageTemplate.objects.create(
        kind="offered_times",
        name="Horas",
        language="es",
        subject="Horas para su visita",
        body="Horas libres:\n\n{times}\n\n{phone}, {hours}",
        live=True,
    )
    page = offer(desk, spanish, keys[:1])
    assert "Horas libres" in page.content.decode()
    assert "Horas libres" not in offer(desk, english, keys[:1]).content.decode()
    offer(desk, spanish, keys[:1], check="send", seen=seen_on(page))
    notice = Notice.objects.exclude(body="").get()
    assert notice.body.startswith("Hola:\n\nHoras libres:\n\n")
    assert re.search(r" de 20\d\d, \d+:\d\d [AP]M \(Ana Reyes, L\.Ac\.\)$", notice.body, re.MULTILINE)
    assert "En una emergencia, llame al 911." in notice.body
    assert not re.search(r"Hello|emergency|\bto\b|\band\b|day\b", notice.body)
    assert '<html lang="es">' in for_patient(notice).html
