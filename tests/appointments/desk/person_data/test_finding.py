"""The desk finds the requests of one person, and not those of others, and every look is written down."""

from datetime import timedelta

import pytest

from appointments.models import AccessRecord, AppointmentRequest, RequestEvent
from appointments.models.records.person_data import PersonDataRecord
from appointments.statuses import Status
from tests import cast
from tests.appointments.factories import SOMEBODY_ELSE, make_request
from tests.factories import make_details

from .asking import FIND, ask, case_page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reads_patients_data")]


@pytest.fixture(autouse=True)
def details(db):
    return make_details()


def test_people_of_one_name_are_told_apart_and_nothing_typed_is_in_an_address():
    namesake = {"full_name": "Mara Whitfield", "phone": "(949) 555-0177", "phone_e164": "+19495550177"}
    hers, anothers, other = make_request(), make_request(**namesake), make_request(**SOMEBODY_ELSE)
    desk = cast.signed_in(cast.make_freya())
    found = desk.post(FIND, {"q": "mara whitfield"})
    page = found.content.decode()
    for shown in (hers.reference, anothers.reference, "(949) 555-0142", "(949) 555-0177"):
        assert shown in page
    assert other.reference not in page
    assert "Mara" not in found.request["PATH_INFO"] + found.request["QUERY_STRING"]
    read = AccessRecord.objects.get(action="person")
    assert read.shown == sorted([hers.reference, anothers.reference])
    assert read.search_hash


def test_from_a_record_it_lists_who_shares_a_name_or_a_number_and_chooses_the_one_alone():
    hers, daughters = make_request(), make_request(full_name="Lily Whitfield")
    other = make_request(**SOMEBODY_ELSE)
    page = cast.signed_in(cast.make_freya()).get(f"{FIND}{hers.pk}/").content.decode()
    assert daughters.reference in page
    assert other.reference not in page
    assert page.count("checked") == 1
    assert AccessRecord.objects.get(action="person").shown == sorted([hers.reference, daughters.reference])


def test_a_search_that_finds_nobody_is_written_down():
    make_request()
    page = cast.signed_in(cast.make_freya()).post(FIND, {"q": "Nobody Known"}).content.decode()
    assert "No request of such a person is here." in page
    read = AccessRecord.objects.get()
    assert (read.action, read.shown) == ("person", [])
    assert read.search_hash


def test_what_is_not_said_is_asked_for_and_the_list_stays():
    hers, desk = make_request(status=Status.WITHDRAWN), cast.signed_in(cast.make_freya())
    chosen = {"ask": "yes", "found": [hers.reference], "about": [hers.reference], "kind": "erasure"}
    for missing in ("about", "kind", "reason"):
        sent = {**chosen, "reason": "person"}
        del sent[missing]
        answer = desk.post(FIND, sent)
        assert answer.status_code == 422
        assert "Mara" in answer.content.decode()
    assert not PersonDataRecord.objects.exists()


def test_nothing_of_the_person_is_in_what_is_kept_of_a_case_nor_before_who_may_not_read():
    hers = make_request(status=Status.WITHDRAWN)
    number = ask(cast.signed_in(cast.make_freya()), "erasure", hers)
    asked = str(PersonDataRecord.objects.values().get())
    page = cast.signed_in(cast.make_olive()).get(case_page(number)).content.decode()
    for words in ("Whitfield", "555-0142", "mara@"):
        assert words not in asked
        assert words not in page
    assert hers.reference in page
    assert "Freya Desk" in page
    sam = cast.signed_in(cast.make_sam())
    assert "Whitfield" in sam.get(case_page(number)).content.decode()
    assert AccessRecord.objects.get(actor_email="sam@clinic.example").shown == [hers.reference]


@pytest.mark.parametrize("state", ["open", "held"])
def test_what_is_open_or_held_is_refused_in_words(state):
    hers = make_request(status=Status.NEW if state == "open" else Status.WITHDRAWN)
    desk, olive = cast.signed_in(cast.make_freya()), cast.signed_in(cast.make_olive())
    if state == "held":
        reason = {"what": "hold", "reason": "Letter of a lawyer, in the safe"}
        olive.post(f"/admin/legal-holds/request/{hers.pk}/", reason)
        assert RequestEvent.objects.filter(kind="held").exists()
    chosen = {"ask": "yes", "found": [hers.reference], "about": [hers.reference], "kind": "erasure"}
    answer = desk.post(FIND, {**chosen, "reason": "person"})
    assert answer.status_code == 409
    said = {"open": "still open", "held": "under a legal hold, which the owner can lift"}
    assert f"{hers.reference}: {said[state]}" in answer.content.decode()
    assert not PersonDataRecord.objects.exists()


def test_of_too_many_the_latest_are_shown_and_no_other_is_opened(monkeypatch):
    for room in ("candidates", "find"):
        monkeypatch.setattr(f"appointments.desk.person_data.{room}.MOST", 1)
    earlier, hers = make_request(received_ago=timedelta(days=2)), make_request()
    page = cast.signed_in(cast.make_freya()).post(FIND, {"q": "Whitfield"}).content.decode()
    assert "There are more than 1." in page
    assert hers.reference in page
    assert earlier.reference not in page
    assert AccessRecord.objects.get().shown == [hers.reference]


def test_a_search_brings_what_was_merged_into_what_it_finds():
    hers = make_request()
    merged = make_request(status=Status.DUPLICATE, **SOMEBODY_ELSE)
    AppointmentRequest.objects.filter(pk=merged.pk).update(duplicate_of=hers)
    page = cast.signed_in(cast.make_freya()).post(FIND, {"q": "Whitfield"}).content.decode()
    assert hers.reference in page
    assert merged.reference in page
