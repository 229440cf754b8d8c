"""What the owner may do with accounts, and that nobody gives themselves a right."""

from django.contrib.auth.models import Group, Permission

from wagtail.contrib.redirects.models import Redirect
from wagtail.models import ModelLogEntry, Site

import pytest

from clinic.models import User
from tests import cast
from tests.factories import make_details, make_practitioner, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def olive():
    return cast.make_olive()


@pytest.fixture
def owner(olive):
    return cast.signed_in(olive)


def group(name):
    return Group.objects.get(name=name)


def form(account=None, **changes):
    names = {"first_name": "Freya", "last_name": "Desk", "email": "freya@clinic.example"}
    if account:
        names = {name: getattr(account, name) for name in names}
        names["groups"] = [one.pk for one in account.groups.all()]
    return {**names, **changes}


def edit(browser, account, **changes):
    response = browser.post(f"/admin/users/edit/{account.pk}/", form(account, **changes))
    account.refresh_from_db()
    return response


def roles(account):
    return set(account.groups.values_list("name", flat=True))


@pytest.mark.parametrize(
    "path",
    [
        "settings/clinic/clinicsettings/{site}/",
        "practitioners/",
        "practitioners/new/",
        "practitioners/edit/{practitioner}/",
        "practitioners/delete/{practitioner}/",
        "users/",
        "users/new/",
        "groups/",
        "redirects/",
        "redirects/add/",
        "choose-page/",
    ],
)
def test_the_owner_needs_no_administrator(owner, path):
    make_details()
    known = {"site": Site.objects.get().pk, "practitioner": make_practitioner().pk}
    assert owner.get("/admin/" + path.format(**known)).status_code == 200


@pytest.mark.parametrize("who", [cast.make_freya, cast.make_ed, cast.make_rita])
@pytest.mark.parametrize(
    "path", ["users/", "users/new/", "groups/", "redirects/", "settings/clinic/clinicsettings/"]
)
def test_nobody_else_runs_the_clinic(who, path):
    make_details()
    assert cast.signed_in(who()).get("/admin/" + path).status_code == 302


def test_the_owner_changes_hours_and_adds_redirects(owner):
    details = make_details()
    path = f"/admin/settings/clinic/clinicsettings/{details.site_id}/"
    response = owner.get(path)
    assert "The clinic" in response.content.decode()
    owner.post("/admin/redirects/add/", {"old_path": "/old/", "redirect_link": "https://a.example/"})
    assert Redirect.objects.get().old_path == "/old"


def test_the_owner_makes_accounts_and_gives_roles_which_is_recorded(owner, olive):
    made = form(groups=[group("Front desk").pk])
    assert owner.post("/admin/users/new/", made).status_code == 302
    freya = User.objects.get(email="freya@clinic.example")
    assert roles(freya) == {"Front desk"}
    edit(owner, freya, groups=[group("Editors").pk])
    assert roles(freya) == {"Editors"}
    entries = ModelLogEntry.objects.filter(action="clinic.roles", object_id=freya.pk).order_by("timestamp")
    assert [(entry.user, entry.data) for entry in entries] == [
        (olive, {"given": ["Front desk"], "taken": []}),
        (olive, {"given": ["Editors"], "taken": ["Front desk"]}),
    ]
    history = owner.get(f"/admin/users/history/{freya.pk}/").content.decode()
    assert "Roles given: Editors. Roles taken away: Front desk." in history


@pytest.mark.parametrize("who", [cast.make_olive, cast.make_sam])
def test_nobody_changes_their_own_roles(who):
    person = who()
    before = roles(person), person.is_superuser
    everything = [one.pk for one in Group.objects.all()]
    edit(cast.signed_in(person), person, groups=everything, is_superuser="on", is_active="")
    assert (roles(person), person.is_superuser) == before
    assert person.is_active


def test_the_owner_makes_no_administrator(owner):
    made = form(is_superuser="on")
    assert owner.post("/admin/users/new/", made).status_code == 302
    freya = User.objects.get(email="freya@clinic.example")
    edit(owner, freya, is_superuser="on")
    assert not freya.is_superuser
    assert "is_superuser" not in owner.get(f"/admin/users/edit/{freya.pk}/").content.decode()


def test_the_owner_gives_no_role_that_could_give_everything(owner):
    mighty = Group.objects.create(name="Keepers of roles")
    mighty.permissions.add(Permission.objects.get(codename="change_group"))
    freya = cast.make_freya()
    edit(owner, freya, groups=[mighty.pk])
    assert roles(freya) == {"Front desk"}
    keeper = make_user(email="keeper@clinic.example", group="Keepers of roles")
    assert edit(owner, keeper, first_name="Changed").status_code == 302
    assert keeper.first_name == ""


@pytest.mark.parametrize("step", ["edit", "delete"])
def test_the_owner_touches_no_administrator(owner, step):
    sam = cast.make_sam()
    path = f"/admin/users/{step}/{sam.pk}/"
    for response in (owner.get(path), owner.post(path, form(sam, first_name="Changed", what="keep"))):
        assert (response.status_code, response.headers.get("Location")) == (302, "/admin/")
    sam.refresh_from_db()
    assert (sam.first_name, sam.is_active) == ("Sam", True)
    assert path not in owner.get("/admin/users/").content.decode()


def test_the_owner_cannot_sign_in_as_somebody_else(owner):
    freya = cast.make_freya()
    was = freya.password
    edit(owner, freya, email="olive2@clinic.example", password1="x" * 20, password2="x" * 20)
    assert (freya.email, freya.password) == ("freya@clinic.example", was)


@pytest.mark.parametrize(
    ("action", "data"),
    [("assign_role", {"role": 1}), ("set_active_state", {"mark_as_active": "False"}), ("delete", {})],
)
def test_accounts_are_not_changed_in_bulk(owner, olive, action, data):
    freya, desk = cast.make_freya(), group("Front desk")
    path = f"/admin/bulk/clinic/user/{action}/?next=/admin/users/&id={olive.pk}&id={freya.pk}"
    response = owner.post(path, {**data, "role": desk.pk}, follow=True)
    assert "Accounts are changed one by one." in response.content.decode()
    assert roles(olive) == {"Owner"}
    assert User.objects.get(pk=freya.pk).is_active
    assert "data-bulk-action-checkbox" not in owner.get("/admin/users/").content.decode()


@pytest.mark.parametrize("path", ["users/new/", "groups/"])
def test_each_role_is_explained_where_it_is_chosen(owner, path):
    page = owner.get(f"/admin/{path}").content.decode()
    for words in (
        "calls people back",
        "nothing that a patient wrote",
        "publishes them",
        "somebody else checks",
    ):
        assert words in page
    assert f"groups/edit/{group('Owner').pk}/" not in page


def test_the_owner_cannot_change_what_a_role_may_do(owner):
    path = f"/admin/groups/edit/{group('Owner').pk}/"
    assert owner.get(path).headers["Location"] == "/admin/"
    assert owner.get("/admin/groups/new/").headers["Location"] == "/admin/"
    desk = Permission.objects.get(codename="change_appointmentrequest")
    owner.post(path, {"name": "Owner", "permissions": [desk.pk]})
    assert not group("Owner").permissions.filter(pk=desk.pk).exists()
