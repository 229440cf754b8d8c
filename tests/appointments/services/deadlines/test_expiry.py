"""The end of a request that nobody answered: told before, told after, and never by surprise."""

from datetime import timedelta

from django.core.management import call_command
from django.db.models.functions import Now
from django.test import Client

import pytest

from appointments.consents import DEMONSTRATION
from appointments.messages.kinds import MessageKind
from appointments.models import AppointmentRequest, MessageTemplate, Notice
from appointments.models.requests import Priority
from appointments.services.decisions import decisions
from appointments.statuses import Status
from clinic.models import User
from tests import cast
from tests.appointments.desk.actions.steps import take
from tests.appointments.factories import make_request
from tests.appointments.working import work_on_deadlines
from tests.factories import make_details

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TEXT = {"kind": MessageKind.EXPIRED, "name": "Expired", "language": "en"}


@pytest.fixture
def freya() -> User:
    # No hours: every hour of the day counts, and every day.
    make_details(opening_hours=[])
    MessageTemplate.objects.update_or_create(
        **TEXT, defaults={"subject": "Your request {reference}", "body": "Please call {phone}.", "live": True}
    )
    cast.make_olive()
    return cast.make_freya()


def unanswered(**known) -> AppointmentRequest:
    """A request that has waited for a day, and of which desk and owner were told."""
    appointment_request = waiting(**known)
    work_on_deadlines()
    return appointment_request


def waiting(**known) -> AppointmentRequest:
    """A request that has waited for a day; the patient asked for an answer by mail."""
    return make_request(**{"received_ago": DAY, "contact_by": "email", **known})


def days_pass(days: float) -> None:
    """Since everybody was told."""
    ago = timedelta(days=days)
    Notice.objects.update(created_at=Now() - ago, due_at=Now() - ago)
    Notice.objects.filter(state="sent").update(sent_at=Now() - ago)


def status_of(appointment_request: AppointmentRequest) -> str:
    return AppointmentRequest.objects.get(pk=appointment_request.pk).status


def test_it_expires_two_working_days_after_everybody_was_told(freya, mailoutbox):
    appointment_request = unanswered()
    days_pass(1.9)
    work_on_deadlines()
    assert status_of(appointment_request) == Status.NEW
    days_pass(2.1)
    call_command("run_worker", "--once")
    assert status_of(appointment_request) == Status.EXPIRED
    event = appointment_request.events.get(to_status=Status.EXPIRED)
    assert (event.kind, event.from_status, event.actor, event.actor_name) == ("transition", "new", None, "")


def test_patient_and_owner_are_told_at_once_and_by_name_nobody(freya, mailoutbox):
    appointment_request = unanswered()
    days_pass(3)
    mailoutbox.clear()
    work_on_deadlines()
    patient, owner = sorted(mailoutbox, key=lambda mail: mail.subject, reverse=True)
    assert patient.to == ["mara@patient.example"]
    assert patient.subject == f"Your request {appointment_request.reference}"
    assert "Please call 949-510-6333." in patient.body
    assert owner.to == ["olive@clinic.example"]
    assert "1 request was closed because nobody answered it in time." in owner.body
    assert appointment_request.reference not in owner.subject + owner.body


def test_nothing_expires_twice_and_many_make_one_mail(freya, mailoutbox):
    requests = [waiting() for _number in range(3)]
    work_on_deadlines()
    days_pass(3)
    mailoutbox.clear()
    work_on_deadlines()
    work_on_deadlines()
    assert [status_of(appointment_request) for appointment_request in requests] == [Status.EXPIRED] * 3
    assert [
        appointment_request.events.filter(to_status=Status.EXPIRED).count()
        for appointment_request in requests
    ] == [1] * 3
    to_owner = [mail for mail in mailoutbox if mail.to == ["olive@clinic.example"]]
    assert [mail.body.partition(" because")[0] for mail in to_owner] == ["3 requests were closed"]


def test_without_an_owner_the_desk_is_told_of_it(freya, mailoutbox):
    User.objects.filter(email="olive@clinic.example").update(is_active=False)
    unanswered()
    days_pass(3)
    mailoutbox.clear()
    work_on_deadlines()
    told = next(mail for mail in mailoutbox if "expired" in mail.subject)
    assert sorted(told.to) == ["freya@clinic.example", "front-desk@clinic.example"]


