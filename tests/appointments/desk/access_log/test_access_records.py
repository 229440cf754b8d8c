"""Reads are recorded: who looked at what, in the read's own transaction, once for each look."""

import json
import re
from collections.abc import Callable

from django.db import connection, transaction
from django.test import Client

import pytest

from appointments.models import AccessAction, AccessRecord, AppointmentRequest, RequestEvent
from appointments.services.access import record_access
from appointments.services.decisions.decisions import claim
from appointments.statuses import Status
from clinic.models import User
from tests import cast
from tests.appointments.desk.searching import search
from tests.appointments.factories import SOMEBODY_ELSE, make_request
from tests.factories import make_details

pytestmark = pytest.mark.django_db
INBOX = "/admin/requests/"
SPAM = f"{INBOX}possible-spam/"


@pytest.fixture
def freya() -> User:
    make_details()
    return cast.make_freya()


@pytest.fixture
def desk(freya: User) -> Client:
    return cast.signed_in(freya)


def page_of(appointment_request: AppointmentRequest, name: str = "inspect") -> str:
    return f"{INBOX}{name}/{appointment_request.pk}/"


def rows() -> list[tuple[str, list[str]]]:
    """What was recorded, in its order."""
    return [(row.action, row.shown) for row in AccessRecord.objects.order_by("pk")]


def cannot_be_written() -> None:
    """The table takes no more rows, as when the disk is full."""
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE appointments_accessrecord ADD CONSTRAINT full_disk CHECK (false) NOT VALID"
        )


@pytest.mark.parametrize(
    ("name", "action"), [("inspect", "record"), ("attempt", "step"), ("note", "step"), ("print", "print")]
)
def test_a_look_at_one_request_is_one_row(desk, freya, name, action):
    appointment_request = make_request()
    for _again in range(3):
        assert desk.get(page_of(appointment_request, name)).status_code == 200
    row = AccessRecord.objects.get()
    assert (row.actor, row.actor_name, row.action) == (freya, "Freya Desk", action)
    assert (row.appointment_request, row.shown, row.filters, row.search_hash) == (
        appointment_request,
        [appointment_request.reference],
        {},
        "",
    )


def test_whoever_has_read_the_request_leaves_no_second_row_beside_a_step(desk):
    appointment_request = make_request()
    desk.get(page_of(appointment_request))
    desk.get(page_of(appointment_request, "attempt"))
    assert rows() == [("record", [appointment_request.reference])]


def test_another_person_another_request_and_a_later_look_are_rows_of_their_own(desk, settings):
    appointment_request, other = make_request(), make_request(**SOMEBODY_ELSE)
    desk.get(page_of(appointment_request))
    cast.signed_in(cast.make_finn()).get(page_of(appointment_request))
    desk.get(page_of(other))
    assert [shown for _action, shown in rows()] == [
        [one.reference] for one in (appointment_request, appointment_request, other)
    ]
    settings.READ_COOLDOWN_MINUTES = 0
    desk.get(page_of(appointment_request))
    assert AccessRecord.objects.count() == 4


def test_what_is_shown_after_a_step_was_refused_is_recorded_too(desk, freya):
    appointment_request = make_request()
    claim(appointment_request_id=appointment_request.pk, version=1, actor=cast.make_finn())
    response = desk.post(page_of(appointment_request, "withdraw"), {"version": 1, "note": "Left word"})
    assert response.status_code == 409
    assert rows() == [("step", [appointment_request.reference])]


def test_a_list_names_everybody_on_its_page_and_its_filter(desk):
    new, spam = make_request(), make_request(status=Status.QUARANTINED)
    desk.get(f"{INBOX}?status=new&status=contacting&assigned_to=null")
    desk.get(SPAM)
    listed, aside = AccessRecord.objects.order_by("pk")
    assert (listed.action, listed.shown, listed.appointment_request) == ("list", [new.reference], None)
    assert listed.filters["status"] == ["new", "contacting"]
    assert listed.filters["assigned_to"] == "null"
    assert (aside.action, aside.shown) == ("spam", [spam.reference])


def test_a_list_that_refreshes_itself_leaves_a_row_only_when_somebody_new_is_in_it(desk):
    first = make_request()
    for address in (INBOX, INBOX, f"{INBOX}results/", f"{INBOX}results/?_w_filter_fragment=1"):
        desk.get(address)
    assert rows() == [("list", [first.reference])]
    second = make_request()
    for _again in range(2):
        desk.get(f"{INBOX}results/")
    assert rows()[1:] == [("list", sorted([first.reference, second.reference]))]
    desk.get(f"{INBOX}?status=new")
    assert AccessRecord.objects.count() == 3, "another filter is another look"


def test_an_empty_list_and_the_numbers_of_the_menu_are_no_reads(desk):
    desk.get(INBOX)
    make_request()
    desk.get("/admin/account/")
    desk.get(f"{INBOX}news/")
    assert not rows()


def test_a_search_is_kept_as_a_hash_and_never_as_words(desk):
    appointment_request = make_request(
        full_name="José Núñez", phone="949 555 0187", phone_e164="+19495550187"
    )
    hashes = set()
    for typed in ("Núñez", "949 555 0187", "no-such-person"):
        search(desk, typed, status=["new", "Quillfeather"])
        row = AccessRecord.objects.first()
        hashes.add(row.search_hash)
        kept = json.dumps([row.shown, row.filters, row.search_hash, row.action])
        assert not [word for word in ("ñ", "nez", "0187", "person", "Quill") if word in kept]
    assert len(hashes - {""}) == 2, (
        "who is found by name is found by phone: that is one look, by its first hash"
    )
    assert rows() == [("search", [appointment_request.reference]), ("search", [])]


