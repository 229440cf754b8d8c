"""Looking changes nothing: every page that links lead to is opened as each role, its statements are read."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import Resolver404, resolve

import pytest

from appointments.models import AppointmentRequest
from appointments.patient_link import path_for
from tests import cast
from tests.appointments.factories import make_request
from tests.clinic.test_security_headers import ASKED
from tests.factories import make_details, make_ready_draft

pytestmark = pytest.mark.django_db

LINK = re.compile(r'(?:href|src|action|data-[\w-]*url[\w-]*)="(/admin/[^"#]*)"')
WRITES = re.compile(r"\s*(?:INSERT INTO|UPDATE|DELETE FROM|TRUNCATE)\s+\"?(\w+)", re.IGNORECASE)
# What Wagtail keeps about the person who looks: the open editor, the wish for mail, their own settings.
WAGTAILS_OWN = {"wagtailadmin_editingsession", "wagtailcore_pagesubscription", "wagtailusers_userprofile"}
# That somebody read a request is written down, and has to be.
RECORD_OF_READS = {"appointments_accessrecord"}
# One's own: when it was used, and the secret of an app that is being set up.
SESSION = {"clinic_staffsession"}


def tables_written(client: Client, address: str) -> tuple[set[str], str]:
    """The tables that opening ``address`` writes to, and the page."""
    with CaptureQueriesContext(connection) as statements:
        page = client.get(address)
    assert page.status_code < 500, address
    found = (WRITES.match(each["sql"]) for each in statements)
    text = page.content.decode(errors="replace") if not page.streaming else ""
    return {match.group(1) for match in found if match} - WAGTAILS_OWN - RECORD_OF_READS - SESSION, text


def views_of(client: Client) -> Iterator[tuple[str, set[str]]]:
    """One address of every view of the admin that links lead to, with the tables that it writes to."""
    waiting, known = ["/admin/"], set()
    while waiting:
        address = waiting.pop()
        try:
            view = resolve(urlsplit(address).path).view_name
        except Resolver404:
            continue
        if view in known or "logout" in view:
            continue
        known.add(view)
        written, text = tables_written(client, address)
        yield address, written
        waiting += [link.replace("&amp;", "&") for link in LINK.findall(text)]


# Sam's menu leads to whatever an editor's leads to.
@pytest.mark.parametrize("role", ["freya", "sam"])
def test_no_link_in_the_admin_changes_anything_by_being_opened(role):
    make_details()
    make_ready_draft()
    appointment_request = make_request()
    client = cast.signed_in(getattr(cast, f"make_{role}")())
    # The first page after signing in notes when that was.
    client.get("/admin/")
    opened = dict(views_of(client))
    assert len(opened) > (15 if role == "freya" else 25)
    assert f"/admin/requests/inspect/{appointment_request.pk}/" in opened
    assert not {address: tables for address, tables in opened.items() if tables}
    assert AppointmentRequest.objects.get().version == appointment_request.version


def test_no_public_address_changes_anything_by_being_opened(client):
    make_details()
    make_ready_draft()
    link = path_for(make_request())
    for query in ("", "?act=withdraw", "?step=send&answers=x", "?_method=POST"):
        for address in ("/", link, *ASKED.values()):
            # HEAD is GET without the body (tests/clinic/test_hostile_requests.py): once is enough.
            for method in (client.get,) if query else (client.get, client.head):
                with CaptureQueriesContext(connection) as statements:
                    method(address + query)
                written = [each["sql"] for each in statements if WRITES.match(each["sql"])]
                # Whoever asks whether requests get through sends the canary on its way, once an hour.
                assert not [sql for sql in written if "appointments_canary" not in sql], address
