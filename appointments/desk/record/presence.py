"""Shows on the pages of a request who else has it open; a small script keeps that up to date."""

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

# Without the script a browser does not report itself: a look recorded so recently may still last.
_JUST_NOW = timedelta(minutes=5)
# A look longer ago than a working day is not mentioned.
_TODAY = timedelta(hours=12)


@dataclass(frozen=True)
class Onlooker:
    """A colleague: ``opened`` is how long ago, ``still`` whether the page is open there."""

    name: str
    opened: str
    still: bool


@dataclass(frozen=True)
class Presence:
    """The others who look at a request, and the last event since the page was shown."""

    onlookers: list[Onlooker]
    news: Entry | None = None

    @property
    def key(self) -> str:
        """Changes when a screen reader should announce it again, and not with each minute that passes."""
        names = [f"{one.name} {one.still}" for one in self.onlookers]
        return "; ".join([*names, self.news.at_iso if self.news else ""])


def presence_of(user: User, here: list[User], reads: Iterable[AccessRecord]) -> Presence:
    """The onlookers besides ``user``: those who are ``here``, and those of the latest ``reads`` just now."""
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
    """The view that an open page polls: POST reports that it is still open, or ``leaving``; GET only asks.

    The answer names colleagues and what they did, never a patient, so that no read is recorded.
    """

    model = AppointmentRequest
    permission_required = "change"
    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        appointment_request = self._get_request(pk)
        return self._render(appointment_request, onlookers(appointment_request, request.user))

    def post(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        appointment_request = self._get_request(pk)
        if "leaving" in request.POST:
            leave(appointment_request, request.user)
            return self._render(appointment_request, [])
        return self._render(appointment_request, look_in(appointment_request, request.user))

    @staticmethod
    def _get_request(pk: uuid.UUID) -> AppointmentRequest:
        return get_object_or_404(AppointmentRequest.objects.defer("patient_data", "lookup"), pk=pk)

    def _render(self, appointment_request: AppointmentRequest, here: list[User]) -> HttpResponse:
        presence = presence_of(self.request.user, here, latest_reads_of(appointment_request))
        news = self._latest_change(appointment_request, self.request.POST.get("seen", ""))
        context = {"presence": replace(presence, news=news), "object": appointment_request}
        return render(self.request, "appointments/desk/record/presence.html", context)

    @staticmethod
    def _latest_change(appointment_request: AppointmentRequest, seen: str) -> Entry | None:
        """The last event, if it happened after the page was shown."""
        if seen == str(appointment_request.version) or not seen:
            return None
        last = appointment_request.events.order_by("-at", "-pk").first()
        return entry_of(last) if last else None
