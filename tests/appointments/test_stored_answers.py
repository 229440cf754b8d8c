"""A stored document of any release can be read: by every list and page, and after a change of it."""

import json
import re
import uuid
from typing import Any

from django.contrib.auth.models import Group
from django.test import Client

import pytest

from appointments.models import AppointmentRequest
from appointments.patient_data import SCHEMA_VERSION, DecryptionError, open_text, seal_text, unseal
from appointments.questions.table import QUESTIONS
from appointments.services.contact import corrections
from appointments.services.decisions import decisions, patient_acts
from clinic.models import User
from tests import cast
from tests.appointments.desk.searching import sealed
from tests.appointments.factories import make_request, schedule
from tests.appointments.patients import record_url
from tests.factories import make_details

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reads_patients_data")]

INBOX, NEW, EXPORT = "/admin/requests/", "/admin/requests/new/", "/admin/requests/export/"
# A question that this release does not ask any more, or does not ask yet.
UNKNOWN = {"insurer": "Blue Heron", "seen_by": ["Ana", "Ben"], "schema": SCHEMA_VERSION + 1}
# Each answer in a type that no release ever stored.
WRONG_TYPES = {
    "full_name": ["Mara"],
    "phone": 9495550142,
    "voicemail_ok": "yes",
    "email": None,
    "call_times": "morning",
    "days": ["mon", 3],
    "times": {"morning": True},
    "speaks": {},
    "consents": ["contact"],
    "other_phones": [{"phone": "949-555-0188"}, "949-555-0177", None],
    "corrections": [
        {"field": "speaks", "value": "es"},
        {"field": "full_name", "value": 7, "by": "Finn", "at": "2026-11-20T18:00:00+00:00", "numbers": 0},
        {"field": "email", "value": "m@new.example", "by": "Finn", "at": "yesterday", "numbers": 0},
    ],
    "schema": "two",
}
DOCUMENTS = {"unknown": UNKNOWN, "wrong types": WRONG_TYPES}
UNREADABLE = {"no JSON": "{", "a list": "[]", "a word": '"Mara"'}


@pytest.fixture
def freya() -> User:
    make_details()
    freya = cast.make_freya()
    freya.groups.add(*Group.objects.filter(name=cast.OWNER))
    return freya


@pytest.fixture
def desk(freya: User) -> Client:
    return cast.signed_in(freya)


def document_of(appointment_request: AppointmentRequest) -> dict[str, Any]:
    appointment_request = AppointmentRequest.objects.get(pk=appointment_request.pk)
    return json.loads(open_text(appointment_request.pk, appointment_request.patient_data))


def store(appointment_request: AppointmentRequest, text: str) -> AppointmentRequest:
    """Put ``text`` in the place of the stored answers, sealed as they were."""
    sealed = seal_text(appointment_request.pk, text)
    AppointmentRequest.objects.filter(pk=appointment_request.pk).update(patient_data=sealed)
    return AppointmentRequest.objects.get(pk=appointment_request.pk)


def with_answers(appointment_request: AppointmentRequest, changes: dict[str, Any]) -> AppointmentRequest:
    return store(appointment_request, json.dumps({**document_of(appointment_request), **changes}))


def correct(appointment_request: AppointmentRequest, actor: User, **answers: Any) -> AppointmentRequest:
    corrections.correct(
        appointment_request_id=appointment_request.pk,
        version=appointment_request.version,
        actor=actor,
        answers=answers,
    )
    return AppointmentRequest.objects.get(pk=appointment_request.pk)


def words_of(page: Any) -> str:
    return " ".join(re.sub("<[^>]+>", " ", page.content.decode()).split())


