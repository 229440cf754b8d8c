"""Presence of colleagues on the pages of a request, kept up to date by a small script."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.generic import View

from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from appointments.desk.access_log.readers import latest_reads_of
from appointments.desk.presenters.timeline import Entry, entry_of
from appointments.models import AccessAction, AccessRecord, AppointmentRequest
from appointments.services.presence import other_viewers, report_closed, report_open
from clinic.database.clock import current_time
from clinic.identity.clinic_time import time_ago
from clinic.models import StaffRequest, User

# Time in which a recorded read may still last: a browser without the script does not report itself.
_JUST_NOW = timedelta(minutes=5)
# Time after which a read is not mentioned: a working day.
_TODAY = timedelta(hours=12)


@dataclass(frozen=True)
class Viewer:
    """Colleague who has the page open, or had: ``opened`` is how long ago, ``still`` whether it is open."""

    name: str
    opened: str
    still: bool


@dataclass(frozen=True)
class Presence:
    """Other viewers of a request, and the last event since the page was shown."""

    viewers: list[Viewer]
    news: Entry | None = None

    @property
    def key(self) -> str:
        """Return a key that changes when a screen reader should announce the region again."""
        names = [f"{one.name} {one.still}" for one in self.viewers]
        return "; ".join([*names, self.news.at_iso if self.news else ""])


def presence_of(user: User, here: list[User], reads: Iterable[AccessRecord]) -> Presence:
    """Return the viewers besides ``user``: those who are ``here``, and those of very recent ``reads``."""
    opened: dict[int, AccessRecord] = {}
    for read in reads:
        if read.actor_id and read.actor_id != user.pk and read.action == AccessAction.RECORD:
            opened.setdefault(read.actor_id, read)
    now = current_time()
    still = [
        Viewer(one.get_full_name() or one.get_username(), _since(opened.pop(one.pk, None), now), still=True)
        for one in here
    ]
    just = [
        Viewer(read.actor_name, _since(read, now), still=False)
        for read in opened.values()
        if now - read.at < _JUST_NOW
    ]
    return Presence([*still, *just])


def _since(read: AccessRecord | None, now: datetime) -> str:
    if read is None or now - read.at > _TODAY:
        return ""
    return time_ago(read.at, now)


class PresenceView(PermissionCheckedMixin, View):
    """View that an open page polls: POST reports that it is still open, or ``leaving``; GET only asks.

    The response names colleagues and their actions, never a patient, so no read is recorded.
    """

    request: StaffRequest
    model = AppointmentRequest
    permission_required = "change"
    http_method_names = ["get", "head", "post"]

    def get(self, request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
        appointment_request = self._get_request(pk)
        return self._render(appointment_request, other_viewers(appointment_request, request.user))

    def post(self, request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
        appointment_request = self._get_request(pk)
        if "leaving" in request.POST:
            report_closed(appointment_request, request.user)
            return self._render(appointment_request, [])
        return self._render(appointment_request, report_open(appointment_request, request.user))

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
        """Return the last event if it happened after the page was shown."""
        if seen == str(appointment_request.version) or not seen:
            return None
        last = appointment_request.events.order_by("-at", "-pk").first()
        return entry_of(last) if last else None
