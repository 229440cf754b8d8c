"""Rules about who may change whose account, so that nobody gains a right that they were not given."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from wagtail.admin import messages
from wagtail.log_actions import LogFormatter, log

from clinic.accounts.recording import record_event
from clinic.models import EventKind, User

from .roles import is_administrator

ROLES_CHANGED = "clinic.roles"


def may_change(user: User, account: User) -> bool:
    """Return whether ``user``, who manages accounts, may change this one; nobody touches a mightier one."""
    return is_administrator(user) or not is_administrator(account)


def may_set_address(user: User, account: User) -> bool:
    """Return whether ``user`` may set the address that somebody else signs in with.

    Once somebody has chosen a password it is theirs: whoever could change it could sign in as that person,
    and read requests under that name. One's own is changed under "Account", where the new address is asked.
    """
    return user != account and (is_administrator(user) or not account.has_usable_password())


def roles_of(account: User) -> set[str]:
    """Return the names of the roles of a stored account."""
    names = set(account.groups.values_list("name", flat=True))
    return names | {_("Administrator")} if account.is_superuser else names


def log_roles(account: User, before: set[str], user: User | None) -> None:
    """Write into the account's history which roles ``user`` gave and took, if any; None is the server."""
    after = roles_of(account)
    if after != before:
        data = {"given": sorted(after - before), "taken": sorted(before - after)}
        log(account, ROLES_CHANGED, user=user, data=data)
        record_event(EventKind.ROLES_CHANGED, account, actor=user, details=data)


class RolesChanged(LogFormatter):
    """Words of a change of roles in the history."""

    label = _("Change roles")

    def format_message(self, log_entry: Any) -> str:
        given, taken = log_entry.data.get("given"), log_entry.data.get("taken")
        if given and taken:
            words = _("Roles given: %(given)s. Roles taken away: %(taken)s.")
        else:
            words = _("Roles given: %(given)s.") if given else _("Roles taken away: %(taken)s.")
        return words % {"given": ", ".join(given or []), "taken": ", ".join(taken or [])}


def register_log_actions(actions: Any) -> None:
    """Register the kinds of entries in an account's history."""
    actions.register_action(ROLES_CHANGED)(RolesChanged)


def refuse_in_bulk(
    request: HttpRequest, _action_type: str, _objects: Any, action: Any
) -> HttpResponse | None:
    """Refuse to change many accounts at once: roles and leaving are asked about one person at a time."""
    if action.model is not User:
        return None
    text = _("Accounts are changed one by one. Open a person's account to change their roles.")
    messages.error(request, text)
    return redirect("wagtailusers_users:index")
