"""Accounts by e-mail address, practitioners, and both in the admin."""

from datetime import timedelta

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone

import pytest

from clinic.models import Practitioner, User
from tests import cast
from tests.factories import PASSWORD, make_condition, make_practitioner, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin_client():
    return cast.signed_in(make_user(email="admin@clinic.example", is_superuser=True))


def user_form(**changes):
    form = {"first_name": "Freya", "last_name": "Front", "email": "Freya@Clinic.example"}
    return {**form, "is_active": "on", **changes}


def test_addresses_are_kept_in_lower_case():
    assert make_user(email=" Ed@Clinic.Example ").email == "ed@clinic.example"


def test_one_address_has_one_account_in_any_case():
    make_user(email="ed@clinic.example")
    with pytest.raises(ValidationError) as error:
        User(email="ED@clinic.example", password="x").full_clean()
    assert "Somebody already signs in with this e-mail address." in error.value.messages
    with pytest.raises(IntegrityError):
        User.objects.bulk_create([User(email="ED@clinic.example")])


def test_an_account_needs_an_address():
    with pytest.raises(ValueError, match="e-mail"):
        User.objects.create_user("", PASSWORD)


def test_a_superuser_may_do_everything():
    user = User.objects.create_superuser("sam@clinic.example", PASSWORD)
    assert user.is_superuser
    assert user.check_password(PASSWORD)


def test_people_are_called_by_name_or_else_by_address():
    assert str(make_user(email="a@b.example", first_name="Ana", last_name="Reyes")) == "Ana Reyes"
    assert str(make_user(email="c@d.example")) == "c@d.example"


def test_the_admin_lists_finds_makes_and_changes_accounts(admin_client):
    group = Group.objects.get(name="Editors")
    response = admin_client.post("/admin/users/new/", user_form(groups=[group.pk]))
    assert response.status_code == 302, response.context["form"].errors
    freya = User.objects.get(email="freya@clinic.example")
    assert list(freya.groups.all()) == [group]

    assert b"freya@clinic.example" in admin_client.get("/admin/users/").content
    assert b"freya@clinic.example" in admin_client.get("/admin/users/?q=front").content

    url = f"/admin/users/edit/{freya.pk}/"
    assert admin_client.get(url).status_code == 200
    assert admin_client.post(url, user_form(last_name="Changed")).status_code == 302
    freya.refresh_from_db()
    assert freya.last_name == "Changed"


def test_the_admin_refuses_a_second_account_for_an_address_in_another_case(admin_client):
    make_user(email="freya@clinic.example")
    response = admin_client.post("/admin/users/new/", user_form(email="FREYA@clinic.example"))
    assert response.status_code == 200
    assert "email" in response.context["form"].errors


def test_a_person_may_change_their_own_address_and_still_sign_in(client):
    client.force_login(make_user(email="ed@clinic.example", group="Editors"))
    assert client.get("/admin/account/").status_code == 200


@pytest.mark.parametrize("number", ["AC 12345", "AC1", ""])
def test_license_numbers_of_california_are_accepted(number):
    Practitioner(name="Ana", license_number=number).full_clean()


@pytest.mark.parametrize("number", ["12345", "AC 1234567", "ac 1", "AC 1\n", "LAc 12"])
def test_other_license_numbers_are_refused(number):
    with pytest.raises(ValidationError) as error:
        Practitioner(name="Ana", license_number=number).full_clean()
    assert set(error.value.message_dict) == {"license_number"}


@pytest.mark.parametrize("name", ["Dr. Ana Reyes", "dr Ana Reyes", "Doctor Reyes"])
@pytest.mark.parametrize(("degrees", "refused"), [("", True), ("L.Ac.", True), ("DAOM, L.Ac.", False)])
def test_a_doctor_shows_the_degree(name, degrees, refused):
    person = Practitioner(name=name, post_nominals=degrees)
    if not refused:
        person.full_clean()
        assert person.display_name == f"{name}, DAOM, L.Ac."
        return
    with pytest.raises(ValidationError) as error:
        person.full_clean()
    assert set(error.value.message_dict) == {"post_nominals"}


def test_a_name_that_only_begins_like_a_doctors_is_no_doctors():
    Practitioner(name="Drew Reyes", post_nominals="L.Ac.").full_clean()


def test_the_admin_manages_practitioners(admin_client):
    form = {
        "name": "Ana Reyes",
        "post_nominals": "L.Ac.",
        "role": "Licensed acupuncturist",
        "license_number": "AC 12345",
        "licensing_board": "California Acupuncture Board",
        "license_expires": "",
        "languages": "English, Spanish",
        "biography": "",
        "is_active": "on",
        "offers_visits": "on",
        "sort_order": "1",
        "working_hours-count": "0",
        "leave-count": "0",
    }
    assert admin_client.post("/admin/practitioners/new/", form).status_code == 302
    ana = Practitioner.objects.get(name="Ana Reyes")
    assert b"Ana Reyes, L.Ac." in admin_client.get("/admin/practitioners/").content
    assert admin_client.get(f"/admin/practitioners/edit/{ana.pk}/").status_code == 200
    refused = admin_client.post("/admin/practitioners/new/", {**form, "license_number": "12"})
    assert b"up to six digits" in refused.content


def test_who_signed_an_article_cannot_be_deleted(admin_client):
    author = make_condition().author
    response = admin_client.post(f"/admin/practitioners/delete/{author.pk}/")
    assert Practitioner.objects.filter(pk=author.pk).exists()
    assert response.status_code in (200, 302)


def test_only_active_people_who_see_patients_can_be_scheduled():
    ana = make_practitioner(name="Ana")
    make_practitioner(name="Bea", offers_visits=False)
    make_practitioner(name="Cleo", is_active=False)
    assert list(Practitioner.objects.offering_visits()) == [ana]


def test_nobody_is_listed_or_scheduled_once_the_license_has_run_out():
    today = timezone.localdate()
    last_day = make_practitioner(name="Ada Today", license_expires=today)
    make_practitioner(name="Bo Yesterday", license_expires=today - timedelta(days=1))
    unlimited = make_practitioner(name="Cy Unlimited")
    assert set(Practitioner.objects.active()) == {last_day, unlimited}
    assert set(Practitioner.objects.offering_visits()) == {last_day, unlimited}


def test_two_people_of_one_name_have_two_slugs_and_a_chosen_one_stays():
    slugs = [make_practitioner(name="Nguyễn Ân").slug for _ in range(2)]
    assert slugs == ["nguyen-an", "nguyen-an-2"]
    chosen = make_practitioner(name="Sam Okafor", slug="sam")
    chosen.name = "Samuel Okafor"
    chosen.save()
    assert chosen.slug == "sam"