def test_the_same_search_has_the_same_hash_however_it_was_typed(desk, settings):
    settings.READ_COOLDOWN_MINUTES = 0
    appointment_request = make_request(full_name="José Núñez")
    for typed in ("Núñez José", "jose  NUNEZ", "nunez"):
        search(desk, typed)
    # The whole list would open the request at once.
    for typed in (
        appointment_request.reference,
        f" {appointment_request.reference[:4].lower()} {appointment_request.reference[4:]}",
    ):
        search(desk, typed, f"{INBOX}results/")
    found = [row.search_hash for row in AccessRecord.objects.order_by("pk")]
    assert found[0] == found[1]
    assert found[3] == found[4]
    assert len(set(found)) == 3
    assert not set(found) & set(appointment_request.lookup), "it leads to nobody"


def test_a_name_typed_letter_by_letter_is_one_look(desk):
    make_request(full_name="Mara Whitfield")
    for typed in ("whi", "whit", "whitf", "whitfield"):
        search(desk, typed, f"{INBOX}results/")
    assert len(rows()) == 1
    for _again in range(2):
        search(desk, "zebra", f"{INBOX}results/")
    assert rows()[1:] == [("search", [])]


LOOKS: dict[str, Callable[[Client, AppointmentRequest], object]] = {
    "list": lambda desk, appointment_request: desk.get(INBOX),
    "results": lambda desk, appointment_request: search(desk, "whitfield", f"{INBOX}results/"),
    "spam": lambda desk, appointment_request: desk.get(SPAM),
    "record": lambda desk, appointment_request: desk.get(page_of(appointment_request)),
    "print": lambda desk, appointment_request: desk.get(page_of(appointment_request, "print")),
    "step": lambda desk, appointment_request: desk.get(page_of(appointment_request, "note")),
    "step again": lambda desk, appointment_request: desk.post(
        page_of(appointment_request, "note"), {"version": 1, "note": ""}
    ),
}


@pytest.mark.parametrize("look", LOOKS)
def test_no_record_no_data(desk, look, caplog):
    appointment_request = make_request()
    make_request(status=Status.QUARANTINED)
    cannot_be_written()
    response = LOOKS[look](desk, appointment_request)
    assert response.status_code == 503
    html = response.content.decode()
    assert "nothing is shown" in html
    for kept_back in (appointment_request.reference, "Whitfield", "555-0142", "tel:+1949555"):
        assert kept_back not in html
    assert "IntegrityError" in caplog.text
    assert appointment_request.reference not in caplog.text


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_read_outside_a_transaction_is_refused():
    appointment_request, freya = make_request(), cast.make_freya()
    with pytest.raises(transaction.TransactionManagementError):
        record_access(
            actor=freya,
            action=AccessAction.RECORD,
            shown=[appointment_request],
            appointment_request=appointment_request,
        )
    assert not rows()


def test_the_record_says_quietly_who_read_it(desk, freya):
    appointment_request = make_request()
    cast.signed_in(cast.make_finn()).get(page_of(appointment_request))
    html = " ".join(desk.get(page_of(appointment_request)).content.decode().split())
    assert '<details class="desk-reads"> <summary>Who read this</summary>' in html
    assert "Read the request: Finn Desk (finn@clinic.example), <time" in html
    assert RequestEvent.objects.filter(appointment_request=appointment_request).count() == 1, (
        "a read is no event"
    )


def test_printing_has_a_page_of_its_own_and_the_record_leads_there(desk):
    appointment_request = make_request(full_name="Mara Whitfield", note="Ring the side door")
    assert (
        f'href="{page_of(appointment_request, "print")}"'
        in desk.get(page_of(appointment_request)).content.decode()
    )
    html = desk.get(page_of(appointment_request, "print")).content.decode()
    for said in (appointment_request.reference, "Mara Whitfield", "Ring the side door", "Printed by"):
        assert said in html


def test_the_owner_sees_who_read_what_and_nothing_about_patients(desk, freya):
    appointment_request, other = make_request(), make_request(**SOMEBODY_ELSE)
    desk.get(page_of(appointment_request))
    cast.signed_in(cast.make_finn()).get(page_of(other))
    search(desk, "whitfield")
    sam = cast.signed_in(cast.make_sam())

    def report(query: str = "") -> str:
        """The table alone: the filters name everybody."""
        html = sam.get(f"/admin/access-records/results/{query}").content.decode()
        assert "hitfield" not in html
        return html

    assert all(said in report() for said in ("Freya Desk", "Finn Desk", "Read the request", "Searched"))
    assert "Finn Desk" not in report(f"?actor={freya.pk}")
    page = sam.get("/admin/access-records/").content.decode()
    assert "Reads of requests" in page
    typed = re.findall(r'<input[^>]*type="(?:text|search)"[^>]*>|<textarea', page)
    assert not typed, "a name that somebody types would stand in the address"
    for kind in ("csv", "xlsx"):
        assert "html" in sam.get(f"/admin/access-records/?export={kind}")["Content-Type"]
