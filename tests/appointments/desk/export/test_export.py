"""A list leaves the site only with a reason and a record, without free text, and never as a formula."""

import csv
import io
import unicodedata
from urllib.parse import parse_qsl, urlencode

from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.utils.html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from appointments.desk.export import views as export
from appointments.models import AccessRecord, AppointmentRequest
from appointments.statuses import Status
from clinic.spreadsheets import files, workbooks
from clinic.spreadsheets.safe_text import safe_text
from tests import cast
from tests.appointments.desk.searching import sealed
from tests.appointments.factories import make_request
from tests.factories import make_condition, make_details

EXPORT = "/admin/requests/export/"
CHOSEN = {"confirmed": "yes", "reason": "review", "kind": "csv", "listing": "tab=open"}
FORMULAS = ("=1+1", "+49 30 123456", "-2+3", "@SUM(A1)", "\t=1", "\r=1", ' "=1', "＝1+1", "a;=1", "x\n=1")


@pytest.fixture
def both(db: None) -> Client:
    """Freya, who owns the clinic as well."""
    make_details()
    freya = cast.make_freya()
    freya.groups.add(Group.objects.get(name=cast.OWNER))
    return cast.signed_in(freya)


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def exports() -> list[AccessRecord]:
    return list(AccessRecord.objects.filter(action="export").order_by("pk"))


@pytest.mark.django_db
def test_the_file_holds_what_the_page_says_and_no_free_text(both):
    appointment_request = make_request(
        article=make_condition(), note="Tinglingfingers", topic="sciatica-topic"
    )
    make_request(status=Status.CONTACTING, actor=cast.make_finn())
    asked = both.post(EXPORT, {"listing": "tab=open"})
    assert "2 requests" in " ".join(asked.content.decode().split())
    assert not exports()
    response = both.post(EXPORT, CHOSEN)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"].startswith('attachment; filename="requests-')
    assert "no-store" in response["Cache-Control"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response.content.startswith(b"\xef\xbb\xbf")
    found = {row["Reference"]: row for row in rows_of(response.content)}
    assert len(found) == 2
    row = found[appointment_request.reference]
    assert (row["Came by"], row["Status"], row["Article"], row["Attempts"]) == (
        "Website",
        "New",
        "Sciatica",
        "0",
    )
    assert {row["Attempts"] for row in found.values()} == {"0", "1"}
    for word in ("Whitfield", "555", "patient.example", "Tingling", "sciatica-topic", "side door"):
        assert word not in response.content.decode()


@pytest.mark.django_db
def test_people_are_in_it_only_when_asked_for(both):
    make_request()
    [row] = rows_of(both.post(EXPORT, {**CHOSEN, "with_people": "on"}).content)
    assert (row["Name"], row["Phone"], row["E-mail"]) == (
        "Mara Whitfield",
        "(949) 555-0142",
        "mara@patient.example",
    )
    assert "side door" not in str(row)
    [record] = exports()
    assert record.filters == {"tab": "open", "reason": "review", "file": "csv", "with": "people"}


@pytest.mark.django_db
def test_each_file_is_recorded_with_every_reference_and_shown_to_whoever_asks(both):
    requests = [make_request(), make_request()]
    for _twice in range(2):
        both.post(EXPORT, CHOSEN)
    assert [one.shown for one in exports()] == [sorted(one.reference for one in requests)] * 2
    html = both.get(f"/admin/requests/inspect/{requests[0].pk}/").content.decode()
    assert "Exported a list: Freya Desk" in html
    report = cast.signed_in(cast.make_olive()).get("/admin/access-records/results/?action=export")
    assert requests[1].reference in report.content.decode()
    assert "reason: review" in report.content.decode()


@pytest.mark.django_db
def test_no_reason_no_file(both):
    make_request()
    for reason in ("", "because Mara asked"):
        response = both.post(EXPORT, {**CHOSEN, "reason": reason})
        assert response.status_code == 422
        assert "Choose a reason" in response.content.decode()
        assert "Mara asked" not in response.content.decode()
    assert not exports()


@pytest.mark.django_db
def test_no_record_no_file(both, caplog):
    appointment_request = make_request()
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE appointments_accessrecord ADD CONSTRAINT full_disk CHECK (false) NOT VALID"
        )
    for fields in ({**CHOSEN, "with_people": "on"}, {"listing": f"search={sealed(both, 'whitfield')}"}):
        response = both.post(EXPORT, fields)
        assert response.status_code == 503
        assert "Content-Disposition" not in response
        assert appointment_request.reference not in response.content.decode()
        assert "hitfield" not in response.content.decode() + caplog.text


