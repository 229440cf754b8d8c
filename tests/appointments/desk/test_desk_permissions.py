"""Who may see requests: the front desk and superusers. Nobody else learns that one exists, by any address."""

import uuid
from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.http import HttpResponse
from django.urls import reverse

from wagtail.log_actions import log
from wagtail.permissions import policy_registry

import pytest

from appointments.desk.viewset import RequestViewSet
from appointments.models import AppointmentRequest
from appointments.permissions import user_can_review_requests
from appointments.services.decisions.decisions import claim
from clinic.models import User
from tests import cast
from tests.appointments.factories import make_request
from tests.databases import rows_for_many
from tests.factories import make_condition, make_details, make_user

pytestmark = pytest.mark.django_db

# Every address of the viewset: a new view without a name here cannot be.
ADDRESSES = {pattern.name: str(pattern.pattern) for pattern in RequestViewSet().get_urlpatterns()}


def make_outsider() -> User:
    """Somebody who may do all that editors and reviewers may together."""
    both = cast.make_ed()
    both.groups.set(Group.objects.filter(name__in=[cast.EDITORS, cast.REVIEWERS]))
    return both


EVERYBODY = {"outsider": make_outsider, "freya": cast.make_freya, "sam": cast.make_sam}


@pytest.fixture(scope="module")
def number_of_pats_request(django_db_setup: None, django_db_blocker: Any) -> Iterator[uuid.UUID]:
    with rows_for_many(django_db_blocker):
        make_details()
        yield make_request(article=make_condition()).pk


@pytest.fixture
def request_of_pat(number_of_pats_request: uuid.UUID) -> AppointmentRequest:
    return AppointmentRequest.objects.get(pk=number_of_pats_request)


def address(name: str, pk: uuid.UUID) -> str:
    return reverse(f"requests:{name}", args=[pk] if "pk" in ADDRESSES[name] else [])


def is_turned_away(response: HttpResponse) -> bool:
    """Wagtail sends those without permission back to its first page, with a message."""
    return response.status_code == 302 and response["Location"] == "/admin/"


def tells_of(response: HttpResponse, appointment_request: AppointmentRequest) -> bool:
    html = response.content.decode()
    told = (
        appointment_request.reference,
        str(appointment_request.pk),
        "Whitfield",
        "appointment request",
        "/admin/requests/",
    )
    return any(words.casefold() in html.casefold() for words in told)


# tests/test_permission_matrix.py holds for whom each of these addresses answers, and for whom not.
def test_what_exists_and_what_does_not_look_the_same_to_editors_and_reviewers(request_of_pat):
    client = cast.signed_in(make_outsider())
    for name in ADDRESSES:
        for method in (client.get, client.post):
            assert is_turned_away(method(address(name, request_of_pat.pk))), name
            assert is_turned_away(method(address(name, uuid.uuid4()))), name
    request_of_pat.refresh_from_db()
    assert request_of_pat.version == 1


@pytest.mark.parametrize("who", EVERYBODY)
def test_nobody_edits_copies_or_deletes(request_of_pat, who):
    client = cast.signed_in(EVERYBODY[who]())
    for act in ["add", "edit", "delete", "copy", "usage", "history", "history-results", "reorder"]:
        for path in (f"{act}/", f"{act}/{request_of_pat.pk}/"):
            for method in (client.get, client.post):
                assert method(f"/admin/requests/{path}").status_code == 404, path
    assert AppointmentRequest.objects.count() == 1


def test_the_policy_allows_view_and_change_to_the_desk_only():
    policy = policy_registry.get_by_type(AppointmentRequest)
    freya, sam, ed = cast.make_freya(), cast.make_sam(), cast.make_ed()
    for user in (freya, sam):
        assert policy.user_has_permission(user, "view")
        assert policy.user_has_permission(user, "change")
        assert not policy.user_has_any_permission(user, ["add", "delete", "publish"])
    assert not policy.user_has_any_permission(ed, ["view", "change", "add", "delete"])
    assert set(policy.users_with_any_permission(["change", "delete"])) == {freya, sam}
    assert not policy.users_with_any_permission(["add", "delete"]).exists()


