"""Somebody leaves: the page says what becomes of their work, and hands it over with them."""

from django.contrib.auth.models import Group

import pytest

from appointments.models import AppointmentRequest, RequestEvent
from appointments.services.decisions.decisions import claim
from tests import cast
from tests.appointments.factories import make_request, schedule
from tests.factories import make_condition, make_details, make_practitioner, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    make_details()
    return cast.signed_in(cast.make_olive())


@pytest.fixture
def freya():
    return cast.make_freya()


def taken_by(person):
    made = make_request()
    claim(appointment_request_id=made.pk, version=made.version, actor=person)
    made.refresh_from_db()
    return made


def leave(browser, person, **answers):
    kind = "practitioners" if hasattr(person, "license_number") else "users"
    path = f"/admin/{kind}/delete/{person.pk}/"
    return browser.get(path).content.decode(), browser.post(path, {"what": "keep", **answers})


def entries(appointment_request):
    browser = cast.signed_in(cast.make_sam())
    return browser.get(f"/admin/requests/inspect/{appointment_request.pk}/").content.decode()


def test_requests_of_somebody_who_leaves_go_to_a_colleague(owner, freya):
    finn, made = cast.make_finn(), taken_by(freya)
    page, response = leave(owner, freya, requests=finn.pk)
    assert "They have taken 1 open request." in page
    assert made.reference not in page
    assert response.status_code == 302
    was, made = made.version, AppointmentRequest.objects.get()
    assert (made.assigned_to, made.version) == (finn, was + 1)
    assert "Gave the request to Finn Desk" in entries(made)


def test_requests_of_somebody_who_leaves_go_back_to_the_desk(owner, freya):
    cast.make_finn()
    made = taken_by(freya)
    leave(owner, freya)
    made.refresh_from_db()
    freya.refresh_from_db()
    assert (made.assigned_to, freya.is_active) == (None, False)
    event = RequestEvent.objects.filter(appointment_request=made).latest("pk")
    assert (event.kind, event.actor_name) == ("released", "Olive Owner")


def test_a_visit_of_a_practitioner_who_leaves_goes_back_to_the_desk(owner, freya):
    ana = make_practitioner(name="Ana Reyes")
    make_condition(author=ana, clinical_reviewer=ana)
    made = make_request()
    schedule(made, actor=freya)
    visit = made.visits.get()
    visit.practitioner = ana
    visit.save()
    page, response = leave(owner, ana)
    for words in ("1 visit with them is to come.", "1 article names them as its author", "clinical reviewer"):
        assert words in page
    assert response.status_code == 302
    ana.refresh_from_db()
    assert not ana.is_active
    assert made.visits.active().get().practitioner == ana
    assert "The practitioner left: the visit needs somebody else" in entries(made)


def test_the_account_of_somebody_who_worked_on_a_request_is_not_deleted(owner, freya):
    made = taken_by(freya)
    _page, response = leave(owner, freya, requests=cast.make_finn().pk, what="delete")
    assert "Choose the first answer instead." in response.content.decode()
    made.refresh_from_db()
    assert made.assigned_to == freya, "nothing was handed over"


def test_who_is_needed_by_other_records_is_not_deleted_and_nothing_is_handed_over(owner, freya):
    ana = make_practitioner(name="Ana Reyes")
    make_condition(author=ana)
    _page, response = leave(owner, ana, what="delete")
    ana.refresh_from_db()
    assert ana.is_active
    assert "Choose the first answer instead." in response.content.decode()


@pytest.mark.parametrize(
    ("group", "words"),
    [
        ("Front desk", "Nobody else is at the front desk"),
        ("Clinical reviewers", "Nobody else reviews articles"),
    ],
)
def test_the_last_one_of_a_role_does_not_leave_unnoticed(owner, group, words):
    last = make_user(email="last@clinic.example", group=group)
    assert words in leave(owner, last)[0]
    again = make_user(email="again@clinic.example", group=group)
    make_user(email="third@clinic.example").groups.add(Group.objects.get(name=group))
    assert words not in leave(owner, again)[0]


def test_nobody_removes_themselves(owner):
    olive = cast.User.objects.get(email="olive@clinic.example")
    assert leave(owner, olive)[1].headers["Location"] == "/admin/"
    olive.refresh_from_db()
    assert olive.is_active
