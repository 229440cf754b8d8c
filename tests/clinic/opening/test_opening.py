"""The request form opens when somebody opens it, and nobody can before the list of needs is done."""

from importlib import import_module

from django.apps import apps
from django.utils import timezone

import pytest

from appointments.models import MailTrial
from clinic.models import ClinicSettings, User
from clinic.opening.checks import check_what_is_missing
from clinic.opening.needs import missing_of, needs_of
from clinic.pages.privacy.pages import PrivacyPolicyPage
from tests import cast
from tests.clinic.opening.complete import make_complete
from tests.factories import make_home, make_practitioner, make_user

pytestmark = pytest.mark.django_db
PAGE = "/admin/opening/"
REQUIRED = ["clinic_name", "phone", "opening_hours", "desk", "mail", "privacy"]


def missing() -> list[str]:
    return [need.name for need in missing_of(ClinicSettings.of_the_default_site())]


def test_a_new_site_lacks_everything_and_each_thing_has_a_page_that_opens(new_site):
    make_home()
    assert missing() == REQUIRED
    browser = cast.signed_in(cast.make_sam())
    page = browser.get(PAGE).text
    for need in needs_of(ClinicSettings.of_the_default_site()):
        assert need.link in page
        assert browser.get(need.link).status_code == 200, need.name
    assert "6 things are missing" in page
    assert "The request form is not open yet" in browser.get("/admin/").text
    # Of people whom nobody has entered nothing is said.
    assert "Our practitioners" not in browser.get("/").text


def test_nothing_opens_a_form_while_something_is_missing():
    details = make_complete()
    MailTrial.objects.all().delete()
    page = cast.signed_in(cast.make_olive()).post(PAGE, follow=True).text
    assert "something is still missing" in page
    details.refresh_from_db()
    assert details.opened_at is None


def test_the_owner_opens_it_and_whatever_goes_missing_later_is_told_and_closes_nothing():
    details, olive = make_complete(), cast.make_olive()
    browser = cast.signed_in(olive)
    assert '"/admin/opening/"' in browser.get("/admin/").text
    assert "Patients can send requests now" in browser.post(PAGE, follow=True).text
    details.refresh_from_db()
    assert details.opened_by == olive and details.takes_requests
    home = browser.get("/admin/").text
    assert "not open yet" not in home and PAGE not in home
    User.objects.filter(first_name="Freya").update(is_active=False)
    PrivacyPolicyPage.objects.update(live=False)
    details.refresh_from_db()
    assert details.takes_requests
    assert "something that patients rely on is missing" in browser.get("/admin/").text


def test_somebody_who_was_only_invited_is_not_at_the_front_desk_yet():
    make_complete()
    User.objects.filter(first_name="Freya").update(password="!unusable")
    assert missing() == ["desk"]
    page = cast.signed_in(cast.make_olive()).get(PAGE).text
    assert "Freya Desk is invited, and has to choose a password first" in page


def test_what_was_made_up_counts_as_missing():
    details = make_complete()
    details.is_demonstration = True
    details.save()
    User.objects.filter(first_name="Freya").update(is_demonstration=True)
    PrivacyPolicyPage.objects.update(is_demonstration=True)
    assert missing() == ["demonstration", "clinic_name", "phone", "opening_hours", "desk", "privacy"]


def test_practitioners_and_the_owner_s_account_are_asked_for_and_not_required():
    make_complete()
    asked = {need.name: need.is_met for need in needs_of(ClinicSettings.of_the_default_site())}
    assert not asked["practitioners"] and not asked["owner"]
    assert missing() == []
    make_practitioner()
    make_user(email="olive@clinic.example", group="Owner")
    asked = {need.name: need.is_met for need in needs_of(ClinicSettings.of_the_default_site())}
    assert asked["practitioners"] and asked["owner"]


def test_a_second_person_for_articles_is_asked_for_and_not_required():
    make_complete()
    for make, is_met in ((cast.make_rita, False), (cast.make_ed, True)):
        make()
        needs = {need.name: need for need in needs_of(ClinicSettings.of_the_default_site())}
        assert needs["reviewers"].is_met is is_met
    assert missing() == []


def test_only_whoever_runs_the_clinic_opens_it():
    make_complete()
    for person in (cast.make_ed(), User.objects.get(first_name="Freya")):
        assert cast.signed_in(person).post(PAGE).status_code == 302
        assert "opening" not in cast.signed_in(person).get("/admin/").text
    assert not ClinicSettings.objects.get().takes_requests


def test_the_deployment_check_names_what_is_missing_and_warns_once_the_form_is_open():
    details = make_complete()
    MailTrial.objects.all().delete()
    (found,) = check_what_is_missing(None)
    assert (found.id, found.is_serious()) == ("clinic.I011", False)
    assert "Mail that arrives" in found.msg
    assert "/admin/opening/mail/" in found.hint
    ClinicSettings.objects.filter(pk=details.pk).update(opened_at=timezone.now())
    (found,) = check_what_is_missing(None)
    assert found.id == "clinic.W011"


def test_an_update_leaves_the_form_of_a_working_clinic_open():
    details = make_complete()
    import_module("clinic.migrations.0025_kept_open").keep_open(apps, None)
    details.refresh_from_db()
    assert details.takes_requests
    ClinicSettings.objects.update(opened_at=None, phone="")
    import_module("clinic.migrations.0025_kept_open").keep_open(apps, None)
    assert not ClinicSettings.objects.get().takes_requests
