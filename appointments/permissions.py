"""Permissions of users on patients' requests."""

from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models

from wagtail.permission_policies import ModelPermissionPolicy

from clinic.models import User
from clinic.staff.roles import FRONT_DESK, OWNER


def user_can_review_requests(user: User | AnonymousUser) -> bool:
    """Return whether ``user`` works at the front desk: may read requests and bring them to an outcome."""
    return user.is_active and user.has_perms(
        [
            "wagtailadmin.access_admin",
            "appointments.view_appointmentrequest",
            "appointments.change_appointmentrequest",
        ]
    )


def user_can_read_notes(user: User | AnonymousUser) -> bool:
    """Return whether ``user`` may read the notes in the timeline: everybody who may read the request."""
    return user_can_review_requests(user)


def _members(group: str) -> models.QuerySet[User]:
    return User.objects.filter(groups__name=group, is_active=True)


def front_desk_members() -> models.QuerySet[User]:
    """Return the users to whom a request can be assigned."""
    return _members(FRONT_DESK).order_by("first_name", "email")


def desk_emails() -> list[str]:
    """Return the addresses of the Front desk group and those of the settings, each once."""
    return sorted({*_members(FRONT_DESK).values_list("email", flat=True), *settings.FRONT_DESK_EMAILS})


def owner_emails() -> list[str]:
    """Return the addresses of the Owner group."""
    return sorted(_members(OWNER).values_list("email", flat=True))


def user_can_read_access_records(user: User | AnonymousUser) -> bool:
    """Return whether ``user`` may see who read which request. No group has this permission by default."""
    return user.is_active and user.has_perms(["wagtailadmin.access_admin", "appointments.view_accessrecord"])


def user_can_read_report(user: User | AnonymousUser) -> bool:
    """Return whether ``user`` may see the owner's report, which names no patient."""
    return user.is_active and user.has_perms(
        ["wagtailadmin.access_admin", "appointments.report_appointmentrequest"]
    )


def user_can_export_requests(user: User | AnonymousUser) -> bool:
    """Return whether ``user`` may export lists of requests; reading them is not enough."""
    return user_can_review_requests(user) and user.has_perm("appointments.export_appointmentrequest")


def user_can_hold_requests(user: User | AnonymousUser) -> bool:
    """Return whether ``user`` may put legal holds on requests; their pages show nothing of a patient."""
    return user.is_active and user.has_perms(
        ["wagtailadmin.access_admin", "appointments.hold_appointmentrequest"]
    )


def user_can_confirm_person_data(user: User | AnonymousUser) -> bool:
    """Return whether ``user`` may confirm copies and erasures that a colleague asks for."""
    return user.is_active and user.has_perms(
        ["wagtailadmin.access_admin", "appointments.confirm_persondatarecord"]
    )


class RequestPermissionPolicy(ModelPermissionPolicy):
    """Permission policy for Wagtail's admin: view and change for the front desk, nothing else for anybody.

    Not even a superuser adds or deletes requests by hand: patients make them, retention erases them.
    """

    ACTIONS = frozenset({"view", "change"})

    def user_has_permission(self, user: User | AnonymousUser, action: str) -> bool:
        return action in self.ACTIONS and user_can_review_requests(user)

    def users_with_any_permission(self, actions: Iterable[str]) -> models.QuerySet[User]:
        allowed = self.ACTIONS.intersection(actions)
        return super().users_with_any_permission(allowed) if allowed else User.objects.none()
