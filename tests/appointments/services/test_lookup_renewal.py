"""Search hashes that an earlier release made: found out, made anew, and never over somebody's change."""

import threading

from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import Client

import pytest

from appointments.checks import everybody_is_found
from appointments.management.commands import renew_lookup
from appointments.models import AppointmentRequest
from appointments.services import lookup_renewal
from appointments.services.contact.corrections import correct
from clinic.models import User
from tests import cast
from tests.appointments.desk.searching import search
from tests.appointments.factories import SOMEBODY_ELSE, make_request
from tests.factories import make_details

pytestmark = pytest.mark.django_db
INBOX = "/admin/requests/"


@pytest.fixture
def desk() -> Client:
    make_details()
    return cast.signed_in(cast.make_freya())


def made_by_an_earlier_release(**answers):
    appointment_request = make_request(**answers)
    AppointmentRequest.objects.filter(pk=appointment_request.pk).update(lookup=["old"], lookup_mark="")
    return appointment_request


def listed(client, typed):
    return list(search(client, typed).context["object_list"])


def test_who_was_stored_by_an_earlier_release_is_found_after_the_renewal(desk, capsys, monkeypatch):
    monkeypatch.setattr(lookup_renewal, "_BATCH", 2)
    old = [made_by_an_earlier_release(full_name=f"Siobhán O’Brien {number}") for number in range(5)]
    assert not listed(desk, "obrien")
    assert "by name: 5" in str(everybody_is_found(None)[0])
    assert desk.get("/health/ready").json()["search"] is False
    call_command("renew_lookup")
    assert set(listed(desk, "obrien")) == set(old)
    assert not everybody_is_found(None)
    assert desk.get("/health/ready").json()["search"] is True
    assert "4 of 5 renewed" in capsys.readouterr().out
    call_command("renew_lookup")
    assert "renewed" not in capsys.readouterr().out, "a second run has nothing to do"


def test_a_renewal_that_was_killed_goes_on_where_it_stopped(desk, monkeypatch):
    monkeypatch.setattr(lookup_renewal, "_BATCH", 2)
    for _number in range(5):
        made_by_an_earlier_release()
    next(lookup_renewal.renew_lookup())
    assert AppointmentRequest.objects.hard_to_find().count() == 3
    call_command("renew_lookup", verbosity=0)
    assert not AppointmentRequest.objects.hard_to_find().exists()


def test_another_key_makes_every_request_hard_to_find_until_the_renewal(desk, settings):
    appointment_request = make_request(full_name="Łukasz Wałęsa")
    settings.PATIENT_LOOKUP_KEY = "another key of more than forty characters, as required"
    assert AppointmentRequest.objects.hard_to_find().count() == 1
    call_command("renew_lookup")
    assert listed(desk, "walesa") == [appointment_request]


@pytest.mark.parametrize(
    "typed", ["walesa", "Łukasz Wałęsa", "lukasz@patient.example", "(949) 555-0142", "0142"]
)
def test_while_a_new_key_is_brought_in_searches_find_who_was_stored_before_and_after(desk, settings, typed):
    somebody = {"full_name": "Łukasz Wałęsa", "email": "lukasz@patient.example"}
    before = make_request(**somebody)
    settings.PATIENT_LOOKUP_KEY_FALLBACKS = [settings.PATIENT_LOOKUP_KEY]
    settings.PATIENT_LOOKUP_KEY = "another key of more than forty characters, as required"
    after = make_request(**somebody)
    assert set(listed(desk, typed)) == {before, after}
    page = desk.get(f"/admin/requests/inspect/{after.pk}/").content.decode()
    assert before.reference in page, "it may be the same person's"
    call_command("renew_lookup", verbosity=0)
    settings.PATIENT_LOOKUP_KEY_FALLBACKS = []
    assert set(listed(desk, typed)) == {before, after}


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_request_that_somebody_is_changing_is_left_to_them(desk, monkeypatch):
    monkeypatch.setattr(renew_lookup, "_PAUSE", 0)
    held, free = made_by_an_earlier_release(), made_by_an_earlier_release(**SOMEBODY_ELSE)
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
        with pytest.raises(CommandError, match="all the while: 1"):
            call_command("renew_lookup")
    finally:
        may_end.set()
        holder.join()
    assert listed(desk, "haddad") == [free]
    held.refresh_from_db()
    correct(
        appointment_request_id=held.pk,
        version=held.version,
        actor=User.objects.get(email="freya@clinic.example"),
        answers={"full_name": "Søren Kjær"},
    )
    assert listed(desk, "kjaer") == [held]
    assert not AppointmentRequest.objects.hard_to_find().exists()


def test_a_request_that_no_key_opens_stops_nothing(desk, capsys):
    broken, other = made_by_an_earlier_release(), made_by_an_earlier_release(**SOMEBODY_ELSE)
    AppointmentRequest.objects.filter(pk=broken.pk).update(patient_data=b"x")
    call_command("renew_lookup")
    assert listed(desk, "haddad") == [other]
    assert "left as they are: 1" in capsys.readouterr().out
