"""The proof of a fresh sign-in: which pages ask for it, and that nothing of them runs without it."""

import re
from typing import Any

from django.contrib.auth.models import Group
from django.test import Client
from django.urls import get_resolver
from django.urls.resolvers import URLPattern

import pytest
from allauth.mfa.models import Authenticator

from clinic.models import User
from clinic.sign_in.freshness import FreshSignInMixin
from clinic.sign_in.own_second_factors import RecoveryCodesView
from tests import cast
from tests.addresses import Address, all_addresses
from tests.appointments.factories import make_request
from tests.factories import make_details, make_user

from .authenticator_app import set_up_app

pytestmark = pytest.mark.django_db
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
# What a borrowed session must not change, and what it must not carry away.
NEEDS_THE_PROOF = {
    *("change_password", "change_address"),
    *("mfa_activate_totp", "mfa_deactivate_totp", "mfa_add_webauthn", "mfa_remove_webauthn"),
    *("mfa_view_recovery_codes", "mfa_generate_recovery_codes"),
    *(f"wagtailusers_users:{step}" for step in ("add", "edit", "delete", "invite", "second_factor")),
    *(f"wagtailusers_groups:{step}" for step in ("add", "edit", "delete")),
    *("requests:export", "legal_holds:request", "remove_demonstration"),
    *(f"person_data:{page}" for page in ("find", "find-from", "case", "copy")),
}
# Pages about accounts, or with a file of figures, that change nobody's way in and hold nobody's words.
NEEDS_NONE = {
    *("wagtailadmin_account", "change_address_sent", "confirm_address", "mfa_index"),
    *("account_events:report", "account_events:results", "sessions", "sessions_of_account"),
    *("wagtailusers_users:index", "wagtailusers_users:index_results", "wagtailusers_users:usage"),
    *("wagtailusers_users:history", "wagtailusers_users:history_results"),
    *("wagtailusers_groups:index", "wagtailusers_groups:index_results", "wagtailusers_groups:usage"),
    *("wagtailusers_groups:history", "wagtailusers_groups:history_results"),
    *("person_data:index", "legal_holds:index", "request_report:csv", "request_report:xlsx"),
}
DELICATE = r"^admin/(account|users|groups|sessions|person-data|legal-holds|opening/demo)|export|csv|xlsx"
# A HEAD has no body: that it asks, the others show.
ASKS = re.compile(r"Is it still you\?|/admin/login/again/")


def of_admin() -> list[Address]:
    return [one for one in all_addresses() if one.route.startswith("admin/")]


def views_of(patterns: list[Any]) -> Any:
    for one in patterns:
        if isinstance(one, URLPattern):
            yield getattr(one.callback, "view_class", one.callback)
        else:
            yield from views_of(one.url_patterns)


@pytest.fixture
def numbers() -> dict[str, Any]:
    """Parts of the addresses, each leading to something that is there."""
    make_details()
    new = make_user(email="new@clinic.example")
    new.set_unusable_password()
    new.save()
    return {"uuid": make_request().pk, "int": cast.make_finn().pk, "new": new.pk}


@pytest.fixture
def borrowed() -> Client:
    """The browser that an administrator with app and codes left open six minutes after the last proof."""
    sam = cast.make_sam()
    browser = cast.signed_in(sam)
    set_up_app(browser)
    cast.proves_it(browser, sam, minutes_ago=6)
    return browser


def path_of(one: Address, numbers: dict[str, Any]) -> str:
    own = Authenticator.objects.filter(type=Authenticator.Type.TOTP).values_list("pk", flat=True).get()
    pk = {"wagtailusers_users:invite": numbers["new"], "mfa_remove_webauthn": own}.get(one.name)
    if one.route.startswith("admin/groups/"):
        pk = Group.objects.get(name=cast.EDITORS).pk
    return one.filled(**{**numbers, "int": pk or numbers["int"]})


def state() -> list[Any]:
    return [
        list(User.objects.order_by("pk").values("pk", "email", "password", "is_active")),
        list(Authenticator.objects.order_by("pk").values("pk", "data")),
    ]


def test_nothing_that_needs_the_proof_runs_without_it_by_any_method(borrowed, numbers):
    known, before = borrowed.cookies["desk"].value, state()
    for one in of_admin():
        if one.name not in NEEDS_THE_PROOF:
            continue
        for method in METHODS:
            answer = borrowed.generic(method, path_of(one, numbers))
            asks = ASKS.search(f"{answer.headers.get('Location', '')} {answer.content.decode()}")
            # What deletes without its form is refused to everybody.
            assert asks or (method, answer.status_code) == ("DELETE", 405), (one.name, method)
    assert state() == before
    assert borrowed.cookies["desk"].value == known, "still the same session"


def test_each_page_that_could_need_the_proof_says_whether_it_does():
    delicate = {one.name for one in of_admin() if re.search(DELICATE, one.route)}
    assert delicate == NEEDS_THE_PROOF | NEEDS_NONE


def test_whoever_may_not_open_the_page_is_not_asked_for_the_proof():
    """The proof comes after all that decides who may open a view, and before each of its methods."""
    guarded = {one for one in views_of(get_resolver().url_patterns) if _asks(one)} - {RecoveryCodesView}
    assert len(guarded) >= 13
    for view in guarded:
        assert view.__mro__.index(FreshSignInMixin) == len(view.__mro__) - 3, view


def _asks(view: Any) -> bool:
    return isinstance(view, type) and issubclass(view, FreshSignInMixin)
