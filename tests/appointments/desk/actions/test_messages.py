"""The message that goes with a step: shown first, sent as it was shown or not at all."""

import re
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

import pytest

from appointments.models import AppointmentRequest, MessageTemplate, Notice, Visit
from appointments.models.notices import NoticeChannel
from appointments.patient_link import token_of
from appointments.services.decisions import decisions
from appointments.statuses import Status
from clinic.models import User
from tests import cast
from tests.appointments.desk.actions.steps import address, take, visit_fields
from tests.appointments.factories import AGREED, make_request, schedule
from tests.factories import make_details, make_practitioner

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reads_patients_data")]

CHECK = "Check the message"


@pytest.fixture
def freya(db: None) -> User:
    make_details()
    return cast.make_freya()


@pytest.fixture
def desk(freya: User) -> Client:
    return cast.signed_in(freya)


def fields_of(page: HttpResponse) -> dict[str, str]:
    """What the page would send: its hidden fields, and the text that is chosen."""
    html = " ".join(page.content.decode().split())
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', html))
    chosen = re.search(r'name="template" value="(\d+)" checked', html)
    return hidden | ({"template": chosen[1]} if chosen else {})


def press(desk: Client, action: str, page: HttpResponse, button: str, **more: Any) -> HttpResponse:
    """Press a button of the page that shows the message."""
    path = page.context["action_url"]
    assert f"/{action}/" in path
    return desk.post(path, {**fields_of(page), "check": button, **more})


def written() -> Notice:
    """The one message that the desk wrote."""
    return Notice.objects.exclude(body="").get()


def nothing_written() -> bool:
    return not Notice.objects.exclude(body="").exists()


def snapshot(appointment_request: AppointmentRequest) -> tuple:
    return AppointmentRequest.objects.filter(
        pk=appointment_request.pk
    ).values_list().get(), appointment_request.events.count()


def test_a_visit_is_confirmed_by_the_message_that_was_shown(desk):
    appointment_request, ana = (
        make_request(consents=AGREED),
        make_practitioner(name="Ana Reyes", post_nominals="L.Ac."),
    )
    before = snapshot(appointment_request)
    page = take(
        desk,
        "schedule",
        appointment_request,
        **visit_fields(ana, write="on", note="Prefers the ground floor"),
    )
    html = page.content.decode()
    assert page.status_code == 200
    assert CHECK in html
    assert "mara@patient.example" in html
    assert snapshot(appointment_request) == before
    assert not Visit.objects.exists()
    assert press(desk, "schedule", page, "send").status_code == 302
    appointment_request.refresh_from_db()
    assert appointment_request.status == Status.SCHEDULED
    assert appointment_request.events.last().note == "Prefers the ground floor"
    sent, shown = written(), page.context["preview"].wording
    assert (sent.subject, sent.body) == (shown.subject, shown.body)
    assert sent.channel == NoticeChannel.PATIENT_EMAIL
    assert "With: Ana Reyes, L.Ac." in sent.body
    assert "10:00 AM" in sent.body
    assert sent.due_at > timezone.now()


def test_nothing_of_the_patient_is_in_it_and_the_desk_never_sees_the_link(desk):
    appointment_request = make_request(consents=AGREED)
    page = take(desk, "schedule", appointment_request, **visit_fields(make_practitioner(), write="on"))
    press(desk, "schedule", page, "send")
    for text in (written().subject, written().body):
        assert not [word for word in ("Mara", "Whitfield", "555", "side door") if word in text]
    record = desk.get(f"/admin/requests/inspect/{appointment_request.pk}/").content.decode()
    for seen in (page.content.decode(), record, written().body):
        assert token_of(appointment_request) not in seen
    assert "the patient&#x27;s own link" in record


def test_do_not_send_takes_the_step_alone(desk):
    appointment_request = make_request(consents=AGREED)
    page = take(desk, "decline", appointment_request, told_by="phone", write="on")
    assert press(desk, "decline", page, "silent").status_code == 302
    appointment_request.refresh_from_db()
    assert appointment_request.status == Status.DECLINED
    assert nothing_written()


