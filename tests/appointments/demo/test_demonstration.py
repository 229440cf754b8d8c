"""The invented requests: every state, true timelines, no mail, never beside real ones or in production."""

from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from typing import Any

from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

import pytest
from cryptography.fernet import Fernet

from appointments.checks import no_demo_request_is_live
from appointments.consents import DEMONSTRATION
from appointments.demo.patients import PATIENTS, patient
from appointments.models import AppointmentRequest, Notice, RequestEvent, Visit
from appointments.models.requests import Channel, Priority
from appointments.patient_data import PatientData
from appointments.services.deadlines.spam_digest import write_spam_digest
from appointments.statuses import TRANSITIONS, Status
from appointments.targets.queries import is_late, response_targets_of
from clinic.models import ClinicSettings, User
from tests.appointments.factories import make_request
from tests.databases import rows_for_many
from tests.factories import make_details, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reads_patients_data")]


def load() -> str:
    out = StringIO()
    call_command("load_demo_requests", stdout=out)
    return out.getvalue()


@pytest.fixture(scope="module")
def demonstration(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The demonstration's site and people, for all tests that ask for it; none of its requests."""
    with rows_for_many(django_db_blocker):
        call_command("load_demo_site", password="needles-in-the-haystack", verbosity=0)
        yield


@pytest.fixture(scope="class")
def loaded(demonstration: None, django_db_blocker: Any) -> Iterator[None]:
    with rows_for_many(django_db_blocker):
        load()
        yield


# Before the demonstration is loaded: it stays until the last test of this file.
def test_a_clinic_of_its_own_gets_none():
    make_details()
    make_user(email="desk@clinic.example", group="Front desk")
    with pytest.raises(CommandError, match="demonstration site first"):
        load()
    assert not AppointmentRequest.objects.exists()


def test_the_check_lets_real_requests_pass():
    make_request(received_ago=timedelta(hours=1))
    assert no_demo_request_is_live(None) == []


@pytest.mark.usefixtures("loaded")
class TestLoaded:
    """All of it, loaded once."""

    def test_every_status_and_every_way_to_arrive_is_there(self):
        requests = AppointmentRequest.objects.all()
        assert requests.count() == len(PATIENTS) >= 24
        assert {appointment_request.status for appointment_request in requests} == set(Status)
        assert {appointment_request.channel for appointment_request in requests} == set(Channel)
        clinic = ClinicSettings.of_the_default_site()
        late = is_late(response_targets_of(clinic).starts_at(timezone.now()))
        assert requests.filter(late, status=Status.NEW, priority=Priority.URGENT).exists()
        assert requests.exclude(article=None).exists()
        assert requests.filter(article=None, status=Status.NEW).exists()
        assert Visit.objects.values("practitioner").distinct().count() == 3
        assert len({visit.during.lower.date() for visit in Visit.objects.all()}) == 3
        assert any(appointment_request.visit_is_over for appointment_request in requests)

    def test_each_is_marked_as_invented_and_reaches_nobody(self):
        for appointment_request in AppointmentRequest.objects.all():
            data = appointment_request.patient
            assert appointment_request.consent_version == DEMONSTRATION
            assert data.phone_e164[:10] in ("+194955501", ""), data.full_name
            assert data.email.endswith("@example.com") or not data.email

    def test_no_timeline_tells_what_cannot_have_been(self):
        now = timezone.now()
        for appointment_request in AppointmentRequest.objects.all():
            events = list(appointment_request.events.order_by("at", "pk"))
            assert [event.pk for event in events] == sorted(event.pk for event in events), (
                appointment_request.patient.full_name
            )
            assert events[0].at == appointment_request.received_at
            assert all(event.at <= now for event in events)
            moves = [(event.from_status, event.to_status) for event in events[1:] if event.to_status]
            assert all(Status(after) in TRANSITIONS[Status(before)] for before, after in moves)
            assert appointment_request.closed_at == (
                events[-1].at if not appointment_request.is_open else None
            )
            assert appointment_request.due_at == ClinicSettings.of_the_default_site().reply_due(
                appointment_request.waiting_since
            )

    def test_nobody_is_told(self, mailoutbox):
        assert not write_spam_digest()
        call_command("run_worker", "--once")
        # Whether the records of reads are whole is no news of a request.
        assert not [mail for mail in mailoutbox if mail.subject != "Records of reads are whole"]
        assert Notice.objects.exists()
        assert not Notice.objects.pending().exists()
        assert not Notice.objects.exclude(sent_at=None).exists()

    def test_the_record_says_that_its_messages_were_not_sent(self):
        client = Client()
        client.force_login(User.objects.get(email="desk@clinic.example"))
        grace = next(r for r in AppointmentRequest.objects.all() if r.patient.full_name.startswith("Grace"))
        html = client.get(f"/admin/requests/inspect/{grace.pk}/").content.decode()
        assert "not sent: a demonstration" in html

    def test_loading_again_changes_nothing(self):
        before = set(AppointmentRequest.objects.values_list("pk", "version")), RequestEvent.objects.count()
        assert "nothing was changed" in load()
        assert (
            set(AppointmentRequest.objects.values_list("pk", "version")),
            RequestEvent.objects.count(),
        ) == before

    def test_the_check_refuses_to_go_live_with_them(self):
        (error,) = no_demo_request_is_live(None)
        assert error.id == "appointments.E003"
        assert str(len(PATIENTS)) in error.msg


@pytest.mark.parametrize("name", PATIENTS)
def test_a_patient_answered_what_the_form_asks(name):
    data: PatientData = patient(name)
    assert data.phone_e164 if data.contact_by == "phone" else data.email
    assert data.days or data.times
    assert data.consents["contact"]


def test_none_joins_a_real_request(demonstration):
    make_request()
    load()
    assert AppointmentRequest.objects.count() == 1


def test_a_site_with_keys_of_its_own_gets_none(demonstration, settings):
    settings.SECRET_KEY, settings.PATIENT_LOOKUP_KEY = "x" * 50, "y" * 50
    settings.PATIENT_LINK_KEYS = ["z" * 50]
    settings.PATIENT_DATA_KEYS = [Fernet.generate_key()]
    with pytest.raises(CommandError, match="keys of a real one"):
        load()
    assert not AppointmentRequest.objects.exists()
