"""A word that the patient typed is searched for everywhere, after everything that can go wrong went wrong."""

import logging
import uuid
from collections.abc import Callable, Iterator
from typing import Any

from django.core.cache import cache
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.test import Client

import pytest

from appointments.models import AppointmentRequest, Notice
from appointments.patient_link import path_for
from appointments.public.request import views as request_form
from appointments.services.decisions import patient_acts
from appointments.services.intake import submission
from articles.models import ConditionPage
from tests.appointments.desk.searching import search
from tests.cast import make_freya, signed_in

from .patients import FORM, answers, check, press, record_url, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reads_patients_data")]

CANARY = f"canary{uuid.uuid4().hex}"
DIGITS = "9495557391"
# One in every field that takes words.
TYPED = {
    "who_for": "other",
    "full_name": f"{CANARY} Name",
    "guardian_name": f"{CANARY} Guardian",
    "phone": f"({DIGITS[:3]}) {DIGITS[3:6]}-{DIGITS[6:]}",
    "email": f"{CANARY}@x.example",
    "access_needs": f"{CANARY} ramp",
    "note": f"{CANARY}\nnote",
    "subject": f"{CANARY} subject",
    "topic": "",
}
# The trap's word would put the request aside.
PERSON = {**TYPED, "subject": ""}


def found_in(text: str) -> bool:
    return CANARY in text or DIGITS[3:] in text or f"{DIGITS[3:6]}-{DIGITS[6:]}" in text