def test_without_the_box_there_is_no_second_page(desk):
    appointment_request = make_request(consents=AGREED)
    assert take(desk, "decline", appointment_request, told_by="phone").status_code == 302
    assert nothing_written()


def test_nobody_is_declined_by_a_message_that_is_not_sent(desk):
    appointment_request = make_request(consents=AGREED)
    page = take(desk, "decline", appointment_request, told_by="message")
    again = press(desk, "decline", page, "silent")
    assert again.status_code == 422
    assert "Without it nobody would" in again.content.decode()
    appointment_request.refresh_from_db()
    assert appointment_request.status == Status.NEW
    back = press(desk, "decline", again, "back")
    assert back.context["form"]["reason"].value() == "no_capacity"
    assert press(desk, "decline", again, "send").status_code == 302
    assert appointment_request.events.last().payload.told_by == "message"


def test_told_by_the_message_only_once_it_has_gone(desk):
    appointment_request = make_request(consents=AGREED)
    press(desk, "decline", take(desk, "decline", appointment_request, told_by="message"), "send")
    record = f"/admin/requests/inspect/{appointment_request.pk}/"
    assert "Patient not told until the message is sent" in desk.get(record).content.decode()
    Notice.objects.exclude(body="").update(state="sent", sent_at=timezone.now())
    assert "Patient told: By this site&#x27;s message" in desk.get(record).content.decode()


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ({"email": ""}, "gave no e-mail address"),
        ({"consents": {"contact": True, "email": False}}, "did not agree to e-mail"),
        ({"consents": {"contact": True}}, "did not agree to e-mail"),
    ],
)
def test_where_no_mail_may_go_the_form_says_so_and_nothing_is_sent(desk, answers, says):
    appointment_request = make_request(**answers)
    page = desk.get(address("decline", appointment_request)).content.decode()
    assert says in page
    assert "By this site" not in page
    assert take(desk, "decline", appointment_request, told_by="message").status_code == 422
    assert take(desk, "decline", appointment_request, told_by="phone", write="on").status_code == 302
    assert nothing_written()


def test_whoever_asked_to_be_reached_by_mail_agreed_to_it(desk):
    appointment_request = make_request(contact_by="email")
    assert CHECK in take(desk, "decline", appointment_request, write="on").content.decode()


def test_the_text_follows_the_reason_and_another_can_be_shown(desk):
    appointment_request = make_request(consents=AGREED)
    page = take(desk, "decline", appointment_request, reason="not_offered", write="on")
    assert page.context["preview"].text.name == "We do not offer what was asked for"
    other = MessageTemplate.objects.get(name="Another reason")
    shown = press(desk, "decline", page, "show", template=other.pk)
    assert shown.context["preview"].text == other
    # Chosen but not shown yet: it does not go unseen.
    unseen = press(desk, "decline", page, "send", template=other.pk)
    assert unseen.status_code == 409
    assert "This is not the message that you looked at" in unseen.content.decode()
    assert nothing_written()
    press(desk, "decline", shown, "send")
    assert "Please call us if you would like to know why." in written().body


@pytest.mark.parametrize("forged", ["0", "999999", "x", "-1", "", "1 OR 1=1"])
def test_a_forged_text_is_none(desk, forged):
    appointment_request = make_request(consents=AGREED)
    page = take(desk, "decline", appointment_request, write="on")
    MessageTemplate.objects.create(kind="expired", name="Of another kind", subject="No", body="No {phone}")
    for key in (forged, MessageTemplate.objects.get(name="Of another kind").pk):
        shown = press(desk, "decline", page, "show", template=key)
        assert shown.context["preview"].text.kind == "declined"


