"""Presence of users on a request, in rows of Wagtail's own ``EditingSession``, which expire by themselves.

The rows say nothing about the patient and lock nothing: of two actions at once, the version decides.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.db.models.functions import Now

from wagtail.admin.models import EditingSession

from appointments.models import AppointmentRequest
from clinic.database.clock import current_time
from clinic.models import User

# Time after its last report for which a page counts as open: it reports every half minute.
OPEN_FOR = timedelta(seconds=75)
_KEPT = timedelta(hours=1)


def report_open(appointment_request: AppointmentRequest, user: User) -> list[User]:
    """Store that ``user`` has ``appointment_request`` open, in any number of windows; return who else has."""
    sessions = list(_sessions(appointment_request).select_related("user").order_by("pk"))
    if mine := [session.pk for session in sessions if session.user_id == user.pk]:
        EditingSession.objects.filter(pk__in=mine).update(last_seen_at=Now())
    else:
        EditingSession.objects.create(user=user, last_seen_at=Now(), **_about(appointment_request))
    return _others(sessions, user)


def other_viewers(appointment_request: AppointmentRequest, user: User) -> list[User]:
    """Return the other users who have ``appointment_request`` open."""
    return _others(_sessions(appointment_request).select_related("user").order_by("pk"), user)


def report_closed(appointment_request: AppointmentRequest, user: User) -> None:
    """Store that ``user`` has closed the page. Sessions of an hour ago and more are deleted too."""
    _sessions(appointment_request).filter(user=user).delete()
    # Wagtail's own ``cleanup`` goes by the clock of this machine.
    EditingSession.objects.filter(last_seen_at__lt=Now() - _KEPT).delete()


def _about(appointment_request: AppointmentRequest) -> dict[str, Any]:
    return {
        "content_type": ContentType.objects.get_for_model(AppointmentRequest),
        "object_id": str(appointment_request.pk),
    }


def _others(sessions: Iterable[EditingSession], user: User) -> list[User]:
    since = current_time() - OPEN_FOR
    here = {session.user_id: session.user for session in sessions if session.last_seen_at > since}
    return [person for pk, person in here.items() if pk != user.pk]


def _sessions(appointment_request: AppointmentRequest) -> QuerySet[EditingSession]:
    return EditingSession.objects.filter(**_about(appointment_request))