def test_only_the_desk_and_the_owner_hold_permissions_of_this_app():
    of_this_app = Permission.objects.filter(content_type__app_label="appointments")
    apps = ["appointments", "wagtailadmin"]
    held = {
        group.name: {one.codename for one in group.permissions.filter(content_type__app_label__in=apps)}
        for group in Group.objects.filter(permissions__in=of_this_app).distinct()
    }
    assert held == {
        cast.FRONT_DESK: {"access_admin", "view_appointmentrequest", "change_appointmentrequest"},
        # Reading requests is not the owner's by itself: whoever needs it is in both groups.
        cast.OWNER: {
            "access_admin",
            "view_accessrecord",
            "report_appointmentrequest",
            "export_appointmentrequest",
            "hold_appointmentrequest",
            "confirm_persondatarecord",
            # What the desk sends is the owner's to word.
            *(f"{action}_messagetemplate" for action in ("add", "change", "delete", "view", "publish")),
        },
    }


@pytest.mark.parametrize("missing", ["access_admin", "view_appointmentrequest", "change_appointmentrequest"])
def test_each_of_the_three_permissions_is_needed(request_of_pat, missing):
    freya = cast.make_freya()
    Group.objects.get(name=cast.FRONT_DESK).permissions.remove(Permission.objects.get(codename=missing))
    freya = User.objects.get(pk=freya.pk)
    assert not user_can_review_requests(freya)
    response = cast.signed_in(freya).get(address("inspect", request_of_pat.pk))
    assert response.status_code == 302
    assert not tells_of(response, request_of_pat)


def test_somebody_who_left_is_out_at_once(request_of_pat):
    freya = cast.make_freya()
    client = cast.signed_in(freya)
    assert client.get("/admin/requests/").status_code == 200
    User.objects.filter(pk=freya.pk).update(is_active=False)
    assert client.get("/admin/requests/")["Location"].startswith("/admin/login/")


def test_no_other_address_of_the_admin_tells_of_a_request(request_of_pat):
    """Usage, history, reports, choosers, bulk actions, editing sessions, interfaces for programs."""
    user, finn = make_outsider(), cast.make_finn()
    claim(appointment_request_id=request_of_pat.pk, version=1, actor=finn)
    log(request_of_pat, "wagtail.edit", user=finn)
    client, pk, article = cast.signed_in(user), request_of_pat.pk, request_of_pat.article_id
    paths = [
        "",
        f"pages/{article}/usage/",
        f"pages/{article}/edit/",
        f"pages/{article}/delete/",
        f"pages/{article}/history/",
        "reports/site-history/",
        "reports/site-history/results/",
        f"users/edit/{finn.pk}/",
        "snippets/",
        "snippets/choose/appointments/appointmentrequest/",
        f"snippets/choose/appointments/appointmentrequest/chosen/{pk}/",
        "snippets/appointments/appointmentrequest/",
        f"bulk/appointments/appointmentrequest/delete/?id={pk}",
        "bulk/appointments/appointmentrequest/delete/?id=all",
        f"editing-sessions/ping/appointments/appointmentrequest/{pk}/1/",
        "api/main/pages/",
        "pages/search/?q=a",
        "workflows/list/",
    ]
    for path in paths:
        response = client.get(f"/admin/{path}")
        assert response.status_code < 500, path
        assert not tells_of(response, request_of_pat), path
    for path in [path for path in paths if "appointmentrequest" in path]:
        assert not tells_of(client.post(f"/admin/{path}"), request_of_pat), path
    assert AppointmentRequest.objects.exists()


def test_reports_and_group_pages_still_work_for_the_superuser(request_of_pat):
    sam = cast.make_sam()
    log(request_of_pat, "wagtail.edit", user=sam)
    client = cast.signed_in(sam)
    history = client.get("/admin/reports/site-history/")
    assert history.status_code == 200
    assert f"/admin/requests/inspect/{request_of_pat.pk}/" in history.content.decode()
    desk = Group.objects.get(name=cast.FRONT_DESK)
    assert client.get(reverse("wagtailusers_groups:edit", args=[desk.pk])).status_code == 200


def test_the_desk_sees_requests_and_nothing_else(request_of_pat):
    client = cast.signed_in(cast.make_freya())
    for path in ["pages", "images", "images/add", "users", "groups", "snippets", "sites", "practitioners"]:
        assert client.get(f"/admin/{path}/").status_code in (302, 404), path


def test_a_person_without_any_group_gets_nothing(request_of_pat):
    client = cast.signed_in(make_user(email="nobody@clinic.example"))
    for name in ADDRESSES:
        response = client.get(address(name, request_of_pat.pk))
        assert response["Location"].startswith("/admin/login/")
