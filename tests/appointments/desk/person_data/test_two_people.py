"""A copy is made and a person's requests are erased when two people agreed: never by one, never late."""

from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

import pytest

from appointments.lookup import lookup_hashes
from appointments.models import AppointmentRequest, Erasure
from appointments.models.records.person_data import PersonDataRecord
from appointments.services.contact import corrections
from appointments.statuses import Status
from appointments.worker.tasks import erase_what_people_asked_for
from clinic.database.roles import Roles
from clinic.models import User
from tests import cast
from tests.appointments.factories import AGREED, SOMEBODY_ELSE, make_request, schedule, try_to_reach
from tests.appointments.patients import record_url
from tests.appointments.tables import tables_with
from tests.factories import make_details
from tests.roles import signed_in_to_postgres_as

from .asking import ask, case_page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reads_patients_data")]


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
def desk(freya: User) -> Client:
    return cast.signed_in(freya)


@pytest.fixture
def owner(olive: User) -> Client:
    return cast.signed_in(olive)


def gone(**more: object) -> AppointmentRequest:
    return make_request(status=Status.WITHDRAWN, **more)


def worker_erases() -> None:
    with signed_in_to_postgres_as(Roles().worker):
        erase_what_people_asked_for()


def age(days: int) -> None:
    """Let the questions be some days older."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE appointments_persondatarecord SET at = at - make_interval(days => %s)", [days])
        cursor.execute("SET LOCAL session_replication_role = origin")


def visited(freya: User) -> AppointmentRequest:
    """A request with a call, a correction, a message and a visit that is over."""
    made = make_request(consents=AGREED)
    try_to_reach(made, actor=freya)
    known = {"appointment_request_id": made.pk, "version": made.version, "actor": freya}
    corrections.correct(**known, answers={"full_name": "Mara Whitfield-Stone"})
    made.refresh_from_db()
    schedule(made, actor=freya)
    AppointmentRequest.objects.filter(pk=made.pk).update(closed_at=timezone.now())
    return AppointmentRequest.objects.get(pk=made.pk)


def test_no_table_holds_the_person_any_more_and_everybody_else_is_as_before(desk, owner, freya, caplog):
    hers, namesakes, other = visited(freya), gone(), gone(**SOMEBODY_ELSE)
    assert desk.get(record_url(hers)).status_code == 200
    hashes = set(lookup_hashes(hers.patient)) - set(lookup_hashes(namesakes.patient))
    # A number and a name that nobody else has.
    assert tables_with(*hashes) == {"appointments_appointmentrequest"}
    number = ask(desk, "erasure", hers)
    worker_erases()
    assert AppointmentRequest.objects.filter(pk=hers.pk).exists()
    owner.post(case_page(number), {"what": "confirm"})
    worker_erases()
    assert set(AppointmentRequest.objects.all()) == {namesakes, other}
    assert f"Erased for a person: {hers.reference}." in caplog.messages
    assert tables_with(*hashes) == set()
    assert tables_with(str(hers.pk)) == {"appointments_accessrecord"}
    assert tables_with(hers.reference) == {
        *("appointments_accessrecord", "appointments_erasure", "appointments_persondatarecord")
    }
    assert Erasure.objects.get().rule == "person"
    assert "All of it is erased." in owner.get(case_page(number)).content.decode()
    assert desk.get(record_url(hers)).status_code == 404


def test_nobody_confirms_what_they_asked_for_nor_whoever_may_not():
    sam, hers = cast.make_sam(), gone()
    number = ask(cast.signed_in(sam), "erasure", hers)
    for person in (sam, cast.make_finn()):
        answer = cast.signed_in(person).post(case_page(number), {"what": "confirm"})
        assert answer.status_code == 302
        assert answer["Location"] == "/admin/"
    asked = PersonDataRecord.objects.get()
    with pytest.raises(IntegrityError, match="somebody else"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('clinic.actor', %s, true)", [str(sam.pk)])
        asked.pk, asked.step = None, "confirmed"
        asked.save(force_insert=True)


def test_a_question_waits_seven_days_and_no_longer(desk, owner, olive):
    hers = gone()
    number = ask(desk, "erasure", hers)
    age(6)
    assert "Confirm the erasure" in owner.get(case_page(number)).content.decode()
    age(1)
    owner.post(case_page(number), {"what": "confirm"})
    assert PersonDataRecord.objects.get().step == "asked"
    assert "can be asked for again" in owner.get(case_page(number)).content.decode()
    asked = PersonDataRecord.objects.get()
    with pytest.raises(IntegrityError, match="within seven days"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('clinic.actor', %s, true)", [str(olive.pk)])
        asked.pk, asked.step, asked.actor = None, "confirmed", olive
        asked.save(force_insert=True)


@pytest.mark.parametrize("who", ["desk", "owner"])
def test_either_ends_it_before_it_is_confirmed(who, desk, owner):
    hers = gone()
    number = ask(desk, "erasure", hers)
    {"desk": desk, "owner": owner}[who].post(case_page(number), {"what": "end"})
    owner.post(case_page(number), {"what": "confirm"})
    worker_erases()
    assert AppointmentRequest.objects.filter(pk=hers.pk).exists()
    assert {row.step for row in PersonDataRecord.objects.all()} == {"asked", "withdrawn"}


def test_what_is_reopened_or_held_after_the_confirmation_is_not_erased(desk, owner):
    reopened, held, free = gone(), gone(), gone()
    number = ask(desk, "erasure", reopened, held, free)
    owner.post(case_page(number), {"what": "confirm"})
    desk.post(f"/admin/requests/reopen/{reopened.pk}/", {"version": reopened.version, "note": "x"})
    reason = {"what": "hold", "reason": "Letter of a lawyer, in the safe"}
    owner.post(f"/admin/legal-holds/request/{held.pk}/", reason)
    worker_erases()
    assert set(AppointmentRequest.objects.all()) == {reopened, held}


def test_who_has_not_proved_who_they_are_asks_and_confirms_nothing(desk, owner, freya, olive):
    hers = gone()
    number = ask(desk, "erasure", hers)
    cast.proves_it(desk, freya, minutes_ago=60)
    cast.proves_it(owner, olive, minutes_ago=60)
    chosen = {"ask": "yes", "found": [hers.reference], "about": [hers.reference], "kind": "copy"}
    desk.post("/admin/person-data/find/", {**chosen, "reason": "person"})
    owner.post(case_page(number), {"what": "confirm"})
    assert [row.step for row in PersonDataRecord.objects.all()] == ["asked"]


def test_the_first_page_of_whoever_may_confirm_says_that_it_waits(desk, owner):
    number = ask(desk, "copy", make_request())
    words = "Freya Desk asks you to confirm for a person"
    assert words in owner.get("/admin/").content.decode()
    assert words not in desk.get("/admin/").content.decode()
    owner.post(case_page(number), {"what": "confirm"})
    assert words not in owner.get("/admin/").content.decode()
    sam = cast.signed_in(cast.make_sam())
    ask(sam, "copy", make_request())
    assert "asks you to confirm" not in sam.get("/admin/").content.decode()