def test_a_text_that_was_taken_down_meanwhile_does_not_go(desk):
    appointment_request = make_request(consents=AGREED)
    page = take(desk, "decline", appointment_request, reason="other", write="on")
    MessageTemplate.objects.filter(name="Another reason").update(live=False)
    again = press(desk, "decline", page, "send")
    assert again.status_code == 409
    assert "Read it again" in again.content.decode()
    assert snapshot(appointment_request)[0][2] == Status.NEW
    MessageTemplate.objects.update(live=False)
    for told_by in ("phone", "message"):
        gone = press(desk, "decline", page, "send", told_by=told_by)
        assert gone.status_code in (409, 422)
        assert "is published" in gone.content.decode()
    assert nothing_written()
    assert snapshot(appointment_request)[0][2] == Status.NEW


def test_a_text_that_was_reworded_meanwhile_is_shown_again(desk):
    appointment_request = make_request(consents=AGREED)
    page = take(desk, "decline", appointment_request, reason="other", write="on")
    MessageTemplate.objects.filter(name="Another reason").update(body="New words. Call {phone}.")
    again = press(desk, "decline", page, "send")
    assert again.status_code == 409
    assert "New words. Call 949-510-6333." in again.content.decode()
    assert press(desk, "decline", again, "send").status_code == 302
    assert "New words." in written().body


def test_a_text_with_a_field_that_is_gone_is_not_offered(desk):
    MessageTemplate.objects.filter(kind="declined").update(body="For {somebody}")
    page = desk.get(address("decline", make_request(consents=AGREED))).content.decode()
    assert "No text for “We cannot offer this” is published." in page


def test_whoever_was_slower_is_told_and_keeps_what_was_typed(desk):
    appointment_request, finn = make_request(consents=AGREED), cast.make_finn()
    page = take(desk, "decline", appointment_request, reason="other", note="Typed with care", write="on")
    decisions.withdraw(appointment_request_id=appointment_request.pk, version=1, actor=finn)
    for button in ("send", "silent", "show"):
        told = press(desk, "decline", page, button)
        assert told.status_code == 409
        assert "Finn Desk got there first." in told.content.decode()
        assert "Typed with care" in told.content.decode()
    assert nothing_written()


def test_a_stale_first_page_is_told_before_the_message_is_shown(desk):
    appointment_request, finn = make_request(consents=AGREED), cast.make_finn()
    decisions.claim(appointment_request_id=appointment_request.pk, version=1, actor=finn)
    told = take(desk, "decline", appointment_request, write="on")
    assert told.status_code == 409
    assert "Finn Desk got there first." in told.content.decode()


def test_a_double_click_and_two_tabs_send_one_message(desk):
    appointment_request = make_request(consents=AGREED)
    first = take(desk, "decline", appointment_request, told_by="phone", write="on")
    second = take(desk, "decline", appointment_request, told_by="phone", write="on")
    assert press(desk, "decline", first, "send").status_code == 302
    assert press(desk, "decline", first, "send").status_code == 409
    assert press(desk, "decline", second, "send").status_code == 409
    assert written().appointment_request == appointment_request


def test_moving_and_cancelling_say_which_visit(desk, freya):
    appointment_request = make_request(consents=AGREED)
    schedule(appointment_request, actor=freya)
    appointment_request.refresh_from_db()
    page = take(desk, "cancel-visit", appointment_request, write="on")
    assert "is cancelled. Please do not come" in page.content.decode()
    page = take(
        desk, "move-visit", appointment_request, **visit_fields(make_practitioner(), told_by="message")
    )
    press(desk, "move-visit", page, "send")
    assert written().subject == "Your visit has a new time"
    assert "10:00 AM" in written().body
    assert "{" not in written().body


def test_no_message_is_shown_about_a_time_that_somebody_else_has(desk):
    ana, appointment_request = make_practitioner(), make_request(consents=AGREED)
    take(desk, "schedule", make_request(), **visit_fields(ana))
    page = take(desk, "schedule", appointment_request, **visit_fields(ana, write="on"))
    assert page.status_code == 409
    assert "already has a visit at that time" in page.content.decode()
