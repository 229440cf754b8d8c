"""With the database away, no page lies about what was stored; each has the clinic's name, phone and hours."""

import itertools
import re
from collections.abc import Callable

from django.db import connection
from django.test import Client

import pytest

from appointments.models import AppointmentRequest
from appointments.patient_link import path_for
from appointments.services.intake import counting
from clinic.identity.kept_details import FILE_NAME, keep_details
from tests.appointments.factories import make_request
from tests.appointments.patients import FORM, answers, carried_on, check
from tests.database_away import ERRORS, away_after
from tests.factories import make_details

pytestmark = pytest.mark.django_db

NAME, PHONE, HOURS = "Halls of the File", "949-510-6333", "9 a.m. to 5 p.m."


@pytest.fixture(autouse=True)
def details(db, settings, tmp_path):
    """The clinic's details, in their file too."""
    settings.MEDIA_ROOT = tmp_path
    details = make_details(clinic_name=NAME)
    assert keep_details()
    return details


def text_of(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def ask_at_each_moment(ask: Callable[[Client], object], error: type[Exception]) -> list[object]:
    """The answers with the database away from the first query on, from the second, and so on to the last."""
    found = []
    for queries in itertools.count():
        client = Client(raise_request_exception=False)
        with away_after(queries, error) as refused:
            found.append(ask(client))
        if not refused:
            return found
    raise AssertionError


def assert_whole(page: object) -> None:
    text = text_of(page)
    for words in (NAME, PHONE, HOURS, 'href="tel:911"', "1 Test Street"):
        assert words in text, f"{page.status_code}: {words}"


@pytest.mark.parametrize("error", ERRORS)
def test_who_was_received_reads_it_without_a_query(error):
    stored = Client().post(FORM, {"answers": carried_on(check(Client())), "step": "send"})
    reference = AppointmentRequest.objects.get().reference
    for address in (stored["Location"], "/appointments/request/received/forged/"):
        [page] = ask_at_each_moment(lambda client, address=address: client.get(address), error)
        assert page.status_code == 200
        assert_whole(page)
        assert (reference in text_of(page)) == (address == stored["Location"])


@pytest.mark.parametrize("error", ERRORS)
def test_sending_gives_the_answers_back_or_has_stored_them(error):
    carried = carried_on(check(Client()))
    *failed, sent = ask_at_each_moment(lambda c: c.post(FORM, {"answers": carried, "step": "send"}), error)
    assert sent.status_code == 302
    assert len(failed) > 3
    for page in failed:
        assert page.status_code == 503
        assert "Your request was not sent" in text_of(page)
        assert "Patience Quillfeather" in text_of(page)
        assert_whole(page)
    assert AppointmentRequest.objects.count() == 1


@pytest.mark.parametrize("error", ERRORS)
def test_form_check_and_flood_answer_with_the_page_or_the_phone(error, monkeypatch):
    for ask in (lambda c: c.get(FORM), lambda c: c.post(FORM, answers())):
        *failed, shown = ask_at_each_moment(ask, error)
        assert shown.status_code == 200
        for page in failed:
            assert page.status_code == 503
            assert_whole(page)
    carried = carried_on(check(Client()))
    monkeypatch.setattr(counting, "HARD_LIMIT", 0)
    sent, far = {"answers": carried, "step": "send"}, {"REMOTE_ADDR": "203.0.113.9"}
    *failed, refused = ask_at_each_moment(lambda c: c.post(FORM, sent, **far), error)
    assert refused.status_code == 429
    for page in (*failed, refused):
        assert_whole(page)


def test_a_database_of_another_version_is_named_and_gives_the_answers_back(caplog):
    carried = carried_on(check(Client()))
    for change in (
        "ALTER TABLE appointments_appointmentrequest DROP COLUMN language CASCADE",
        "ALTER TABLE appointments_appointmentrequest ADD COLUMN later integer NOT NULL",
    ):
        before = connection.savepoint()
        connection.cursor().execute(change)
        page = Client().post(FORM, {"answers": carried, "step": "send"})
        connection.savepoint_rollback(before)
        assert page.status_code == 503
        assert "Patience Quillfeather" in text_of(page)
        assert_whole(page)
        assert "this version of the site and its database do not fit" in caplog.text
        assert "Quillfeather" not in caplog.text
        caplog.clear()


@pytest.mark.parametrize("error", ERRORS)
def test_the_patients_own_page_is_closed_for_a_moment(error):
    address = path_for(make_request())
    for ask, last in (
        (lambda c: c.get(address), 200),
        # What is not found looks for a redirect in the end, and is no less not found without.
        (lambda c: c.get("/appointments/your-request/unknown/"), 404),
        (lambda c: c.post(address, {"act": "withdraw", "seen": "nothing"}), 409),
    ):
        *failed, shown = ask_at_each_moment(ask, error)
        assert shown.status_code == last
        assert failed[0].status_code == 503
        assert failed[0]["Retry-After"]
        for page in failed:
            assert page.status_code in (503, 404) if last == 404 else page.status_code == 503
            assert_whole(page)


def test_every_page_of_an_error_is_whole_at_every_moment(monkeypatch):
    def crash(*_args):
        raise ZeroDivisionError

    monkeypatch.setattr("articles.finding.views.find", crash)
    asked = {
        400: lambda c: c.get("/search/?query=%00"),
        413: lambda c: c.post(FORM, {"note": "x" * 70_000}),
        500: lambda c: c.get("/search/?query=back"),
        404: lambda c: c.get("/nowhere/"),
    }
    for status, ask in asked.items():
        for error in ERRORS:
            *failed, shown = ask_at_each_moment(ask, error)
            assert shown.status_code == status
            for page in (*failed, shown):
                assert page.status_code in (status, 500, 503)
                assert_whole(page)


def test_without_the_file_the_phone_of_the_settings_remains(settings, tmp_path):
    settings.CLINIC_PHONE = "+19495550100"
    for written in (None, b"", b"[]", b'{"opening_hours": 7, "reply_hours": "many"}', b"\xff"):
        (tmp_path / FILE_NAME).unlink(missing_ok=True)
        if written is not None:
            (tmp_path / FILE_NAME).write_bytes(written)
        page = Client().get("/search/?query=%00")
        assert page.status_code == 400
        assert "949-555-0100" in text_of(page)
        assert "Closed" not in text_of(page)


def test_the_file_follows_what_is_saved(details, tmp_path, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        details.clinic_name = "Renamed Halls"
        details.save()
    page = Client().get("/search/?query=%00")
    assert "Renamed Halls" in text_of(page)
    assert (tmp_path / FILE_NAME).stat().st_mode & 0o044 == 0o044, "whichever account web runs as"


def test_a_folder_that_cannot_be_written_stops_nobody_from_saving(
    details, settings, tmp_path, django_capture_on_commit_callbacks
):
    (tmp_path / "file").touch()
    settings.MEDIA_ROOT = tmp_path / "file"
    with django_capture_on_commit_callbacks(execute=True):
        details.save()
    assert PHONE in text_of(Client().get("/search/?query=%00"))
