"""What patients type, in each of their ways and whatever goes wrong: no place but the seal holds it."""

from collections.abc import Callable
from typing import Any

from django.core.management import call_command
from django.db import DatabaseError
from django.test import Client

import pytest

from appointments.models import AppointmentRequest, Notice
from appointments.notices.dispatch import deliver_next
from appointments.patient_link import path_for
from appointments.public.forms import carried
from appointments.public.request import sending
from appointments.public.request import views as request_form
from appointments.services.decisions.patient_acts import withdraw_by_patient
from appointments.services.intake import submission
from clinic.typed.fields import PlainTextField
from tests.appointments.patients import FORM, answers, check, press, send
from tests.database_away import ERRORS, away_after
from tests.factories import make_condition, make_details
from tests.smtp_sink import DROP_AFTER_DATA, running_sink

from .cluster import cluster_sinks
from .sinks import Sinks
from .words import NUMBER, PHONE, address, found_in, word

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reads_patients_data")]
OTHER_KEY = "b3RoZXJvdGhlcm90aGVyb3RoZXJvdGhlcm90aGVyMTI="
# A word in every field that takes one.
TYPED = {
    "caller_name": f"{word('name')} Person",
    "phone": f"{PHONE} ext. 4",
    "email": address("mail"),
    "access_needs": f"{word('ramp')} please",
    "note": f"{word('note')}\nand more",
}
FOR_ANOTHER = {**TYPED, "who_for": "other", "full_name": f"{word('guardian')} Person"}
# The trap's word puts the request aside.
WAYS: dict[str, dict[str, Any]] = {
    "for oneself": TYPED,
    "for another": FOR_ANOTHER,
    "about an article": {**TYPED, "article": "sciatica", "topic": "sciatica"},
    "by e-mail alone": {**TYPED, "contact_by": "email"},
    "put aside": {**FOR_ANOTHER, "subject": word("subject")},
}


@pytest.fixture
def places(sinks: Sinks) -> Sinks:
    """Where patients' mail goes is where it must go."""
    make_details()
    make_condition()
    sinks.allowed = {address("mail")}
    return sinks


def test_every_field_that_takes_words_has_one():
    fields = request_form.AppointmentRequestForm(articles=()).fields
    words = {
        name for name, one in fields.items() if isinstance(one, PlainTextField) and not one.widget.is_hidden
    }
    # One more is the trap's, and stands in the form as it is sent to a browser.
    assert words == set(FOR_ANOTHER) - {"who_for"}


@pytest.mark.parametrize("way", WAYS)
def test_what_was_stored_is_in_the_seal_alone(places, client, way):
    places.saw(client.get(f"{FORM}?article=sciatica"))
    page = check(client, **WAYS[way])
    places.saw(page, press(client, page, step="reach"), press(client, page))
    appointment_request = AppointmentRequest.objects.get()
    assert found_in(appointment_request.patient.full_name)
    link = path_for(appointment_request)
    other = f"({NUMBER[:3]}) {NUMBER[3:6]}-{NUMBER[6:]} ext. 5"
    for data in (
        {"act": "phone", "phone": f"{word('phone')} 12"},
        {"act": "phone", "phone": other},
        {"act": word("act"), "seen": word("seen")},
    ):
        places.saw(client.post(link, data), client.get(link))
    places.saw(
        Client(enforce_csrf_checks=True).post(link, {"phone": word("phone")}, headers={"Origin": "null"})
    )
    places.saw(client.post(link, {"act": "end-link"}), client.get(link))
    call_command("run_worker", "--once")
    version = AppointmentRequest.objects.get().version
    withdraw_by_patient(appointment_request_id=appointment_request.pk, version=version)
    call_command("run_worker", "--once")
    assert places.search() == {}


def crash(*_args: Any, **_kwargs: Any) -> Any:
    raise ValueError(f"{TYPED['caller_name']} is no number, and {TYPED['phone']} no name")


def away(*_args: Any, **_kwargs: Any) -> Any:
    raise DatabaseError(f"DETAIL: Failing row contains ({TYPED['caller_name']}, {TYPED['phone']})")


def wrong_answers(client: Client, _patch: Any) -> Any:
    wrong = {
        "caller_name": f"{word('name')}\x00",
        "email": word("mail") + "@",
        "phone": word("phone"),
        "note": word("note") * 300,
        **{
            name: word(name)
            for name in ("topic", "days", "times", "who_for", "speaks", "contact_by", "article")
        },
        **{name: word(name) for name in ("opened", "submission_key", word("unknown"))},
    }
    return [check(client, **{**TYPED, name: value}) for name, value in wrong.items()]


def from_elsewhere(client: Client, _patch: Any) -> Any:
    return [
        client.post(FORM, answers(**TYPED), headers={"Origin": one})
        for one in ("null", "https://evil.example")
    ]


def page_too_old(client: Client, patch: Any) -> Any:
    page = check(client, **TYPED)
    patch.setattr(carried, "GOOD_FOR", -1)
    return [press(client, page)]


def damaged(client: Client, _patch: Any) -> Any:
    return [
        client.post(FORM, {"answers": word("answers"), "step": word("step"), word("name"): word("value")})
    ]


def too_much(client: Client, _patch: Any) -> Any:
    many = {f"{word('field')}{number}": word("value") for number in range(70)}
    return [check(client, note=word("note") * 9000), check(client, **many)]


def too_often(client: Client, patch: Any) -> Any:
    patch.setattr(sending, "submit_request", _raises(request_form.TooManyRequests))
    return [press(client, check(client, **TYPED))]


