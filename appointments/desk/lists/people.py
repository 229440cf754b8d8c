"""People that the inbox names: members of the desk, and users who have taken a request."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest

from appointments.models import AppointmentRequest
from appointments.permissions import front_desk_members
from clinic.http.request_cache import cached_on_request
from clinic.models import User
from clinic.queries.prepared import PreparedModels


@dataclass(frozen=True)
class People:
    """People of the inbox: ``members`` of the desk; ``named`` adds former ones who have taken a request."""

    members: Sequence[User]
    named: Sequence[User]


@PreparedModels
def _named() -> QuerySet[User]:
    members = front_desk_members().order_by()
    took_one = User.objects.filter(Exists(AppointmentRequest.objects.filter(assigned_to=OuterRef("pk"))))
    # A union, because with "or" Postgres reads every request to find out who took one.
    users = User.objects.filter(pk__in=members.values("pk").union(took_one.values("pk")))
    users = users.annotate(is_member=Exists(members.filter(pk=OuterRef("pk"))))
    return users.order_by("first_name", "email")


@cached_on_request
def people_for(_request: HttpRequest) -> People:
    """Return the people of the inbox, in one query."""
    named = _named.all()
    return People([user for user in named if vars(user)["is_member"]], named)
