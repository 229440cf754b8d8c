"""Keys that are not those of the database: nothing starts with them, nothing is stored, and it is said."""

from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection
from django.test import Client

import pytest
from cryptography.fernet import Fernet

from appointments.models import AppointmentRequest, KeyCheck, RequestEvent, key_checks
from appointments.patient_link import path_for
from appointments.services.decisions.decisions import add_note
from clinic.server import gunicorn
from tests import cast
from tests.appointments.factories import make_request
from tests.appointments.patients import TYPED_WORDS, check, press, shown_reference
from tests.factories import make_details

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reads_patients_data")]
FOREIGN = Fernet.generate_key().decode()


@pytest.fixture(autouse=True)
def fresh_process(db, monkeypatch) -> None:
    """A process that has not compared its keys yet, on a site that may take requests."""
    make_details()
    monkeypatch.setattr(key_checks, "_known", set())


def test_a_foreign_key_stores_nothing_and_gives_everything_typed_back(client, settings):
    make_request()
    settings.PATIENT_DATA_KEYS = [FOREIGN]
    reply = press(client, check(client))
    html = reply.content.decode()
    assert reply.status_code == 503
    for said in ("Patience Quillfeather", "Tinglingfingers", "tel:+1"):
        assert said in html
    assert AppointmentRequest.objects.count() == 1


def test_a_site_that_kept_its_key_recognizes_a_foreign_one_without_a_request(client, settings):
    assert shown_reference(press(client, check(client)))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL clinic.erasing = 'on'")
        for table in ("notice", "requestevent", "appointmentrequest"):
            cursor.execute(f"DELETE FROM appointments_{table}")  # noqa: S608 - constants
    settings.PATIENT_DATA_KEYS = [FOREIGN]
    assert press(client, check(client)).status_code == 503
    assert not AppointmentRequest.objects.exists()


def test_an_older_key_behind_a_new_one_is_the_sites_own(client, settings):
    make_request()
    settings.PATIENT_DATA_KEYS = [FOREIGN, *settings.PATIENT_DATA_KEYS]
    assert shown_reference(press(client, check(client)))


def test_no_note_is_sealed_with_a_foreign_key(settings):
    appointment_request, freya = make_request(), cast.make_freya()
    settings.PATIENT_DATA_KEYS = [FOREIGN]
    with pytest.raises(key_checks.ForeignKeys):
        add_note(appointment_request_id=appointment_request.pk, version=1, actor=freya, note="Called.")
    assert not RequestEvent.objects.filter(kind="note").exists()


def test_nothing_starts_with_a_foreign_key_and_one_line_names_the_setting(settings, monkeypatch):
    make_request()
    own, settings.PATIENT_DATA_KEYS = settings.PATIENT_DATA_KEYS, [FOREIGN]
    one_line = r"\APATIENT_DATA_KEYS is not of this database[^\n]+\Z"
    with pytest.raises(ImproperlyConfigured, match=one_line):
        call_command("check")
    with pytest.raises(ImproperlyConfigured, match=one_line):
        call_command("run_worker", once=True, skip_checks=False)
    monkeypatch.setattr(gunicorn.connections, "close_all", lambda: None)
    with pytest.raises(SystemExit, match=one_line):
        gunicorn.on_starting(None)
    settings.PATIENT_DATA_KEYS = own
    call_command("check")
    gunicorn.on_starting(None)


def test_a_monitor_is_told(client, settings):
    make_request()
    call_command("run_worker", once=True)
    assert client.get("/health/ready").json()["keys"] is True
    settings.PATIENT_DATA_KEYS = [FOREIGN]
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()["keys"]) == (503, False)


def test_what_the_database_keeps_of_the_key_opens_nothing(settings):
    make_request()
    [key] = settings.PATIENT_DATA_KEYS
    assert key not in KeyCheck.objects.get().mark
    assert not [word for word in TYPED_WORDS if word in KeyCheck.objects.get().mark]


def test_a_process_asks_once(django_assert_num_queries):
    make_request()
    with django_assert_num_queries(0):
        key_checks.require_keys()


def test_the_patients_page_says_to_call(settings):
    appointment_request = make_request()
    settings.PATIENT_DATA_KEYS = [FOREIGN]
    page = Client().post(path_for(appointment_request), {"act": "phone", "phone": "949-555-0177"})
    assert page.status_code == 503
