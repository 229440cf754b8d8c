"""A copy holds what is kept of the person, goes to the one who asked for it, and each is recorded."""

import io
import json

from django.test import Client

import pytest
from openpyxl import load_workbook

from appointments.models import AccessRecord, AppointmentRequest
from appointments.services.decisions import decisions
from clinic.models import User
from tests import cast
from tests.appointments.factories import SOMEBODY_ELSE, make_request, schedule
from tests.appointments.patients import record_url
from tests.factories import make_details

from .asking import ask, case_page
from .test_two_people import age

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reads_patients_data")]

HELD_FOR = "Letter of a lawyer, in the safe"
KNOWN = [
    *("Mara Whitfield", "(949) 555-0142", "=SUM(A1)", "Asked for parking", "Received", "Ana Reyes"),
    *("Finn Desk", "Put a legal hold on the request"),
]


@pytest.fixture(autouse=True)
def details(db):
    return make_details()


@pytest.fixture
def freya() -> User:
    return cast.make_freya()


@pytest.fixture
def olive() -> User:
    return cast.make_olive()


@pytest.fixture
def hers(olive: User) -> AppointmentRequest:
    """A request of which there is something in every table of a copy."""
    finn, made = cast.make_finn(), make_request(note="=SUM(A1)", consents={"contact": True, "email": True})
    decisions.add_note(appointment_request_id=made.pk, version=1, actor=finn, note="Asked for parking")
    made.refresh_from_db()
    schedule(made, actor=finn)
    reason = {"what": "hold", "reason": HELD_FOR}
    cast.signed_in(olive).post(f"/admin/legal-holds/request/{made.pk}/", reason)
    cast.signed_in(finn).get(record_url(made))
    return made


@pytest.fixture
def desk(freya: User) -> Client:
    return cast.signed_in(freya)


def confirmed(desk: Client, olive: User, about: AppointmentRequest) -> str:
    """The address of a copy that was asked for and confirmed."""
    number = ask(desk, "copy", about)
    cast.signed_in(olive).post(case_page(number), {"what": "confirm"})
    return f"{case_page(number)}copy/"


def test_the_page_and_both_files_hold_all_of_it_and_each_is_recorded(desk, olive, hers):
    make_request(**SOMEBODY_ELSE)
    address = confirmed(desk, olive, hers)
    page = [desk.post(address, {"kind": "page"}) for _twice in range(2)][-1]
    of_machines = desk.post(address, {"kind": "json"})
    sheet = desk.post(address, {"kind": "xlsx"})
    book = load_workbook(io.BytesIO(sheet.content))
    cells = [str(cell.value) for each in book for row in each.iter_rows() for cell in row]
    tables = json.loads(of_machines.content)
    for words in KNOWN:
        assert words in page.content.decode()
        assert any(words in cell for cell in cells)
        assert words in json.dumps(tables, ensure_ascii=False)
    for copy in (page.content.decode(), *cells, json.dumps(tables)):
        assert HELD_FOR not in copy
        assert "Haddad" not in copy
    assert not any(cell.startswith("=") for cell in cells)
    assert all(tables.values()), "there is a row in each"
    for answer in (page, of_machines, sheet):
        assert "no-store" in answer["Cache-Control"]
    made = AccessRecord.objects.filter(action="copy").order_by("pk")
    assert [one.filters["file"] for one in made] == ["page", "page", "json", "xlsx"]
    assert all(one.shown == [hers.reference] for one in made)


def test_nobody_else_has_it_and_not_before_or_after(desk, freya, olive, hers):
    def refuses(browser: Client, address: str) -> bool:
        answer = browser.post(address, {"kind": "json"})
        return "Whitfield" not in answer.content.decode()

    address = confirmed(desk, olive, hers)
    assert refuses(desk, f"{case_page(ask(desk, 'copy', hers))}copy/"), "not confirmed"
    assert refuses(cast.signed_in(cast.make_sam()), address), "somebody else"
    cast.proves_it(desk, freya, minutes_ago=60)
    assert refuses(desk, address), "not proved"
    assert not AccessRecord.objects.filter(action="copy").exists()
    cast.proves_it(desk, freya)
    assert not refuses(desk, address)
    age(1)
    assert refuses(desk, address), "a day later"


def test_an_erasure_is_no_copy(desk, olive):
    hers = make_request(status="withdrawn")
    number = ask(desk, "erasure", hers)
    cast.signed_in(olive).post(case_page(number), {"what": "confirm"})
    assert desk.post(f"{case_page(number)}copy/", {"kind": "json"}).status_code == 302
