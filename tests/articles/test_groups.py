"""What editors and clinical reviewers may do, by the migration and through the admin's own doors."""

from django.contrib.auth.models import Group

from wagtail.models import GroupCollectionPermission, GroupPagePermission, Page, Workflow

import pytest

from articles.models import Source
from tests.factories import (
    make_condition,
    make_condition_index,
    make_home,
    make_picture,
    make_practitioner,
    make_safety_notice,
    make_source,
    make_user,
)

pytestmark = pytest.mark.django_db
BOTH = ["Editors", "Clinical reviewers"]


def codenames(group: str) -> set[str]:
    return set(Group.objects.get(name=group).permissions.values_list("codename", flat=True))


def page_codenames(group: str) -> set[str]:
    permissions = GroupPagePermission.objects.filter(group__name=group, page__depth=1)
    return set(permissions.values_list("permission__codename", flat=True))


def status(client, url: str) -> int:
    """200, or 403 for Wagtail's way of refusing: back to the dashboard."""
    response = client.get(url)
    refused = response.status_code == 302 and response.url.endswith("/admin/")
    return 403 if refused else response.status_code


def test_moderators_have_become_clinical_reviewers():
    assert not Group.objects.filter(name="Moderators").exists()
    workflow = Workflow.objects.get()
    assert workflow.name == "Clinical review"
    groups = workflow.tasks[0].specific.groups
    assert [group.name for group in groups.all()] == ["Clinical reviewers"]


def test_what_each_group_may_do_is_exactly_this():
    editors = {
        "access_admin",
        "add_source",
        "change_source",
        "view_source",
        "view_safetynotice",
        "view_practitioner",
        "view_lintterm",
        "view_allowedsentence",
        "view_ailment",
    }
    assert codenames("Editors") == editors | {"announce"}
    more = {"change_safetynotice", "add_lintterm", "change_lintterm"}
    more |= {"add_allowedsentence", "change_allowedsentence", "delete_allowedsentence"}
    more |= {"add_ailment", "change_ailment", "delete_ailment", "verify_source", "answer_statement"}
    assert codenames("Clinical reviewers") == editors | more
    assert page_codenames("Editors") == {"add_page", "change_page"}
    assert page_codenames("Clinical reviewers") == {"add_page", "change_page", "publish_page"}


@pytest.mark.parametrize("group", BOTH)
def test_permissions_stand_on_the_roots_and_nowhere_else(group):
    assert not GroupPagePermission.objects.filter(group__name=group).exclude(page__depth=1).exists()
    collections = GroupCollectionPermission.objects.filter(group__name=group)
    assert set(collections.values_list("permission__codename", flat=True)) == {
        "add_image",
        "change_image",
        "choose_image",
    }
    assert set(collections.values_list("collection__depth", flat=True)) == {1}


@pytest.mark.parametrize(("group", "may_publish"), [("Editors", False), ("Clinical reviewers", True)])
def test_both_write_on_the_real_pages_and_only_reviewers_publish(client, group, may_publish):
    user = make_user(group=group)
    for page in (make_home(), make_condition_index(), make_condition()):
        tester = page.permissions_for_user(user)
        assert tester.can_edit()
        assert tester.can_publish() is may_publish
    client.force_login(user)
    page = Page.objects.get(slug="sciatica")
    assert status(client, f"/admin/pages/{page.pk}/edit/") == 200
    response = client.post(f"/admin/pages/{page.pk}/unpublish/")
    page.refresh_from_db()
    assert page.live is not may_publish
    assert response.status_code == 302


@pytest.mark.parametrize(("group", "changes_notice"), [("Editors", 403), ("Clinical reviewers", 200)])
def test_the_doors_of_the_admin(client, group, changes_notice):
    client.force_login(make_user(group=group))
    source, notice, person = make_source(), make_safety_notice(), make_practitioner()
    doors = {
        "/admin/": 200,
        "/admin/snippets/articles/source/": 200,
        "/admin/snippets/articles/source/add/": 200,
        f"/admin/snippets/articles/source/edit/{source.pk}/": 200,
        f"/admin/snippets/articles/source/delete/{source.pk}/": 403,
        f"/admin/snippets/articles/safetynotice/edit/{notice.pk}/": changes_notice,
        "/admin/practitioners/": 200,
        "/admin/practitioners/new/": 403,
        f"/admin/practitioners/edit/{person.pk}/": 403,
        "/admin/images/": 200,
        "/admin/images/add/": 200,
        # Somebody else's, too: the gate asks for what a picture lacks.
        f"/admin/images/{make_picture().pk}/": 200,
        "/admin/users/": 403,
        "/admin/groups/": 403,
        "/admin/sites/": 403,
        "/admin/settings/clinic/clinicsettings/1/": 403,
    }
    assert {url: status(client, url) for url in doors} == doors


def test_a_source_that_an_editor_makes_is_kept(client):
    client.force_login(make_user(group="Editors"))
    form = {
        "authors": "Tu JF",
        "title": "Acupuncture vs sham",
        "journal": "JAMA Intern Med",
        "year": "2024",
        "doi": "10.1001/jamainternmed.2024.5463",
        "design": "randomized_trial",
        "finding": "Less leg pain than with sham.",
        "certainty": "low",
    }
    assert client.post("/admin/snippets/articles/source/add/", form).status_code == 302
    assert Source.objects.get().short_name == "Tu 2024"


@pytest.mark.parametrize("url", ["/admin/pages/", "/admin/snippets/articles/source/", "/admin/images/"])
def test_without_a_sign_in_every_door_leads_to_the_sign_in(client, url):
    response = client.get(url)
    assert response.status_code == 302
    assert response.url.startswith("/admin/login/")