def assert_every_page_opens(desk: Client, freya: User, text: str | dict[str, Any]) -> None:
    """The lists, the record, the desk's forms and the export, for a new and a booked request."""
    fresh, booked, other = make_request(), make_request(), make_request(full_name="Mara Whitfield")
    schedule(booked, actor=freya)
    for one in (fresh, booked):
        with_answers(one, text) if isinstance(text, dict) else store(one, text)
    day = booked.visits.get().during.lower.date()
    pages = [
        INBOX,
        f"{INBOX}?search={sealed(desk, 'Whitfield')}",
        f"{INBOX}day/?day={day}",
        record_url(other),
    ]
    kinds = ("inspect", "print", "attempt", "schedule", "correct", "decline", "note", "duplicate")
    pages += [f"{INBOX}{kind}/{fresh.pk}/" for kind in kinds]
    pages += [f"{INBOX}{kind}/{booked.pk}/" for kind in ("inspect", "print", "move-visit", "cancel-visit")]
    statuses = {page: desk.get(page, follow=True).status_code for page in pages}
    chosen = {"confirmed": "yes", "reason": "review", "kind": "csv", "with_people": "on"}
    statuses["export"] = desk.post(EXPORT, {**chosen, "listing": "tab=open"}).status_code
    statuses["caller"] = desk.post(NEW, {"find": "1", "phone": "949-555-0142"}).status_code
    assert {page: status for page, status in statuses.items() if status != 200} == {}


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS)
def test_a_document_of_another_release_opens_on_every_page(desk, freya, document):
    assert_every_page_opens(desk, freya, document)


@pytest.mark.parametrize("text", UNREADABLE.values(), ids=UNREADABLE)
def test_a_document_that_is_none_is_as_one_that_no_key_opens(text):
    owner = uuid.uuid4()
    with pytest.raises(DecryptionError):
        unseal(owner, seal_text(owner, text))


def test_a_document_that_is_none_stops_no_page(desk, freya):
    assert_every_page_opens(desk, freya, UNREADABLE["a list"])


def test_what_no_question_asks_is_shown_and_kept_through_every_change(desk, freya):
    appointment_request = with_answers(make_request(), UNKNOWN)
    assert "Other answers insurer: Blue Heron seen_by: [" in words_of(
        desk.get(record_url(appointment_request))
    )
    appointment_request = correct(appointment_request, freya, phone="949-555-0166")
    patient_acts.call_at_other_phone(
        appointment_request_id=appointment_request.pk,
        version=appointment_request.version,
        phone="949-555-0199",
        voicemail_ok=True,
    )
    document = document_of(appointment_request)
    assert {name: document[name] for name in UNKNOWN} == UNKNOWN
    words = words_of(desk.get(record_url(appointment_request)))
    assert "Blue Heron" in words
    assert "949-555-0199" in words


def test_an_answer_of_a_wrong_type_reads_as_its_default_and_is_kept(desk, freya):
    appointment_request = with_answers(make_request(), WRONG_TYPES)
    answers = appointment_request.patient
    assert (answers.full_name, answers.short_name, answers.phone_to_call) == ("", "", "")
    assert (answers.days, answers.corrections, answers.schema) == (["mon"], [], 1)
    assert not answers.may_leave_voicemail
    correct(appointment_request, freya, full_name="Mara Whitfield")
    document = document_of(appointment_request)
    assert document["full_name_as_stored"] == ["Mara"]
    assert document["corrections_as_stored"] == WRONG_TYPES["corrections"]
    assert document["other_phones_as_stored"] == WRONG_TYPES["other_phones"]
    assert "Mara Whitfield" in words_of(desk.get(record_url(appointment_request)))


def test_a_missing_answer_reads_as_its_default(desk):
    appointment_request = store(make_request(), '{"full_name": "Mara Whitfield"}')
    answers = appointment_request.patient
    assert (answers.schema, answers.contact_by, answers.days, answers.other_answers) == (1, "phone", [], {})
    assert desk.get(record_url(appointment_request)).status_code == 200


def test_undoing_and_closing_need_no_known_answers(desk, freya):
    appointment_request = with_answers(make_request(), {**UNKNOWN, **WRONG_TYPES})
    decisions.withdraw(appointment_request_id=appointment_request.pk, version=1, actor=freya)
    undone = desk.post(f"{INBOX}undo/{appointment_request.pk}/", {"version": 2})
    assert undone.status_code in (200, 302)
    assert document_of(appointment_request)["insurer"] == "Blue Heron"


def test_the_schema_version_stands_in_the_document_and_covers_every_question():
    assert document_of(make_request())["schema"] == SCHEMA_VERSION
    assert max(question.since for question in QUESTIONS) <= SCHEMA_VERSION
