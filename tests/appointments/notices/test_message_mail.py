"""What the desk looked at is what arrives: word for word, in text and HTML, with the patient's own link."""

import html
import re
from datetime import timedelta
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

import pytest

from appointments.models import AppointmentRequest, MessageTemplate, Notice
from appointments.models.notices import NoticeState
from appointments.notices.dispatch import deliver_next
from appointments.notices.wording import VisitFacts, texts_for, worded
from appointments.patient_link import link_for
from appointments.services.changes import PatientMessage
from appointments.services.contact import attempts, corrections
from appointments.services.decisions import decisions
from clinic.models import User
from tests import cast
from tests.appointments.factories import AGREED, make_request
from tests.factories import make_details, make_hours

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reads_patients_data")]


@pytest.fixture
def freya(db: None) -> User:
    make_details()
    return cast.make_freya()


def decline(appointment_request: AppointmentRequest, actor: User, **words: Any) -> Notice:
    """Decline it with a message that goes now."""
    message = PatientMessage(**{"subject": "About your request", "body": "Call us.\n", **words})
    known = {"reason": "other", "told_by": "message", "message": message}
    decisions.decline(
        appointment_request_id=appointment_request.pk,
        version=appointment_request.version,
        actor=actor,
        **known,
    )
    return Notice.objects.exclude(body="").get()


def mail_of(mailoutbox: list[EmailMultiAlternatives]) -> EmailMultiAlternatives:
    """The last mail to the patient."""
    while deliver_next():
        pass
    return [mail for mail in mailoutbox if mail.to == ["mara@patient.example"]][-1]


def rich(mail: EmailMultiAlternatives) -> str:
    return mail.alternatives[0].content


def test_it_goes_word_for_word_with_the_link_in_its_place(mailoutbox, freya):
    body = "Hello,\n\nCome & see <us>.\nYour page:\n{link}\n\nIn an emergency, call 911.\n"
    appointment_request = make_request(consents=AGREED)
    decline(appointment_request, freya, subject="About & your request", body=body)
    mail, link = mail_of(mailoutbox), link_for(appointment_request)
    assert mail.subject == "About & your request"
    assert mail.body == body.replace("{link}", link)
    assert f'href="{link}"' in rich(mail)
    assert "Come &amp; see &lt;us&gt;." in rich(mail)
    aloud = html.unescape(re.sub(r"<[^>]+>", " ", rich(mail).partition("<body")[2].partition(">")[2]))
    assert aloud.split() == mail.body.split()


def test_without_a_link_its_line_is_left_out(mailoutbox, freya, settings):
    decline(make_request(consents=AGREED), freya, body="Hello,\n\nCall us.\n{link}\n")
    settings.PATIENT_LINK_KEYS = ["another key of more than forty characters, as required"]
    mail = mail_of(mailoutbox)
    assert mail.body == "Hello,\n\nCall us.\n"
    assert "your-request" not in rich(mail)


def test_it_goes_to_the_corrected_address(mailoutbox, freya):
    appointment_request = make_request(consents=AGREED)
    right = {"email": "right@patient.example", "mail_ok": True}
    corrections.correct(appointment_request_id=appointment_request.pk, version=1, actor=freya, answers=right)
    appointment_request.refresh_from_db()
    decline(appointment_request, freya)
    while deliver_next():
        pass
    assert mailoutbox[-1].to == ["right@patient.example"]


def test_it_does_not_go_before_its_time(mailoutbox, freya):
    notice = decline(make_request(consents=AGREED), freya, waits=timedelta(minutes=3))
    while deliver_next():
        pass
    assert "About your request" not in [mail.subject for mail in mailoutbox]
    Notice.objects.filter(pk=notice.pk).update(due_at=timezone.now())
    assert mail_of(mailoutbox).subject == "About your request"


def test_a_message_about_an_invented_request_goes_to_nobody(mailoutbox, freya):
    appointment_request = make_request(consents=AGREED)
    AppointmentRequest.objects.filter(pk=appointment_request.pk).update(consent_version="demonstration")
    notice = decline(appointment_request, freya)
    while deliver_next():
        pass
    assert notice.was_only_for_show
    assert "About your request" not in [mail.subject for mail in mailoutbox]


@pytest.mark.parametrize(
    "kind", ["visit_confirmed", "visit_moved", "visit_cancelled", "expired", "tried_to_call"]
)
def test_every_field_gets_its_value_from_the_clinic_and_the_visit(freya, kind):
    fields = "{clinic} {phone} {hours} {address} {reference} {visit_time} {practitioner} {earlier_time} {due}"
    appointment_request = make_request(consents=AGREED)
    clinic = make_details(
        opening_hours=[*[make_hours(day=day) for day in (0, 1, 2)], make_hours(day=5, closes=12)]
    )
    visit = VisitFacts(
        start=timezone.now().replace(year=2030, month=1, day=7, hour=22, minute=30),
        practitioner="Ana Reyes, L.Ac.",
        earlier=timezone.now().replace(year=2030, month=7, day=5, hour=16, minute=0),
    )
    said = worded(
        MessageTemplate(kind=kind, subject="S", body=fields),
        appointment_request=appointment_request,
        clinic=clinic,
        visit=visit,
    )
    for words in (
        "Acupuncture Halls 949-510-6333",
        "Monday to Wednesday, 9:00 AM to 5:00 PM; Saturday, 9:00 AM to 12:00 PM",
        "1 Test Street, San Juan Capistrano, CA 92675",
        appointment_request.reference,
        "Monday, January 7, 2030, 2:30 PM Ana Reyes, L.Ac. Friday, July 5, 2030, 9:00 AM",
        "In an emergency, call 911.",
    ):
        assert words in said.body
    assert "{" not in said.body
    for text in texts_for(kind, appointment_request, clinic):
        known = worded(text, appointment_request=appointment_request, clinic=clinic, visit=visit)
        assert set(re.findall(r"\{\w+\}", known.body)) <= {"{link}"}


def test_a_long_name_of_the_clinic_still_makes_one_short_line(freya):
    clinic = make_details(clinic_name="A " * 59)
    said = worded(
        MessageTemplate(kind="declined", subject="About {clinic} and {clinic}", body="."),
        appointment_request=make_request(consents=AGREED),
        clinic=clinic,
    )
    assert len(said.subject) <= 120


def test_a_message_whose_address_is_taken_away_while_it_waits_is_said_to_have_failed(mailoutbox, freya):
    appointment_request = make_request(consents=AGREED)
    known = {"appointment_request_id": appointment_request.pk, "actor": freya}
    message = PatientMessage(subject="Your visit", body="Call us.\n")
    attempts.log_attempt(**known, version=1, channel="phone", outcome="spoke", message=message)
    corrections.correct(**known, version=2, answers={"email": ""})
    while deliver_next():
        pass
    notice = Notice.objects.exclude(body="").get()
    assert (notice.state, notice.last_error) == (NoticeState.FAILED, "NoAddress")
    assert not [mail for mail in mailoutbox if mail.subject == "Your visit"]
