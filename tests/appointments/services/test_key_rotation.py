"""Rotation of the keys of patients' data: all opens with the newest alone, nothing newer is lost."""

import threading
from io import StringIO

from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, models, transaction
from django.test import Client

import pytest
from cryptography.fernet import Fernet

from appointments.management.commands import rotate_patient_keys
from appointments.models import AppointmentRequest, KeyCheck, RequestEvent
from appointments.patient_link import path_for
from appointments.services import key_rotation
from appointments.services.contact.corrections import correct
from appointments.services.decisions.decisions import add_note
from articles.models import BroughtFile
from clinic.models import User
from tests import cast
from tests.appointments.factories import make_request
from tests.factories import make_details

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reads_patients_data")]
NEW = Fernet.generate_key().decode()
UNSEALED = ("pk", "kind", "actor", "at", "version", "details")


@pytest.fixture
def freya(db: None) -> User:
    make_details()
    return cast.make_freya()


@pytest.fixture
def new_key(settings) -> list[str]:
    """Put a new key before the one that sealed what is stored; call it when that is done."""

    def put() -> None:
        settings.PATIENT_DATA_KEYS = [NEW, *settings.PATIENT_DATA_KEYS]

    return put


def with_a_note(freya: User, note: str = "Rings twice.", **answers: str) -> AppointmentRequest:
    appointment_request = make_request(**answers)
    add_note(appointment_request_id=appointment_request.pk, version=1, actor=freya, note=note)
    return AppointmentRequest.objects.get(pk=appointment_request.pk)


def rotate(**options: bool) -> str:
    out = StringIO()
    call_command("rotate_patient_keys", stdout=out, **options)
    return out.getvalue()


def test_after_the_rotation_the_newest_key_opens_everything(freya, new_key, settings, monkeypatch):
    monkeypatch.setattr(key_rotation, "_BATCH", 2)
    made = [with_a_note(freya, full_name=f"Siobhán {number}") for number in range(5)]
    new_key()
    before = list(RequestEvent.objects.order_by("pk").values_list(*UNSEALED))
    said = rotate()
    assert "5 of 5, sealed anew: 5" in said
    assert "the others may go" in said
    settings.PATIENT_DATA_KEYS = [NEW]
    for number, one in enumerate(AppointmentRequest.objects.filter(pk__in=[m.pk for m in made])):
        assert one.patient.full_name.startswith("Siobhán"), number
        assert [event.note for event in one.events.filter(kind="note")] == ["Rings twice."]
    assert list(RequestEvent.objects.order_by("pk").values_list(*UNSEALED)) == before
    assert "sealed anew: 0" in rotate(), "a second run has nothing to do"


def test_no_key_may_go_while_one_row_needs_it(freya, new_key, settings):
    make_request()
    new_key()
    rotate()
    appointment_request, [new, old] = make_request(), settings.PATIENT_DATA_KEYS
    settings.PATIENT_DATA_KEYS = [old, new]
    # A process that was started before the new key was put in front.
    add_note(appointment_request_id=appointment_request.pk, version=1, actor=freya, note="Late.")
    settings.PATIENT_DATA_KEYS = [new, old]
    sealed = bytes(RequestEvent.objects.get(kind="note").sealed_note)
    with pytest.raises(CommandError, match="Keep every key in PATIENT_DATA_KEYS: 1 rows"):
        rotate(retire_check=True)
    assert bytes(RequestEvent.objects.get(kind="note").sealed_note) == sealed, "the check changes nothing"
    rotate()
    assert "the others may go" in rotate(retire_check=True)


def test_a_rotation_that_was_killed_goes_on_where_it_stopped(new_key, monkeypatch):
    monkeypatch.setattr(key_rotation, "_BATCH", 2)
    for _number in range(5):
        make_request()
    new_key()
    next(key_rotation.reseal(AppointmentRequest, "patient_data"))
    assert key_rotation.what_is_left(AppointmentRequest, "patient_data").older == 3
    assert "sealed anew: 3" in rotate()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_request_that_somebody_is_changing_is_not_overwritten(freya, new_key, settings, monkeypatch):
    monkeypatch.setattr(rotate_patient_keys, "_PAUSE", 0)
    held, free = make_request(), make_request()
    new_key()
    is_locked, may_end = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            AppointmentRequest.objects.select_for_update().get(pk=held.pk)
            is_locked.set()
            may_end.wait(20)
        connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    try:
        assert is_locked.wait(20)
        with pytest.raises(CommandError, match="1 rows"):
            rotate()
    finally:
        may_end.set()
        holder.join()
    correct(appointment_request_id=held.pk, version=1, actor=freya, answers={"full_name": "Søren Kjær"})
    rotate()
    settings.PATIENT_DATA_KEYS = [NEW]
    held.refresh_from_db()
    assert held.patient.name_to_use == "Søren Kjær"
    assert AppointmentRequest.objects.get(pk=free.pk).patient.full_name == "Mara Whitfield"


def test_a_row_that_no_key_opens_stops_nothing_and_is_left_as_it_is(new_key):
    broken, other = make_request(), make_request()
    AppointmentRequest.objects.filter(pk=broken.pk).update(patient_data=b"x")
    new_key()
    assert "left as they are: 1" in rotate()
    assert bytes(AppointmentRequest.objects.get(pk=broken.pk).patient_data) == b"x"
    assert AppointmentRequest.objects.get(pk=other.pk).patient


def test_each_sealed_column_is_rotated():
    """A new column of bytes is either named there or holds nothing of a patient."""
    columns = {
        (model, field.name)
        for app in ("appointments", "clinic", "articles")
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.BinaryField) and field.name not in ("hash", "previous", "link_hash")
    }
    # Articles from elsewhere, until their drafts are made.
    assert columns - {(BroughtFile, "content")} == set(key_rotation.SEALED)


@pytest.mark.parametrize(
    "change", ["sealed_note = NULL", "sealed_note = 'x', at = now()", "details = '{}', sealed_note = 'x'"]
)
def test_the_timeline_lets_another_seal_pass_and_nothing_else(freya, change):
    with_a_note(freya)
    update = f"UPDATE appointments_requestevent SET {change} WHERE kind = 'note'"  # noqa: S608 - constants
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL clinic.resealing = 'on'")
        with pytest.raises(IntegrityError, match="only ever added to"), transaction.atomic():
            cursor.execute(update)
        cursor.execute("SET LOCAL clinic.resealing = 'off'")
        with pytest.raises(IntegrityError, match="only ever added to"), transaction.atomic():
            cursor.execute("UPDATE appointments_requestevent SET sealed_note = 'x' WHERE kind = 'note'")


def test_a_link_whose_key_is_gone_is_replaced_and_the_others_stay(settings):
    [old] = settings.PATIENT_LINK_KEYS
    gone, kept = make_request(), make_request()
    AppointmentRequest.objects.filter(pk=gone.pk).update(link_hash=b"of a key that is gone")
    settings.PATIENT_LINK_KEYS = ["a new key of the links, of more than forty characters", old]
    sent = path_for(kept)
    said = rotate()
    assert "have a new one now: 1" in said
    assert "older keys are taken out of PATIENT_LINK_KEYS: 1" in said
    assert Client().get(path_for(AppointmentRequest.objects.get(pk=gone.pk))).status_code == 200
    assert Client().get(sent).status_code == 200


def test_the_key_that_is_kept_is_the_newest_afterwards(new_key, settings):
    make_request()
    kept = KeyCheck.objects.get_or_create(id=1, defaults={"mark": "of before"})[0].mark
    new_key()
    rotate()
    assert KeyCheck.objects.get().mark != kept
