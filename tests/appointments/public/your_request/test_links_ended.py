"""A patient's link that was ended opens nothing any more; the new one goes into the next mail."""

import re
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

import pytest

from appointments.models import AppointmentRequest, RequestEvent
from appointments.patient_link import link_for, path_for
from appointments.services.contact.corrections import correct
from appointments.services.decisions.undo import LEAST_WINDOW, TooLate, undo
from clinic.models import User
from tests import cast
from tests.appointments.desk.actions.steps import address, take
from tests.appointments.factories import AGREED, make_request
from tests.appointments.patients import record_url, send, the_request
from tests.appointments.working import send_what_is_due
from tests.factories import make_details

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reads_patients_data")]
NEW_KEY = "a new key of the links, of more than forty characters"
LOOKUP_KEY = "another lookup key, of more than forty characters too"


@pytest.fixture(autouse=True)
def freya(db: None) -> User:
    make_details()
    return cast.make_freya()


def fresh(appointment_request: AppointmentRequest) -> AppointmentRequest:
    return AppointmentRequest.objects.get(pk=appointment_request.pk)


def give_another_address(appointment_request: AppointmentRequest, freya: User, address: str) -> None:
    correct(
        appointment_request_id=appointment_request.pk,
        version=appointment_request.version,
        actor=freya,
        answers={"email": address, "mail_ok": bool(address)},
    )


def is_gone(path: str) -> bool:
    """Whether the page behind ``path`` cannot be told from that of a link that never was."""
    page, unknown = Client().get(path), Client().get(f"/appointments/your-request/{'a' * 26}/")
    return (page.status_code, page.content) == (404, unknown.content)


def end(path: str) -> Any:
    return Client().post(path, {"act": "end-link"})


@pytest.mark.parametrize("address", ["right@patient.example", ""])
def test_another_address_ends_the_link_that_the_stranger_has(freya, address):
    appointment_request = make_request(consents=AGREED)
    sent = path_for(appointment_request)
    give_another_address(appointment_request, freya, address)
    assert is_gone(sent)
    assert Client().post(sent, {"act": "withdraw", "seen": "received"}).status_code == 404
    assert fresh(appointment_request).is_open
    assert Client().get(path_for(fresh(appointment_request))).status_code == 200


def test_other_corrections_leave_the_link_as_it_is(freya):
    appointment_request = make_request()
    correct(appointment_request_id=appointment_request.pk, version=1, actor=freya, answers={"speaks": "es"})
    assert path_for(fresh(appointment_request)) == path_for(appointment_request)


def test_a_correction_taken_back_gives_the_stranger_no_link_back(freya):
    appointment_request = make_request(consents=AGREED)
    sent = path_for(appointment_request)
    give_another_address(appointment_request, freya, "right@patient.example")
    event = RequestEvent.objects.get(kind="corrected")
    undo(appointment_request_id=appointment_request.pk, event_id=event.pk, actor=freya, window=LEAST_WINDOW)
    assert fresh(appointment_request).patient.email_to_use == "mara@patient.example"
    assert is_gone(sent)
    assert Client().get(path_for(fresh(appointment_request))).status_code == 200, (
        "the new link goes on working"
    )


def test_a_mail_that_waited_holds_the_new_link(freya, mailoutbox):
    appointment_request = make_request(consents=AGREED)
    sent = link_for(appointment_request)
    give_another_address(appointment_request, freya, "right@patient.example")
    send_what_is_due()
    [mail] = [one for one in mailoutbox if one.to == ["right@patient.example"]]
    assert link_for(fresh(appointment_request)) in mail.body
    assert sent not in mail.body


def test_a_stranger_ends_the_link_by_one_press_and_the_desk_is_told(freya, mailoutbox):
    appointment_request = make_request(consents=AGREED)
    send_what_is_due()
    mailoutbox.clear()
    sent = path_for(appointment_request)
    assert "This link reached somebody else" in Client().get(sent).content.decode()
    page = end(sent)
    text = page.content.decode()
    assert page.status_code == 200
    assert "949-510-6333" in text
    assert page["Referrer-Policy"] == "strict-origin"
    assert is_gone(sent)
    assert end(sent).status_code == 404
    send_what_is_due()
    assert [(one.to, one.subject) for one in mailoutbox] == [
        (
            ["freya@clinic.example", "front-desk@clinic.example"],
            "Appointment request: a link reached a stranger",
        )
    ], "the patient's address may be the stranger's"
    record = cast.signed_in(freya).get(record_url(appointment_request)).content.decode()
    assert "Said that the link reached somebody else: it is ended" in record
    assert "The patient, <time" in record


