"""Where a patient's words must never be found, beside what tests/canaries searches."""

import subprocess

from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from wagtail.models import ModelLogEntry, PageLogEntry, ReferenceIndex

import pytest

from clinic.embedded_postgres.places import places_for
from clinic.embedded_postgres.programs import find_programs
from clinic.models import StaffSession

from .patients import FORM, TYPED_WORDS, send, shown_reference, the_request


def found_in(text: str) -> list[str]:
    return [word for word in TYPED_WORDS if word.casefold() in text.casefold()]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_dump_of_the_database_holds_none_of_the_words_that_the_patient_typed(client, mailoutbox):
    send(client)
    call_command("run_worker", "--once")
    place = connection.settings_dict
    dump = subprocess.run(
        [
            find_programs(places_for(settings.BASE_DIR)).folder / "pg_dump",
            f"--host={place['HOST']}",
            f"--port={place['PORT'] or 5432}",
            f"--username={place['USER']}",
            place["NAME"],
        ],
        env={"PGPASSWORD": place["PASSWORD"]},
        capture_output=True,
        check=True,
    ).stdout.decode(errors="replace")
    assert the_request().reference in dump, "the dump holds the request"
    assert not found_in(dump)


@pytest.mark.django_db
def test_nothing_of_a_request_is_kept_in_sessions_logs_or_indexes(client, condition):
    page = send(client, article=condition.slug)
    assert not StaffSession.objects.exists()
    assert not ModelLogEntry.objects.filter(content_type__app_label="appointments").exists()
    assert not PageLogEntry.objects.filter(label__icontains="Patience").exists()
    assert not ReferenceIndex.objects.filter(content_type__app_label="appointments").exists()
    assert not ReferenceIndex.get_references_to(condition).exists()
    assert cache.get(the_request().reference) is None
    assert not found_in(" ".join(address for address, _status in page.redirect_chain))
    assert not found_in(page.content.decode())


@pytest.mark.django_db
def test_a_request_names_itself_by_its_reference(client):
    send(client)
    appointment_request = the_request()
    assert str(appointment_request) == appointment_request.reference
    assert not found_in(
        repr(appointment_request) + " ".join(str(event) for event in appointment_request.events.all())
    )


@pytest.mark.django_db
def test_the_public_site_sets_no_cookie_but_the_forms_token(client, condition):
    for address in ("/", "/conditions/", condition.url, "/search/?q=back"):
        assert not client.get(address).cookies, address
    assert set(client.get(FORM).cookies) == {settings.CSRF_COOKIE_NAME}


@pytest.mark.django_db
def test_deleting_the_article_keeps_the_request(client, condition):
    send(client, article=condition.slug)
    condition.delete()
    appointment_request = the_request()
    assert appointment_request.article is None
    assert appointment_request.article_title == "Sciatica"


@pytest.mark.django_db
def test_nobody_learns_from_the_form_whether_a_phone_or_an_email_is_known():
    send(Client())
    asked = {}
    for number, known in enumerate(("neither", "phone", "email", "both")):
        changes = {"submission_key": f"{number:032x}", "note": f"About {known}"}
        if known in ("neither", "email"):
            changes["phone"] = "949 555 0188"
        if known in ("neither", "phone"):
            changes["email"] = "nobody@unknown.example"
        with CaptureQueriesContext(connection) as queries:
            reply = send(Client(), **changes)
        assert shown_reference(reply)
        # The kind of each statement: how many hashes one holds depends on what was typed.
        asked[known] = [query["sql"].split()[0] for query in queries]
    assert asked["neither"] == asked["phone"] == asked["email"] == asked["both"]
