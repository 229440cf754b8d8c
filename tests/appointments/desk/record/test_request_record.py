"""The record: every answer word for word, the timeline in words, and only the steps that are possible."""

import re
from dataclasses import fields
from datetime import timedelta

from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from wagtail.models import ModelLogEntry, ReferenceIndex, Revision

import pytest

from appointments.models import AppointmentRequest, Notice, RequestEvent
from appointments.models.notices import NoticeChannel, NoticeState
from appointments.models.timeline import EventKind
from appointments.patient_data import SCHEMA_VERSION, PatientData
from appointments.services.contact import attempts
from appointments.services.decisions import decisions, merging
from appointments.statuses import OPEN, Status
from clinic.models import User
from tests import cast
from tests.appointments.factories import make_request, schedule, try_to_reach
from tests.factories import make_condition, make_details
from tests.queries import at_most_queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reads_patients_data")]

FULL = {
    "full_name": "Robin Whitfield",
    "who_for": "child",
    "child_age": "5-11",
    "guardian_name": "Mara Whitfield",
    "relationship": "guardian",
    "phone": "949-555-0142 ext. 7",
    "phone_e164": "+19495550142",
    "email": "mara@patient.example",
    "contact_by": "email",
    "voicemail_ok": False,
    "call_times": ["midday"],
    "speaks": "es",
    "visited_before": "yes",
    "topic": "in_person",
    "asked_for": "Ana Reyes, L.Ac.",
    "days": ["tue", "sat"],
    "times": ["evening"],
    "access_needs": "Step-free entrance",
    "note": "First line\nSecond line",
    "consents": {"contact": True, "email": True},
    "other_phones": [{"phone": "949-555-0177", "voicemail_ok": False}],
    "corrections": [
        {"field": "speaks", "value": "en", "by": "Finn Desk", "at": "2026-11-20T18:00:00+00:00", "numbers": 1}
    ],
    "schema": SCHEMA_VERSION,
    "other_answers": {"insurer": "Blue Heron"},
}
SAID = [
    "Robin Whitfield", "My child, under 18", "Mara Whitfield", "949-555-0142 ext. 7", "tel:+19495550142",
    "mailto:mara@patient.example", "By e-mail", "No voicemail", "Spanish", "Yes",
    "Would rather say in person", "Tuesday, Saturday", "Evening", "Step-free entrance",
    "First line\nSecond line", "We may contact them about this request", "949-555-0177", "tel:+19495550177",
    "We may e-mail them about it", "5 to 11", "Legal guardian", "Midday",
    "English", "Corrected by Finn Desk", "Other answers", "insurer: Blue Heron",
    "Asked for", "Ana Reyes, L.Ac.",
]  # fmt: skip


@pytest.fixture
def freya() -> User:
    make_details()
    return cast.make_freya()


@pytest.fixture
def desk(freya: User) -> Client:
    return cast.signed_in(freya)


def record(client: Client, appointment_request: AppointmentRequest) -> str:
    response = client.get(f"/admin/requests/inspect/{appointment_request.pk}/")
    assert response.status_code == 200
    return response.content.decode()


def steps_on(html: str) -> set[str]:
    return set(re.findall(r'(?:href|action)="/admin/requests/([a-z-]+)/[0-9a-f-]{36}/"', html)) - {
        "inspect",
        "print",
        "undo",
    }


def test_every_answer_is_there_in_words(desk):
    html = record(desk, make_request(**FULL))
    for words in SAID:
        assert words in html, words
    assert set(FULL) == {field.name for field in fields(PatientData)}, "a new answer needs a label"


def test_no_voicemail_cannot_be_missed(desk):
    assert '<strong class="desk-alert">No voicemail</strong>' in record(
        desk, make_request(voicemail_ok=False)
    )
    assert "desk-alert" not in record(desk, make_request(voicemail_ok=True))


@pytest.mark.parametrize(
    "name",
    [
        "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "\u202egnp.exe", "=cmd|' /C calc'!A0",
        "{{ settings }}{% debug %}", "x" * 200, "👩🏽‍⚕️ 🙂", "مريم الخطيب", "' OR 1=1 --",
    ],
)  # fmt: skip
def test_hostile_words_are_inert(desk, name):
    appointment_request = make_request(
        full_name=name, note=name, access_needs=name, email="", phone="", phone_e164=""
    )
    html = record(desk, appointment_request)
    assert html.count(f"<bdi>{escape(name)}</bdi>") == 4, "name, whom to ask for, note, access needs"
    inbox = desk.get("/admin/requests/").content.decode()
    assert (
        f'<bdi class="desk-line desk-row-name">{escape(appointment_request.patient.short_name)}</bdi>'
        in inbox
    )
    if "<" in name:
        assert name not in html


def test_the_timeline_says_who_did_what(desk, freya):
    appointment_request = make_request()
    attempts.log_attempt(
        appointment_request_id=appointment_request.pk,
        version=1,
        actor=freya,
        channel="phone",
        outcome="voicemail",
        note="Left <b>word</b>.",
    )
    html = " ".join(record(desk, appointment_request).split())
    assert "Request received</strong>: Website" in html
    assert "Tried to reach the patient</strong>: Phone · Left a voicemail" in html
    assert "Freya Desk" in html
    assert "<bdi>Left &lt;b&gt;word&lt;/b&gt;.</bdi>" in html