@pytest.mark.parametrize("origin", ["https://elsewhere.example", None])
def test_no_other_site_ends_a_link(origin):
    appointment_request = make_request()
    headers = {"Origin": origin} if origin else {"Origin": "null"}
    page = Client(headers=headers).post(path_for(appointment_request), {"act": "end-link"})
    assert page.status_code == 422
    assert Client().get(path_for(appointment_request)).status_code == 200


def test_the_desk_ends_a_link_and_sends_the_new_one(freya, mailoutbox):
    appointment_request = make_request(consents=AGREED)
    send_what_is_due()
    mailoutbox.clear()
    sent = path_for(appointment_request)
    assert take(cast.signed_in(freya), "end-link", appointment_request, send_link="on").status_code == 302
    assert is_gone(sent)
    send_what_is_due()
    [mail] = mailoutbox
    assert mail.to == ["mara@patient.example"]
    assert mail.subject == "The new link to your request"
    assert link_for(fresh(appointment_request)) in mail.body
    html = mail.alternatives[0].content
    aloud = re.sub(r"<[^>]+>", " ", html.partition("<body")[2].partition(">")[2])
    assert aloud.split() == mail.body.split()


def test_a_link_ended_by_the_desk_stays_ended(freya):
    appointment_request = make_request()
    take(cast.signed_in(freya), "end-link", appointment_request)
    event = RequestEvent.objects.get(kind="link_ended")
    with pytest.raises(TooLate):
        undo(
            appointment_request_id=appointment_request.pk, event_id=event.pk, actor=freya, window=LEAST_WINDOW
        )
    assert not event.notices.exists(), "nobody asked to send the new one"


def test_who_may_not_be_written_to_is_not_sent_the_new_link(freya):
    appointment_request = make_request(consents={"contact": True, "email": False})
    page = cast.signed_in(freya).get(address("end-link", appointment_request))
    assert "send_link" not in page.context["form"].fields
    take(cast.signed_in(freya), "end-link", appointment_request, send_link="on")
    assert not RequestEvent.objects.get(kind="link_ended").notices.exists()


def test_leave_for_an_acknowledgement_is_no_leave_for_the_new_link(freya, mailoutbox):
    appointment_request = make_request(consents=AGREED)
    send_what_is_due()
    mailoutbox.clear()
    take(cast.signed_in(freya), "end-link", appointment_request, send_link="on")
    AppointmentRequest.objects.filter(pk=appointment_request.pk).update(consent_version="2026-11-22")
    send_what_is_due()
    assert not mailoutbox


def test_a_new_key_leaves_links_alive_until_the_old_one_is_taken_out(settings):
    [old] = settings.PATIENT_LINK_KEYS
    before = make_request()
    sent = path_for(before)
    settings.PATIENT_LINK_KEYS = [NEW_KEY, old]
    assert Client().get(sent).status_code == 200
    assert path_for(before) == sent, "mail that goes now holds the link that opens"
    after = make_request()
    settings.PATIENT_LINK_KEYS = [NEW_KEY]
    assert is_gone(sent), "whoever took the key could make links"
    assert Client().get(path_for(after)).status_code == 200


def test_the_page_received_leads_to_the_request_also_after_the_key_was_changed(client, settings):
    page = send(client)
    settings.PATIENT_LINK_KEYS = [NEW_KEY, *settings.PATIENT_LINK_KEYS]
    again = client.get(page.redirect_chain[-1][0]).content.decode()
    assert f'href="{path_for(the_request())}"' in again
    settings.PATIENT_LINK_KEYS = [NEW_KEY]
    assert "your-request" not in client.get(page.redirect_chain[-1][0]).content.decode()


def test_links_do_not_hang_on_the_lookup_key(settings):
    appointment_request = make_request()
    settings.PATIENT_LOOKUP_KEY = LOOKUP_KEY
    assert Client().get(path_for(appointment_request)).status_code == 200


def test_an_ended_link_costs_the_same_queries_as_an_unknown_one():
    appointment_request = make_request()
    ended = path_for(appointment_request)
    end(ended)
    asked = []
    for path in (ended, f"/appointments/your-request/{'a' * 26}/"):
        with CaptureQueriesContext(connection) as queries:
            Client().get(path)
        asked.append([re.sub(r"'[^']*'|\d+", "", query["sql"]) for query in queries])
    assert asked[0] == asked[1]
