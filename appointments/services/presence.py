"""Keeps who has a request open, in rows of Wagtail's own ``EditingSession``, which expire by themselves.

They say nothing of the patient, and decide nothing: of two actions at once, the version decides.
"""

from collections.abc import Iterable
from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.utils import timezone

from wagtail.admin.models import EditingSession

from appointments.models import AppointmentRequest
from clinic.models import User

# An open page reports every half minute; one that missed two is gone.
LOOKING = timedelta(seconds=75)


def look_in(appointment_request: AppointmentRequest, user: User) -> list[User]:
    """Keep that ``user`` has ``appointment_request`` open, in any number of windows; returns who else has."""
    sessions = list(_sessions(appointment_request).select_related("user").order_by("pk"))
    now = timezone.now()
    if mine := [session.pk for session in sessions if session.user_id == user.pk]:
        EditingSession.objects.filter(pk__in=mine).update(last_seen_at=now)
    else:
        EditingSession.objects.create(user=user, last_seen_at=now, **_about(appointment_request))
    return _others(sessions, user)


def onlookers(appointment_request: AppointmentRequest, user: User) -> list[User]:
    """Everybody else who has ``appointment_request`` open."""
    return _others(_sessions(appointment_request).select_related("user").order_by("pk"), user)


def leave(appointment_request: AppointmentRequest, user: User) -> None:
    """Keep that ``user`` has closed the page. Sessions that were left open an hour ago and more go too."""
    _sessions(appointment_request).filter(user=user).delete()
    EditingSession.cleanup()


def _about(appointment_request: AppointmentRequest) -> dict:
    return {
        "content_type": ContentType.objects.get_for_model(AppointmentRequest),
        "object_id": str(appointment_request.pk),
    }


def _others(sessions: Iterable[EditingSession], user: User) -> list[User]:
    since = timezone.now() - LOOKING
    here = {session.user_id: session.user for session in sessions if session.last_seen_at > since}
    return [person for pk, person in here.items() if pk != user.pk]


def _sessions(appointment_request: AppointmentRequest) -> QuerySet[EditingSession]:
    return EditingSession.objects.filter(**_about(appointment_request))