@pytest.mark.parametrize("state", ["pending", "failed"])
def test_while_nobody_could_be_told_that_it_waits_it_stays(freya, mailoutbox, state):
    appointment_request = unanswered()
    days_pass(30)
    Notice.objects.filter(event__kind="escalated").update(state=state, due_at=Now() + DAY)
    work_on_deadlines()
    assert status_of(appointment_request) == Status.NEW


def test_a_worker_that_was_away_for_a_week_tells_first(freya, mailoutbox):
    appointment_request = waiting(received_ago=7 * DAY)
    work_on_deadlines()
    work_on_deadlines()
    assert status_of(appointment_request) == Status.NEW
    days_pass(3)
    work_on_deadlines()
    assert status_of(appointment_request) == Status.EXPIRED


@pytest.mark.parametrize("step", ["note", "claim"])
def test_what_the_desk_works_on_gets_two_days_more(freya, mailoutbox, step):
    appointment_request = unanswered()
    days_pass(5)
    take(cast.signed_in(freya), step, appointment_request)
    work_on_deadlines()
    assert status_of(appointment_request) == Status.NEW


@pytest.mark.parametrize(
    "known", [{"priority": Priority.URGENT}, {"consent_version": DEMONSTRATION}], ids=["urgent", "invented"]
)
def test_what_is_urgent_or_invented_never_expires(freya, mailoutbox, known):
    other, appointment_request = waiting(), unanswered()
    AppointmentRequest.objects.filter(pk=appointment_request.pk).update(**known)
    days_pass(9)
    work_on_deadlines()
    assert (status_of(other), status_of(appointment_request)) == (Status.EXPIRED, Status.NEW)


def test_a_patient_whom_the_desk_has_tried_does_not_expire(freya, mailoutbox):
    appointment_request = unanswered()
    take(cast.signed_in(freya), "attempt", appointment_request)
    days_pass(9)
    work_on_deadlines()
    assert status_of(appointment_request) == Status.CONTACTING


def test_possible_spam_is_left_for_the_desk(freya, mailoutbox):
    appointment_request = make_request(received_ago=30 * DAY, signals=["link"])
    work_on_deadlines()
    days_pass(9)
    work_on_deadlines()
    assert status_of(appointment_request) == Status.QUARANTINED


def test_without_a_published_text_a_patient_who_could_be_told_is_not_given_up(freya, mailoutbox):
    tellable, silent = waiting(), waiting(email="", contact_by="phone")
    work_on_deadlines()
    MessageTemplate.objects.filter(kind=MessageKind.EXPIRED).update(live=False)
    days_pass(9)
    work_on_deadlines()
    assert (status_of(tellable), status_of(silent)) == (Status.NEW, Status.EXPIRED)


def test_one_that_cannot_be_opened_stops_no_other(freya, mailoutbox):
    broken, other = waiting(), unanswered()
    AppointmentRequest.objects.filter(pk=broken.pk).update(patient_data=b"not sealed by us")
    days_pass(9)
    work_on_deadlines()
    assert (status_of(broken), status_of(other)) == (Status.EXPIRED, Status.EXPIRED)


def test_one_that_fails_stops_no_other(freya, mailoutbox, caplog):
    poisoned, other = waiting(), unanswered()
    AppointmentRequest.objects.filter(pk=poisoned.pk).update(language="no such!!")
    MessageTemplate.objects.filter(kind=MessageKind.EXPIRED).update(live=False)
    MessageTemplate.objects.create(**{**TEXT, "language": "es"}, subject="x", body="y", live=True)
    AppointmentRequest.objects.filter(pk=other.pk).update(language="es")
    days_pass(9)
    work_on_deadlines()
    assert (status_of(poisoned), status_of(other)) == (Status.NEW, Status.EXPIRED)
    assert f"Request {poisoned.pk} could not be expired because of NoPublishedText." in caplog.text


def test_the_desk_finds_it_and_can_take_it_up_again(freya, mailoutbox):
    appointment_request = unanswered()
    days_pass(3)
    work_on_deadlines()
    desk: Client = cast.signed_in(freya)
    assert appointment_request.reference in desk.get("/admin/requests/?tab=closed").content.decode()
    appointment_request.refresh_from_db()
    decisions.reopen(
        appointment_request_id=appointment_request.pk,
        version=appointment_request.version,
        actor=freya,
        note="Called them.",
    )
    work_on_deadlines()
    assert status_of(appointment_request) == Status.NEW
