"""Parameters that no form of the admin sends: 400 with a way back, and a fault of ours stays a fault."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import reverse

import wagtail
from wagtail.models import Collection, Site, Workflow

import pytest

from appointments.models import MessageTemplate
from articles.models import ConditionPage, LintTerm
from clinic.http.parameters import RULES, is_form
from tests import cast
from tests.addresses import Address, all_addresses
from tests.factories import (
    make_condition,
    make_details,
    make_picture,
    make_practitioner,
    make_safety_notice,
    make_source,
)
from tests.html_forms import longest_form

pytestmark = pytest.mark.django_db
# What Wagtail's views read, found in its source, so that a new name is tried as soon as it is there.
READ = re.compile(r"""(?:GET|POST)(?:\.get|\.getlist)?[\[(]\s*["']([\w-]+)["']""")
PING = "wagtailadmin_editing_sessions:ping"
HUGE, NUL = "9" * 23, "a\0b"
SAYS = "This could not be understood"
LEFT_OUT = ("wagtailadmin_logout",)


@pytest.fixture
def page() -> ConditionPage:
    make_details()
    return make_condition()


@pytest.fixture
def sam(page: ConditionPage) -> Client:
    browser = cast.signed_in(cast.make_sam())
    browser.raise_request_exception = False
    return browser


def names_that_wagtail_reads() -> set[str]:
    root = Path(wagtail.__file__).parent
    sources = [path for path in root.rglob("*.py") if "tests" not in path.relative_to(root).parts]
    found = {name for path in sources for name in READ.findall(path.read_text())}
    assert found >= {"next", "p", "id", "revision_id", "new_parent_page"}
    return found | {"collection_id", "user", "timestamp_from", "content_type"}


def addresses(page: ConditionPage) -> Iterator[tuple[Address, dict[str, Any]]]:
    """Every kind of address of Wagtail's once, with what stands in its path."""
    keys = {
        "articles_source": make_source().pk,
        "safetynotice": make_safety_notice().pk,
        "lintterm": LintTerm.objects.first().pk,
        "messagetemplate": MessageTemplate.objects.first().pk,
        "practitioners": page.author_id,
        "wagtailimages": make_picture().pk,
        "sites": Site.objects.get().pk,
        "collections": Collection.objects.first().pk,
        "workflows": Workflow.objects.first().pk,
        "settings": Site.objects.get().pk,
    }
    parent, seen = page.get_parent().pk, set()
    for one in all_addresses():
        space, _colon, view = one.name.rpartition(":")
        # The same view of each model counts once; what can be made in a chooser differs.
        kind = one.name if view == "create" or "snippet" not in space else view
        is_wagtails = one.route.startswith("admin/") and not one.module.startswith(("appointments", "clinic"))
        is_odd = one.is_regex or view.endswith("results") or one.name in LEFT_OUT
        if is_odd or not is_wagtails or kind in seen:
            continue
        seen.add(kind)
        key = next((key for name, key in keys.items() if name in one.name), page.pk)
        app = ("clinic", "clinicsettings") if "settings" in one.name else ("articles", "conditionpage")
        names = {"app_name": app[0], "model_name": app[1], "app_label": app[0]}
        types = {"content_type_app_name": app[0], "content_type_model_name": app[1]}
        others = {"parent_page_id": parent, "destination_id": parent, "action": "delete", "slug": "approve"}
        yield one, {**names, **types, **others, "int": key, "str": key, "object_id": key}


def asked(browser: Client, method: str, path: str, data: dict[str, Any], **more: Any) -> HttpResponse:
    """An answer; nothing that was changed stays."""
    before = transaction.savepoint_create()
    answer = getattr(browser, method)(path, data, **more)
    transaction.savepoint_rollback(before)
    return answer


def test_no_address_of_wagtails_answers_500_to_what_it_reads(sam, page):
    names, tried = names_that_wagtail_reads(), 0
    for one, parts in addresses(page):
        # Those with a rule are answered before the view, which then reads no other.
        unruled = names - {rule.name for rule in RULES if rule.fits(one.name)}
        path, odd = one.filled(**parts), one.filled(**{**parts, "str": "x", "object_id": "x"})
        tries = [("get", path, dict.fromkeys(unruled, "null")), ("post", path, dict.fromkeys(unruled, NUL))]
        tries += [("put", path, {})] if is_form(one.name) else []
        tries += [("post", path, {}), *([("get", odd, {})] if odd != path else [])]
        for method, address, data in tries:
            status = asked(sam, method, address, data).status_code
            assert status < 500, (one.name, method, address, list(data.items())[:2])
            tried += 1
    assert tried > 300


# Addresses, their parts, and what was sent.
CRASHED: list[tuple[str, list[Any], str, dict[str, Any]]] = [
    ("wagtailadmin_pages:delete", ["THE PAGE"], "post", {"next": "null"}),
    ("wagtailadmin_pages:lock", ["THE PAGE"], "post", {"next": "requests"}),
    ("wagtailimages_chooser:chosen", ["x"], "get", {}),
    ("wagtailsnippetchoosers_articles_source:chosen", ["x"], "get", {}),
    ("wagtailsnippetchoosers_articles_source:chosen_multiple", [], "get", {"id": ["1", "x"]}),
    ("wagtailadmin_choose_page_chosen_multiple", [], "get", {"id": "null"}),
    ("wagtail_bulk_action", ["wagtailcore", "page", "delete"], "get", {"id": "x"}),
    ("wagtailadmin_api:images:find", [], "get", {"id": "null"}),
    ("wagtailadmin_choose_page_email_link", [], "get", {"parent_page_id": "x"}),
    ("wagtailadmin_choose_page_external_link", [], "post", {}),
    ("wagtailadmin_pages:move", ["THE PAGE"], "post", {"new_parent_page": "null"}),
    ("wagtailadmin_pages:copy", ["THE PAGE"], "post", {}),
    ("wagtailadmin_workflows:edit", ["THE WORKFLOW"], "get", {"p": "2"}),
    ("wagtailadmin_workflows:task_chooser", [], "get", {"create_model": "x"}),
    (
        "wagtailadmin_editing_sessions:ping",
        ["articles", "conditionpage", "THE PAGE", 1],
        "post",
        {"revision_id": NUL},
    ),
    (
        "wagtailadmin_editing_sessions:ping",
        ["appointments", "appointmentrequest", "1", 1],
        "post",
        {},
    ),
    ("wagtailadmin_pages:set_page_position", ["THE ROOT"], "post", {}),
    ("wagtailadmin_pages:unlock", ["THE ROOT"], "post", {}),
    ("practitioners:add", [], "put", {}),
    ("wagtailredirects:process_import", [], "post", {}),
    ("wagtailsnippetchoosers_appointments_messagetemplate:create", [], "post", {}),
    ("wagtailadmin_pages:edit", ["THE PAGE"], "post", {}),
    ("wagtailadmin_pages:preview_on_edit", ["THE PAGE"], "post", {"hero-count": "x"}),
    ("wagtailadmin_pages:add", ["articles", "conditionpage", "THE LIST"], "post", {}),
    ("practitioners:add", [], "post", {"name": "Ana"}),
]


def test_what_wagtail_crashed_on_is_answered_400_with_a_way_back(sam, page):
    known = {
        "THE PAGE": page.pk,
        "THE LIST": page.get_parent().pk,
        "THE ROOT": page.get_root().pk,
        "THE WORKFLOW": Workflow.objects.first().pk,
    }
    came_from = "http://testserver/admin/pages/"
    for name, args, method, data in CRASHED:
        path = reverse(name, args=[known.get(part, part) for part in args])
        answer = asked(sam, method, path, data, headers={"Referer": came_from})
        assert answer.status_code == 400, (name, data)
        said = answer.content.decode()
        assert SAYS in said, name
        assert f'href="{came_from}"' in said, name
        assert 'href="/admin/"' in said, name
    elsewhere = asked(sam, method, path, data, headers={"Referer": "https://evil.example/"})
    assert SAYS in elsewhere.content.decode()
    assert "evil" not in elsewhere.content.decode()


def edited(browser: Client, page: ConditionPage) -> tuple[str, dict[str, Any]]:
    """The address of an article's editor, and its form with one paragraph."""
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    editor = browser.get(address)
    fields = editor.context["form"].fields.items()
    counts = {f"{name}-count": "0" for name, one in fields if hasattr(one, "block")}
    parts = {"body-0-deleted": "", "body-0-order": "0", "body-0-type": "paragraph"}
    text = {"body-count": "1", **parts, "body-0-value": '{"blocks": [], "entityMap": {}}'}
    return address, {**longest_form(editor.content.decode()), **counts, **text}


BROKEN: list[dict[str, str | None]] = [
    {"body-count": None},
    {"body-count": "-1"},
    {"body-count": HUGE},
    {"body-0-deleted": None},
    {"body-0-order": "first"},
    {"body-0-type": None},
    {"body-0-value": ""},
    {"body-0-value": "[]"},
    {"body-0-value": '{"blocks": [1], "entityMap": {}}'},
    {"body-0-value": '{"blocks": [{"text": "a", "inlineStyleRanges": [{}]}]}'},
    {"body-0-value": "[" * 100_000},
    {"body-0-type": "care_card", "body-0-value-items-count": "x"},
]


def test_a_part_of_an_article_that_is_damaged_is_no_crash(sam, page):
    address, form = edited(sam, page)
    for broken in BROKEN:
        sent = {name: value for name, value in {**form, **broken}.items() if value is not None}
        assert asked(sam, "post", address, sent).status_code == 400, str(broken)[:99]
    assert sam.post(address, form).status_code in (200, 302)


def test_a_fault_of_our_own_is_still_shown_as_one(sam, monkeypatch):
    def broken(_request: HttpRequest, **_kwargs: object) -> HttpResponse:
        raise ValueError

    monkeypatch.setattr("wagtail.admin.views.home.HomeView.get", broken)
    assert sam.get("/admin/").status_code == 500


def test_visitors_are_sent_to_the_sign_in_whatever_they_send(page):
    answer = Client().get(reverse("wagtailadmin_choose_page_chosen_multiple"), {"id": "x"})
    assert answer.headers["Location"].startswith("/admin/login/")


def test_pictures_of_a_tag_can_be_searched(sam):
    assert sam.get("/admin/images/chooser/", {"q": "hand", "tag": "hand"}).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        b"\xff\xfe\0",
        b"",
        b"[1]",
        b"5",
        b'{"a\\u0000": true}',
        b'{"\\ud800": true}',
        b'{"a": {}}',
        b"[" * 99_999,
    ],
)
def test_what_is_put_away_is_named(sam, body):
    path = reverse("wagtailadmin_dismissibles")
    assert sam.patch(path, body, content_type="application/json").status_code == 400
    right = sam.patch(path, b'{"whats-new-in-8.0": true}', content_type="application/json")
    assert right.json() == sam.get(path).json() == {"whats-new-in-8.0": True}


def test_nobody_goes_past_what_a_form_asks_first(sam):
    leaves = make_practitioner()
    answer = sam.delete(f"/admin/practitioners/delete/{leaves.pk}/")
    leaves.refresh_from_db()
    assert (answer.status_code, leaves.is_active) == (405, True)


def test_a_choice_that_is_no_key_is_asked_for_again():
    form = {"hostname": "other.example", "port": "80", "root_page": "<svg onload=alert(1)>"}
    answer = cast.signed_in(cast.make_sam()).post(reverse("wagtailsites:add"), form)
    assert answer.status_code == 200
    assert "Select a valid choice" in answer.content.decode()


@pytest.mark.parametrize("who", [None, cast.make_sam])
def test_a_number_that_python_does_not_read_is_refused_wherever_it_stands(who):
    browser, endless = cast.signed_in(who()) if who else Client(), "9" * 5000
    for path, sent in (
        ("/admin/login/passkey/", {"credential": f'{{"id": [{endless}]}}'}),
        ("/admin/login/", {"login": endless, "password": "x"}),
    ):
        answer = browser.post(path, sent)
        assert answer.status_code == 400, path
        assert SAYS in answer.content.decode(), path
    assert browser.post("/admin/login/passkey/", {"credential": endless[:4000]}).status_code < 500