def test_the_timeline_says_what_became_of_each_message(desk):
    appointment_request = make_request()
    desk_mail = Notice.objects.filter(channel=NoticeChannel.DESK_EMAIL)
    now = timezone.now()
    assert "waiting to be sent" in record(desk, appointment_request)
    desk_mail.update(attempts=2, due_at=now + timedelta(minutes=2))
    assert "not sent yet; trying again" in record(desk, appointment_request)
    desk_mail.update(state=NoticeState.FAILED)
    assert "failed: it could not be sent. Send it again when mail works" in record(desk, appointment_request)
    desk_mail.update(state=NoticeState.SENT, sent_at=now)
    assert re.search(r"Mail to the front desk: <span class=\"\">sent \d", record(desk, appointment_request))


def test_a_visit_and_a_duplicate_are_shown(desk, freya):
    original, appointment_request = make_request(), make_request()
    schedule(original, actor=freya)
    merging.close_as_duplicate(
        appointment_request_id=appointment_request.pk, version=1, actor=freya, original=original
    )
    assert "with Ana Reyes, L.Ac." in record(desk, original)
    assert (
        f'<a href="/admin/requests/inspect/{appointment_request.pk}/">{appointment_request.reference}</a>'
        in record(desk, original)
    )
    assert f'<a href="/admin/requests/inspect/{original.pk}/">{original.reference}</a>' in record(
        desk, appointment_request
    )


ALWAYS = {"note"}
WHILE_OPEN = {"correct", "priority"}
CLOSINGS = {"decline", "withdraw", "duplicate", "error"}


@pytest.mark.parametrize(
    ("status", "steps"),
    [
        (Status.QUARANTINED, {"restore", "discard", "claim", *CLOSINGS} - {"decline"}),
        (Status.NEW, {"attempt", "schedule", "claim", *CLOSINGS}),
        (Status.CONTACTING, {"attempt", "schedule", "release", *CLOSINGS}),
        (Status.SCHEDULED, {"cancel-visit", "move-visit", "release", *CLOSINGS}),
        (Status.DECLINED, {"reopen", "error"}),
        (Status.UNREACHABLE, {"reopen", "error"}),
        (Status.WITHDRAWN, {"reopen", "error"}),
        (Status.EXPIRED, {"reopen", "error"}),
        (Status.DUPLICATE, {"reopen", "error"}),
        (Status.ENTERED_IN_ERROR, set()),
    ],
)
def test_only_possible_steps_are_offered(desk, freya, status, steps):
    always = ALWAYS | WHILE_OPEN if status in OPEN else ALWAYS
    always |= {"end-link"} if status != Status.QUARANTINED else set()
    assert steps_on(record(desk, make_request(status=status, actor=freya))) == steps | always


def test_unreachable_is_offered_only_after_enough_attempts(desk, freya):
    appointment_request = make_request()
    for channel in ("phone", "phone", "phone"):
        try_to_reach(appointment_request, actor=freya, channel=channel)
    assert "becomes possible after three attempts" in record(desk, appointment_request)
    assert "unreachable" not in steps_on(record(desk, appointment_request))
    try_to_reach(appointment_request, actor=freya, channel="email")
    assert "unreachable" in steps_on(record(desk, appointment_request))


def test_what_cannot_be_opened_says_so_and_the_desk_can_still_work(desk, freya):
    appointment_request = make_request()
    RequestEvent.objects.create(
        appointment_request=appointment_request, kind=EventKind.NOTE, sealed_note=b"nor this"
    )
    AppointmentRequest.objects.filter(pk=appointment_request.pk).update(patient_data=b"not sealed by us")
    html = record(desk, appointment_request)
    assert "This cannot be opened." in html
    assert "A note was written here, but it cannot be opened." in html
    assert desk.get(f"/admin/requests/attempt/{appointment_request.pk}/").status_code == 200


def test_notes_are_shown_to_those_who_may_read_them(desk, freya, monkeypatch):
    appointment_request = make_request()
    decisions.add_note(
        appointment_request_id=appointment_request.pk, version=1, actor=freya, note="Asked for Ana"
    )
    assert "Asked for Ana" in record(desk, appointment_request)
    monkeypatch.setattr("appointments.desk.record.views.user_can_read_notes", lambda user: False)
    html = record(desk, appointment_request)
    assert "Wrote a note" in html
    assert "Asked for Ana" not in html


def test_the_record_is_not_kept_by_browsers_and_costs_few_queries(desk, freya):
    appointment_request = make_request()
    for channel in ("phone", "email", "phone"):
        try_to_reach(appointment_request, actor=freya, channel=channel)
    record(desk, appointment_request)
    with at_most_queries(19):
        response = desk.get(f"/admin/requests/inspect/{appointment_request.pk}/")
    assert "no-store" in response["Cache-Control"]


def test_deleting_the_article_keeps_the_request(desk, freya):
    article = make_condition(title="Sciatica", slug="sciatica")
    appointment_request = make_request(article=article, topic="sciatica")
    article.delete()
    assert "Sent from the article “Sciatica”" in record(desk, appointment_request)


def test_nothing_of_wagtails_keeps_a_copy(desk, freya):
    appointment_request = make_request(article=make_condition())
    schedule(appointment_request, actor=freya)
    record(desk, appointment_request)
    assert not ReferenceIndex.objects.filter(object_id=str(appointment_request.pk)).exists()
    assert not Revision.objects.filter(object_id=str(appointment_request.pk)).exists()
    assert not ModelLogEntry.objects.filter(object_id=str(appointment_request.pk)).exists()