def _raises(error: type[Exception]) -> Callable[..., Any]:
    def fail(*_args: Any, **_kwargs: Any) -> Any:
        raise error

    return fail


def refused_by_the_database(client: Client, patch: Any) -> Any:
    patch.setattr(submission, "make_reference", lambda: "TOO LONG FOR THE COLUMN")
    return [send(client, **TYPED)]


def database_error_with_values(client: Client, patch: Any) -> Any:
    page = check(client, **TYPED)
    patch.setattr(sending, "submit_request", away)
    return [press(client, page)]


def database_away(client: Client, _patch: Any) -> Any:
    page, seen = check(client, **TYPED), []
    for error in ERRORS:
        for queries in (0, 2, 5):
            with away_after(queries, error):
                seen += [press(client, page), check(client, **TYPED)]
    return seen


def crashed(client: Client, patch: Any) -> Any:
    client.raise_request_exception = False
    page = check(client, **TYPED)
    patch.setattr(sending, "submit_request", crash)
    sent = press(client, page)
    patch.setattr(request_form, "arrived_answers", crash)
    return [sent, check(client, **TYPED)]


def crashed_with_the_debug_page(client: Client, patch: Any) -> Any:
    patch.setattr("django.conf.settings.DEBUG", True)
    return crashed(client, patch)


def other_keys(client: Client, patch: Any) -> Any:
    page = check(client, **TYPED)
    patch.setattr("django.conf.settings.PATIENT_DATA_KEYS", [OTHER_KEY])
    return [press(client, page)]


def typed_elsewhere(client: Client, _patch: Any) -> Any:
    typed = word("search")
    return [
        client.get(f"/search/?query={typed}"),
        client.get(f"/search/suggestions/?q={typed}"),
        client.post("/search/", {"query": typed}),
        client.get(f"{FORM}?article={typed}&caller_name={typed}"),
        client.get("/", headers={"Referer": f"http://testserver/?{typed}", "User-Agent": typed}),
    ]


FAILURES: list[tuple[Callable[..., Any], set[int]]] = [
    (wrong_answers, {200, 422}),
    (from_elsewhere, {422}),
    (page_too_old, {422}),
    (damaged, {422}),
    (too_much, {400, 413}),
    (too_often, {429}),
    (refused_by_the_database, {503}),
    (database_error_with_values, {503}),
    (database_away, {200, 503}),
    (crashed, {500}),
    (crashed_with_the_debug_page, {500}),
    (other_keys, {200, 503}),
    (typed_elsewhere, {200, 405}),
]


@pytest.mark.parametrize(("fail", "statuses"), FAILURES, ids=[case[0].__name__ for case in FAILURES])
def test_when_sending_fails_nobody_is_told_what_was_typed(places, client, monkeypatch, fail, statuses):
    with monkeypatch.context() as patch:
        answered = fail(client, patch)
    assert {page.status_code for page in answered} <= statuses
    # What is typed into the search stands in its address: it is nothing about a person.
    if fail is not typed_elsewhere:
        places.saw(*answered)
    assert places.search() == {}


MAIL_FAULTS = {
    "nobody there": {"RCPT": f"550 5.1.1 <{address('mail')}> {TYPED['caller_name']} is unknown"},
    "not now": {"RCPT": f"451 {TYPED['caller_name']}: later"},
    "no mail from us": {"MAIL": f"554 {PHONE} is listed"},
    "content refused": {"DATA": f"554 {word('note')} is spam"},
    "unknown command": {"EHLO": f"500 {word('name')}", "HELO": f"500 {word('name')}"},
    "gone after the text": {},
}
# Nothing is proved by a server that nobody spoke to.
SAID_BY_SERVERS = {
    "AddressRefused",
    "MayHaveArrived",
    "SMTPDataError",
    "SMTPHeloError",
    "SMTPRecipientsRefused",
    "SMTPSenderRefused",
}


@pytest.mark.parametrize("fault", MAIL_FAULTS)
def test_a_mail_server_that_fails_and_repeats_what_it_knows_is_not_believed(places, client, settings, fault):
    with running_sink() as server:
        options = {"host": "127.0.0.1", "port": server.port, "timeout": 2}
        settings.MAILERS = {"default": {"BACKEND": "clinic.mail.smtp.EmailBackend", "OPTIONS": options}}
        server.refuses = MAIL_FAULTS[fault]
        server.mode = server.mode if server.refuses else DROP_AFTER_DATA
        send(client, **TYPED)
        while deliver_next():
            pass
        seen = set(Notice.objects.exclude(last_error="").values_list("last_error", flat=True))
        assert seen and seen <= SAID_BY_SERVERS
        raw = b"".join(server.raw).decode().replace(address("mail"), "")
    assert not found_in(raw)
    assert places.search() == {}


def test_a_fault_of_the_worker_repeats_nothing(places, client, monkeypatch):
    send(client, **TYPED)
    monkeypatch.setattr("django.core.mail.message.EmailMessage.message", crash)
    while deliver_next():
        pass
    monkeypatch.undo()
    assert Notice.objects.exclude(last_error="").exists()
    assert places.search() == {}


def test_postgres_holds_none_of_it_in_its_files(places, client):
    for way in WAYS.values():
        check(client, **{**way, "phone": word("phone")})
    send(client, **WAYS["for another"])
    call_command("run_worker", "--once")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(submission, "make_reference", lambda: "TOO LONG FOR THE COLUMN")
        assert send(client, **{**TYPED, "submission_key": "f" * 32}).status_code == 503
    assert AppointmentRequest.objects.exists()
    for sink in cluster_sinks():
        hits = {where: how for where, held in sink.read() if (how := found_in(held))}
        assert hits == {}, sink.name