@pytest.mark.django_db
def test_the_list_is_the_one_that_was_searched_and_its_words_stay_out_of_addresses_and_names(both):
    mara = make_request(full_name="Mara Quillfeather")
    make_request(full_name="Other Person", phone="949-555-0111", phone_e164="+19495550111", email="")
    listing = f"search={sealed(both, 'quillfeather')}"
    listed = both.get(f"/admin/requests/?{listing}").content.decode()
    assert 'action="/admin/requests/export/"' in listed
    assert f'name="listing" value="{escape(urlencode(parse_qsl(listing)))}"' in listed
    response = both.post(EXPORT, {**CHOSEN, "listing": listing})
    assert [row["Reference"] for row in rows_of(response.content)] == [mara.reference]
    assert "uill" not in str(response.headers)
    [record] = exports()
    assert record.search_hash
    assert "uill" not in str(record.filters)
    asked = both.post(EXPORT, {"listing": f"search={sealed(both, 'nobody-like-this')}"})
    assert "nothing to export" in asked.content.decode()
    assert AccessRecord.objects.filter(action="search", shown=[]).exists(), (
        "that nobody is there is an answer"
    )


@pytest.mark.django_db
def test_a_get_never_takes_a_search_from_the_address(both):
    make_request()
    found = sealed(both, "whitfield")
    html = both.get(EXPORT, {"listing": f"search={found}", "search": found}).content.decode()
    assert 'name="listing" value=""' in html


@pytest.mark.django_db
def test_too_many_and_none_are_said_and_make_no_file(both, monkeypatch):
    assert "nothing to export" in both.post(EXPORT, CHOSEN).content.decode()
    monkeypatch.setattr(export, "MOST", 1)
    for _each in range(2):
        make_request()
    response = both.post(EXPORT, CHOSEN)
    assert "A file holds at most 1 requests" in response.content.decode()
    assert not exports()


@pytest.mark.django_db
def test_only_whoever_may_read_and_export_is_offered_it(both):
    make_request()
    assert EXPORT in both.get("/admin/requests/").content.decode()
    finn = cast.signed_in(cast.make_finn())
    assert EXPORT not in finn.get("/admin/requests/").content.decode()
    for browser in (finn, cast.signed_in(cast.make_olive())):
        response = browser.post(EXPORT, CHOSEN)
        assert response.headers.get("Location") == "/admin/"
    assert not exports()


@pytest.mark.django_db
def test_answers_that_cannot_be_opened_say_so(both):
    appointment_request = make_request()
    AppointmentRequest.objects.update(patient_data=b"lost")
    [row] = rows_of(both.post(EXPORT, {**CHOSEN, "with_people": "on"}).content)
    assert (row["Reference"], row["Name"]) == (appointment_request.reference, "This cannot be opened")


@pytest.mark.django_db
@pytest.mark.parametrize("typed", [*FORMULAS, "bell\x07 and \x0b", "محمد العربي", "🌿 leaf", "#N/A"])
def test_nothing_that_a_patient_typed_becomes_a_formula(both, typed):
    make_request(full_name=typed, phone="+49 30 123456", email="=cmd@patient.example")
    fields = {**CHOSEN, "with_people": "on"}
    [row] = rows_of(both.post(EXPORT, fields).content)
    assert row["Phone"] == "'+49 30 123456"
    assert row["E-mail"] == "'=cmd@patient.example"
    assert not begins_a_formula(row["Name"])
    book = load_workbook(io.BytesIO(both.post(EXPORT, {**fields, "kind": "xlsx"}).content))
    cells = [cell for line in book.active.iter_rows(min_row=2) for cell in line]
    assert cells[-3].value == row["Name"]
    assert not [cell for cell in cells if cell.data_type == "f"]


def begins_a_formula(text: str) -> bool:
    """Whether a spreadsheet that passes over what cannot be seen, and quotes, might find a formula."""
    seen = [one for one in text if unicodedata.category(one)[0] not in "ZC" and one not in '"`´‘’“”«»']
    return bool(seen) and unicodedata.normalize("NFKC", seen[0])[0] in "=+-@"


TYPED = st.text(
    alphabet=st.one_of(st.characters(codec=None), st.sampled_from("=+-@＝\t\r\n;,|'\" \x00")), max_size=20
)


@settings(deadline=None)
@given(TYPED)
def test_no_text_at_all_becomes_a_formula_wherever_a_program_cuts_it(text):
    made = safe_text(text)
    assert not begins_a_formula(made)
    for separator in ",;|\t\n\r":
        assert not [part for part in made.split(separator) if begins_a_formula(part)]
    sheet = files.Sheet("One", ["Typed"], [[text]])
    [_header, *rows] = csv.reader(io.StringIO(files.csv_of([sheet]).decode("utf-8-sig")))
    assert rows == [[made]]


@settings(deadline=None, max_examples=30)
@given(TYPED)
def test_every_text_makes_a_workbook_that_opens_and_holds_it_as_text(text):
    sheet = files.Sheet("One", ["Typed", "Number"], [[text, 1]])
    [[cell, _number]] = load_workbook(io.BytesIO(workbooks.xlsx_of([sheet])))["One"].iter_rows(min_row=2)
    assert cell.data_type != "f"
    assert (cell.value or "") == safe_text(text)


def test_plain_words_and_numbers_stay_as_they_are():
    for words in ("Mara O'Brien", "(949) 555-0142", "mara@patient.example", "Ana-Lucía, M.", "-"[:0]):
        assert safe_text(words) == words
