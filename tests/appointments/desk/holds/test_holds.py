"""Legal holds: what is held is not erased by anybody, and who holds it or lets it go has just signed in."""

from datetime import timedelta
from io import StringIO

from django.core.management import call_command
from django.db import IntegrityError, ProgrammingError, transaction
from django.utils import timezone

import pytest

from appointments.models import AppointmentRequest, Notice, RequestEvent
from appointments.services.retention.erasing import erase
from appointments.statuses import Status
from clinic.database.erasing import erasing
from tests import cast
from tests.appointments.factories import make_request
from tests.appointments.patients import record_url
from tests.factories import make_details

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reads_patients_data")]

REASON = "Letter of a lawyer, in the safe"


@pytest.fixture(autouse=True)
def details(db):
    return make_details()


def address(appointment_request: AppointmentRequest) -> str:
    return f"/admin/legal-holds/request/{appointment_request.pk}/"


def old_request(**more: object) -> AppointmentRequest:
    """One that was closed long enough ago to be erased."""
    made = make_request(status=Status.WITHDRAWN)
    ended = timezone.now() - timedelta(days=91)
    AppointmentRequest.objects.filter(pk=made.pk).update(closed_at=ended, **more)
    return AppointmentRequest.objects.get(pk=made.pk)


def retention(**options: bool) -> str:
    said = StringIO()
    call_command("retention", stdout=said, **options)
    return said.getvalue()


def test_what_is_held_stays_with_its_duplicates_until_the_hold_is_lifted():
    olive = cast.signed_in(cast.make_olive())
    held, free = old_request(), old_request()
    duplicate = old_request(status=Status.DUPLICATE, duplicate_of=held)
    assert olive.post(address(held), {"what": "hold", "reason": REASON}).status_code == 302
    assert "(held): 2" in retention(dry_run=True)
    assert "(closed): 1" in retention()
    assert set(AppointmentRequest.objects.all()) == {held, duplicate}
    assert free.reference not in olive.get("/admin/legal-holds/").content.decode()
    assert held.reference in olive.get("/admin/legal-holds/").content.decode()
    olive.post(address(held), {"what": "lift", "reason": "The matter is settled"})
    assert "(closed): 2" in retention()


def test_the_database_itself_erases_nothing_of_what_is_held():
    held = old_request(held_since=timezone.now())
    duplicate = old_request(duplicate_of=held)
    for one in (held, duplicate):
        with pytest.raises(IntegrityError, match="legal hold"), transaction.atomic():
            erase(AppointmentRequest.objects.filter(pk=one.pk))
    for model in (Notice, RequestEvent):
        belongs = model.objects.filter(appointment_request=held)
        assert belongs.exists()
        with pytest.raises(IntegrityError, match="legal hold"), transaction.atomic(), erasing():
            belongs._raw_delete("default")
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic(), erasing():
        AppointmentRequest.objects.update(held_since=None)


def test_the_record_tells_of_the_hold_and_only_the_desk_reads_why():
    freya, held = cast.make_freya(), make_request()
    olive = cast.signed_in(cast.make_olive())
    desk = cast.signed_in(freya)
    assert "Legal hold" not in desk.get(record_url(held)).content.decode()
    olive.post(address(held), {"what": "hold", "reason": REASON})
    page = desk.get(record_url(held)).content.decode()
    assert "Put a legal hold on the request" in page
    assert REASON in page
    assert address(held) not in page
    for path in ("/admin/legal-holds/", address(held), "/admin/access-records/"):
        assert REASON not in olive.get(path).content.decode()
    assert b"lawyer" not in bytes(RequestEvent.objects.get(kind="held").sealed_note)


def test_a_step_from_before_the_hold_can_be_undone_and_leaves_it_and_it_is_not_undone_itself():
    freya, held = cast.make_freya(), make_request()
    desk, olive = cast.signed_in(freya), cast.signed_in(cast.make_olive())
    desk.post(f"/admin/requests/withdraw/{held.pk}/", {"version": 1})
    olive.post(address(held), {"what": "hold", "reason": REASON})
    step = RequestEvent.objects.get(kind="transition")
    desk.post(f"/admin/requests/undo/{held.pk}/", {"event": step.pk})
    held.refresh_from_db()
    assert held.status == Status.NEW
    assert held.held_since
    desk.post(f"/admin/requests/undo/{held.pk}/", {"event": RequestEvent.objects.get(kind="held").pk})
    assert not RequestEvent.objects.filter(undoes__kind="held").exists()


def test_a_session_that_is_not_fresh_neither_holds_nor_lifts():
    olive = cast.make_olive()
    browser = cast.signed_in(olive)
    cast.proves_it(browser, olive, minutes_ago=60)
    free, held = make_request(), make_request()
    AppointmentRequest.objects.filter(pk=held.pk).update(held_since=timezone.now())
    for what, one in (("hold", free), ("lift", held)):
        browser.post(address(one), {"what": what, "reason": REASON})
    assert AppointmentRequest.objects.get(held_since=None) == free


def test_a_reason_that_says_nothing_is_refused():
    asked, olive = make_request(), cast.signed_in(cast.make_olive())
    for reason in ("", "lawyer", "a b", "  x   y  "):
        assert olive.post(address(asked), {"what": "hold", "reason": reason}).status_code == 422
    asked.refresh_from_db()
    assert asked.held_since is None


def test_a_reference_leads_to_its_hold_and_another_says_so():
    asked, olive = make_request(), cast.signed_in(cast.make_olive())
    led = olive.post("/admin/legal-holds/", {"reference": asked.reference})
    assert led["Location"] == address(asked)
    unknown = olive.post("/admin/legal-holds/", {"reference": "ABCDEFGH"})
    assert unknown.status_code == 422
    assert "There is no request with this reference" in unknown.content.decode()
