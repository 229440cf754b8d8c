"""Whom the inbox names beside requests: those to whom one can be given, and those who took one. One query."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.http import HttpRequest

from appointments.models import AppointmentRequest
from appointments.permissions import front_desk_members
from clinic.models import User

_KEPT = "_appointments_people"


@dataclass(frozen=True)
class People:
    """``members`` of the desk; ``named`` are they and whoever left it after taking a request."""

    members: list[User]
    named: list[User]


def people_for(request: HttpRequest) -> People:
    """Them as they are while ``appointment_request`` is answered."""
    if not hasattr(request, _KEPT):
        members = front_desk_members().order_by()
        took_one = User.objects.filter(Exists(AppointmentRequest.objects.filter(assigned_to=OuterRef("pk"))))
        # A union: with "or", Postgres would read every request to find out who took one.
        known = User.objects.filter(pk__in=members.values("pk").union(took_one.values("pk")))
        known = known.annotate(is_member=Exists(members.filter(pk=OuterRef("pk"))))
        named = list(known.order_by("first_name", "email"))
        setattr(request, _KEPT, People([user for user in named if user.is_member], named))
    return getattr(request, _KEPT)
