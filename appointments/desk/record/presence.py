"""Somebody else is looking at this request: said on its pages, and asked again by a small script."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.generic import View

from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from appointments.desk.access_log.readers import latest_reads_of
from appointments.desk.presenters.timeline import Entry, entry_of
from appointments.models import AccessAction, AccessRecord, AppointmentRequest
from appointments.services.presence import leave, look_in, onlookers
from clinic.identity.clinic_time import time_ago
from clinic.models import User

# Without the script nobody pings: then a look that was recorded so lately may still last.
_JUST_NOW = timedelta(minutes=5)
# Longer ago than a working day, a look says nothing of today.
_TODAY = timedelta(hours=12)


@dataclass(frozen=True)
class Onlooker:
    """A colleague: ``opened`` is how long ago, ``still`` whether the page is open there."""

    name: str
    opened: str
    still: bool


@dataclass(frozen=True)
class Presence:
    """Who else looks, and what was done since the page was shown."""

    onlookers: list[Onlooker]
    news: Entry | None = None

    @property
    def key(self) -> str:
        """What a screen reader is told again when it differs, and not each time that a minute passes."""
        names = [f"{one.name} {one.still}" for one in self.onlookers]
        return "; ".join([*names, self.news.at_iso if self.news else ""])


def presence_of(user: User, here: list[User], reads: Iterable[AccessRecord]) -> Presence:
    """Who besides ``user`` looks: those who are ``here``, and of the latest ``reads`` those just now."""
    opened: dict[int, AccessRecord] = {}
    for read in reads:
        if read.actor_id and read.actor_id != user.pk and read.action == AccessAction.RECORD:
            opened.setdefault(read.actor_id, read)
    now = timezone.now()
    still = [
        Onlooker(one.get_full_name() or one.get_username(), _since(opened.pop(one.pk, None), now), still=True)
        for one in here
    ]
    just = [
        Onlooker(read.actor_name, _since(read, now), still=False)
        for read in opened.values()
        if now - read.at < _JUST_NOW
    ]
    return Presence([*still, *just])


def _since(read: AccessRecord | None, now: datetime) -> str:
    if read is None or now - read.at > _TODAY:
        return ""
    return time_ago(read.at, now)


class PresenceView(PermissionCheckedMixin, View):
    """What an open page asks: POST says that it is still open, or ``leaving``; GET only looks.

    The answer names colleagues and what they did, never a patient, so that no read is recorded.
    """

    model = AppointmentRequest
    permission_required = "change"
    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        found = self._find(pk)
        return self._answer(found, onlookers(found, request.user))

    def post(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        found = self._find(pk)
        if "leaving" in request.POST:
            leave(found, request.user)
            return self._answer(found, [])
        return self._answer(found, look_in(found, request.user))

    @staticmethod
    def _find(pk: uuid.UUID) -> AppointmentRequest:
        return get_object_or_404(AppointmentRequest.objects.defer("patient_data", "lookup"), pk=pk)

    def _answer(self, found: AppointmentRequest, here: list[User]) -> HttpResponse:
        presence = presence_of(self.request.user, here, latest_reads_of(found))
        news = self._news(found, self.request.POST.get("seen", ""))
        context = {"presence": replace(presence, news=news), "object": found}
        return render(self.request, "appointments/desk/record/presence.html", context)

    @staticmethod
    def _news(found: AppointmentRequest, seen: str) -> Entry | None:
        """The last thing that was done, when it was done after the page was shown."""
        if seen == str(found.version) or not seen:
            return None
        last = found.events.order_by("-at", "-pk").first()
        return entry_of(last) if last else None
