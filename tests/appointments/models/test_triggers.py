"""What the database itself refuses: changing the timeline, and deleting a request outside retention."""

from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

import pytest

from appointments.models import AccessRecord, AppointmentRequest, RequestEvent
from appointments.services.decisions.decisions import add_note
from appointments.statuses import Status
from tests import cast
from tests.appointments.factories import make_request

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reads_patients_data")]


@pytest.fixture
def event() -> RequestEvent:
    appointment_request, freya = make_request(), cast.make_freya()
    add_note(appointment_request_id=appointment_request.pk, version=1, actor=freya, note="A note")
    return appointment_request.events.last()


def run(sql: str, *values: object) -> int:
    """Run ``sql`` as somebody with a database shell would; how many rows it changed."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.rowcount


@pytest.mark.parametrize(
    "change",
    [
        "at = now()",
        "actor_name = 'Somebody else'",
        "actor_id = NULL, actor_name = ''",
        'details = \'{"outcome": "spoke"}\'',
        "sealed_note = NULL",
        "kind = 'claimed'",
        "to_status = 'declined'",
        "appointment_request_id = gen_random_uuid()",
    ],
)
def test_the_timeline_cannot_be_changed(event, change):
    with pytest.raises(IntegrityError, match="only ever added to"):
        run(f"UPDATE appointments_requestevent SET {change} WHERE id = %s", event.pk)  # noqa: S608 - constants


def test_an_event_cannot_be_given_to_another_person(event):
    finn = cast.make_finn()
    with pytest.raises(IntegrityError, match="only ever added to"):
        run("UPDATE appointments_requestevent SET actor_id = %s WHERE id = %s", finn.pk, event.pk)


def test_the_account_of_somebody_who_acted_stays(event):
    with pytest.raises(ProtectedError):
        event.actor.delete()


@pytest.mark.parametrize("table", ["appointments_requestevent", "appointments_appointmentrequest"])
def test_nothing_is_deleted(event, table):
    with pytest.raises(IntegrityError, match="erased by retention only"):
        run(f"DELETE FROM {table}")  # noqa: S608 - one of two constants
    assert AppointmentRequest.objects.count() == 1
    assert RequestEvent.objects.count() == 2


def test_not_by_the_orm_either(event):
    with pytest.raises(IntegrityError), transaction.atomic():
        event.appointment_request.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        RequestEvent.objects.all().delete()


def test_retention_may_erase_for_one_transaction(event):
    # A savepoint would not do: SET LOCAL lasts for the whole transaction, which is the test's own.
    run("SET LOCAL clinic.erasing = 'on'")
    event.appointment_request.delete()
    assert not RequestEvent.objects.exists()
    run("SET LOCAL clinic.erasing = 'off'")
    other = make_request()
    with pytest.raises(IntegrityError), transaction.atomic():
        other.delete()


@pytest.mark.parametrize(
    "change", ["status = 'nonsense'", "status = 'declined'", "closed_at = now()", "idempotency_key = NULL"]
)
def test_a_request_cannot_be_half_closed_or_in_an_unknown_status(change):
    make_request()
    with pytest.raises(IntegrityError):
        run(f"UPDATE appointments_appointmentrequest SET {change}")  # noqa: S608 - constants


def test_a_refusal_repeats_no_data(event):
    with pytest.raises(IntegrityError) as refusal:
        run("DELETE FROM appointments_appointmentrequest WHERE status = %s", Status.NEW)
    assert event.appointment_request.reference not in str(refusal.value)
    assert str(event.appointment_request.pk) not in str(refusal.value)


@pytest.fixture
def look(event) -> AccessRecord:
    client = cast.signed_in(event.actor)
    assert client.get(f"/admin/requests/inspect/{event.appointment_request_id}/").status_code == 200
    return AccessRecord.objects.get()


@pytest.mark.parametrize(
    "change",
    [
        "at = now()",
        "actor_name = ''",
        "actor_id = NULL, actor_name = ''",
        "action = 'list'",
        "shown = '{}'",
        "appointment_request_id = NULL",
        "search_hash = 'x'",
    ],
)
def test_who_read_what_cannot_be_changed(look, change):
    with pytest.raises(IntegrityError, match="only ever added to"):
        run(f"UPDATE appointments_accessrecord SET {change}")  # noqa: S608 - constants


def test_who_read_what_is_not_deleted(look):
    run("SET LOCAL clinic.erasing = 'on'")
    with pytest.raises(IntegrityError, match="only ever added to"):
        run("DELETE FROM appointments_accessrecord")
    with pytest.raises(IntegrityError), transaction.atomic():
        look.delete()


@pytest.mark.parametrize("table", ["appointmentrequest", "requestevent", "accessrecord"])
def test_no_table_is_emptied_at_once(look, table):
    # Else Postgres refuses for another reason: the test's own transaction has keys left to check.
    run("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(IntegrityError, match=r"erased by retention only|only ever added to"):
        run(f"TRUNCATE appointments_{table} CASCADE")
    assert (AppointmentRequest.objects.count(), RequestEvent.objects.count()) == (1, 2)


def test_requests_go_and_who_read_what_stays(look, event):
    with pytest.raises(ProtectedError):
        look.actor.delete()
    run("SET LOCAL clinic.erasing = 'on'")
    number, reference = event.appointment_request_id, event.appointment_request.reference
    event.appointment_request.delete()
    look.refresh_from_db()
    assert (look.actor, look.appointment_request_id, look.shown) == (event.actor, number, [reference])
