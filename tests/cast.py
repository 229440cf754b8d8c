"""The cast: who signs in to the admin, and what each of them is there for.

Freya works at the front desk, Finn too; Olive owns the clinic; Ed writes articles; Rita reviews them; Sam is
the superuser.
"""

import time
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.test import Client

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)

from clinic.accounts.session_store import SessionStore
from clinic.models import User

from .factories import make_user

FRONT_DESK, OWNER, EDITORS, REVIEWERS = "Front desk", "Owner", "Editors", "Clinical reviewers"


def make_freya() -> User:
    """Freya receives requests and brings them to an outcome."""
    return make_user(email="freya@clinic.example", group=FRONT_DESK, first_name="Freya", last_name="Desk")


def make_finn() -> User:
    """Finn sits beside Freya, and is sometimes faster."""
    return make_user(email="finn@clinic.example", group=FRONT_DESK, first_name="Finn", last_name="Desk")


def make_olive() -> User:
    """Olive owns the clinic: she reads reports, and sees who read what; requests themselves she does not."""
    return make_user(email="olive@clinic.example", group=OWNER, first_name="Olive", last_name="Owner")


def make_ed() -> User:
    """Ed writes articles and must never learn that a request exists."""
    return make_user(email="ed@clinic.example", group=EDITORS, first_name="Ed", last_name="Editor")


def make_rita() -> User:
    """Rita reviews articles, and knows as little of requests as Ed."""
    return make_user(email="rita@clinic.example", group=REVIEWERS, first_name="Rita", last_name="Reviewer")


def make_sam() -> User:
    """Sam may do everything, except add a request by hand or delete one."""
    return make_user(email="sam@clinic.example", first_name="Sam", is_superuser=True, is_staff=True)


def signed_in(user: User) -> Client:
    """A browser in which ``user`` has just signed in: the session alone, without what a sign-in records.

    Written in one query. ``Client.force_login`` takes a dozen, and every second test would wait for them.
    """
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.update(_proof(user, minutes_ago=0))
    session.save(must_create=True)
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return client


def proves_it(client: Client, user: User, *, minutes_ago: float = 0) -> None:
    """Let the session hold that its person gave the password so many minutes ago."""
    session = client.session
    session.update(_proof(user, minutes_ago))
    session.save()


def _proof(user: User, minutes_ago: float) -> dict[str, Any]:
    return {
        AUTHENTICATION_METHODS_SESSION_KEY: [{"method": "password", "at": time.time() - 60 * minutes_ago}],
        _AUTHENTICATION_METHODS_USER_SESSION_KEY: str(user.pk),
    }