def everything_stored() -> Iterator[tuple[str, str]]:
    """Each row of each table, as text."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" t')  # noqa: S608 - names from the database
            yield from ((table, row[0]) for row in cursor.fetchall())


def assert_told_nobody(caplog: Any, mailoutbox: list[Any]) -> None:
    """Not in logs, mail, cache or any column of any row."""
    for record in caplog.records:
        assert not found_in(logging.Formatter().format(record)), record.name
    for message in mailoutbox:
        # The address is where the mail goes; nothing else of the person may be in it.
        seen = message.message().as_string().replace(TYPED["email"], "")
        assert not found_in(seen)
        assert not found_in(str(getattr(message, "alternatives", "")))
    assert not found_in(str(getattr(cache, "_cache", "")))
    assert not [table for table, row in everything_stored() if found_in(row)]


@pytest.fixture
def strict() -> Client:
    return Client(enforce_csrf_checks=True)


def away(*_args: Any, **_kwargs: Any) -> Any:
    raise DatabaseError(f"DETAIL: Failing row contains ({TYPED['full_name']}, {TYPED['phone']})")


def crash(*_args: Any, **_kwargs: Any) -> Any:
    typed = TYPED["full_name"]
    return typed / 0


def wrong_answers(client: Client, _patch: pytest.MonkeyPatch) -> Any:
    return [
        check(client, **{**TYPED, name: wrong})
        for name, wrong in (
            ("full_name", f"{CANARY}\x00"),
            ("email", f"{CANARY}@"),
            ("phone", CANARY),
            ("note", CANARY * 50),
            ("topic", CANARY),
            ("days", [CANARY]),
            ("who_for", CANARY),
        )
    ]


def from_elsewhere(client: Client, _patch: pytest.MonkeyPatch) -> Any:
    origins = ("null", "https://evil.example")
    return [client.post(FORM, answers(**TYPED), headers={"Origin": origin}) for origin in origins]


def database_away(client: Client, patch: pytest.MonkeyPatch) -> Any:
    page = check(client, **PERSON)
    patch.setattr(request_form, "submit_request", away)
    sent = press(client, page)
    patch.setattr(ConditionPage.objects, "live", away)
    return [sent, check(client, **PERSON)]


def refused_by_the_database(client: Client, patch: pytest.MonkeyPatch) -> Any:
    patch.setattr(submission, "make_reference", lambda: "TOO LONG FOR THE COLUMN")
    return [send(client, **PERSON)]


def crashed(client: Client, patch: pytest.MonkeyPatch) -> Any:
    client.raise_request_exception = False
    patch.setattr(request_form, "submit_request", crash)
    sent = press(client, check(client, **PERSON))
    patch.setattr(request_form, "arrived_answers", crash)
    return [sent, check(client, **PERSON)]


def tampered_with(client: Client, _patch: pytest.MonkeyPatch) -> Any:
    return [client.post(FORM, {"answers": CANARY, "step": CANARY, CANARY: CANARY})]


def too_much(client: Client, _patch: pytest.MonkeyPatch) -> Any:
    many = {f"{CANARY}{number}": CANARY for number in range(70)}
    return [check(client, note=CANARY * 9000), check(client, **many)]


def wrong_address(client: Client, _patch: pytest.MonkeyPatch) -> Any:
    return [
        client.get(f"/search/?query={CANARY}"),
        client.get(f"/search/suggestions/?q={CANARY}"),
        client.get(f"{FORM}?article={CANARY}&full_name={CANARY}"),
        client.post("/search/", {"query": CANARY}),
        client.get("/", headers={"Referer": f"http://testserver/?{CANARY}"}),
    ]


FAILURES: list[tuple[Callable[..., Any], set[int]]] = [
    (wrong_answers, {422}),
    (from_elsewhere, {422}),
    (database_away, {503}),
    (refused_by_the_database, {503}),
    (crashed, {500}),
    (tampered_with, {422}),
    (too_much, {400, 413}),
    (wrong_address, {200, 405}),
]


@pytest.mark.parametrize(("fail", "statuses"), FAILURES, ids=[case[0].__name__ for case in FAILURES])
def test_when_sending_fails_nobody_is_told_what_was_typed(
    client, condition, caplog, mailoutbox, monkeypatch, fail, statuses
):
    caplog.set_level(logging.DEBUG)
    with monkeypatch.context() as patch:
        answered = fail(client, patch)
    assert {page.status_code for page in answered} <= statuses
    assert not [page for page in answered if found_in(str(page.headers) + str(page.cookies))]
    assert not AppointmentRequest.objects.exists()
    assert_told_nobody(caplog, mailoutbox)


@pytest.mark.parametrize("typed", [TYPED, PERSON], ids=["put aside", "taken"])
@pytest.mark.parametrize("server", ["there", "away"])
def test_when_it_was_stored_only_the_seal_holds_it(client, caplog, mailoutbox, monkeypatch, typed, server):
    caplog.set_level(logging.DEBUG)
    if server == "away":
        monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
    send(client, **typed)
    call_command("run_worker", "--once")
    assert AppointmentRequest.objects.get().patient.full_name == typed["full_name"]
    assert Notice.objects.exclude(last_error="").exists() == (server == "away")
    assert_told_nobody(caplog, mailoutbox)


def refuse(*_args: Any, **_kwargs: Any) -> Any:
    raise ConnectionRefusedError(f"554 no such user {TYPED['email']}")


def test_what_happens_later_repeats_none_of_it(client, caplog, mailoutbox, strict):
    caplog.set_level(logging.DEBUG)
    send(client, **PERSON)
    appointment_request = AppointmentRequest.objects.get()
    link = path_for(appointment_request)
    desk = signed_in(make_freya())
    shown = desk.get(record_url(appointment_request)).content.decode()
    assert CANARY in shown
    search(desk, CANARY)
    search(desk, DIGITS)
    for page in (
        client.post(link, {"act": "phone", "phone": f"{CANARY} 12"}),
        client.post(link, {"act": "phone", "phone": f"({DIGITS[:3]}) {DIGITS[3:6]}-{DIGITS[6:]} ext. 4"}),
        strict.post(link, {"act": "phone", "phone": CANARY}),
        client.get(link),
    ):
        assert page.status_code in (200, 302, 422)
    patient_acts.withdraw_by_patient(
        appointment_request_id=appointment_request.pk,
        version=AppointmentRequest.objects.get(pk=appointment_request.pk).version,
    )
    call_command("run_worker", "--once")
    assert_told_nobody(caplog, mailoutbox)
