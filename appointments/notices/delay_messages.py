"""The words of what tells desk and owner that requests waited too long: numbers and a link, no request."""

from datetime import datetime

from django.db.models import Count, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from appointments.models import AppointmentRequest, Notice, RequestEvent
from appointments.models.notices import NoticeChannel
from appointments.models.timeline import EXPIRED, EventKind
from appointments.permissions import desk_emails, owner_emails
from appointments.statuses import Status
from appointments.targets.clock import DESK, OWNER, PUBLIC
from appointments.targets.lateness import plan_of, reached
from clinic.models import ClinicSettings
from clinic.pages.metadata.canonical import absolute

from .messages import Message


def is_about_delays(notice: Notice) -> bool:
    """Whether ``notice`` tells staff of late or expired requests, of which it names none."""
    expired = notice.event.kind == EventKind.TRANSITION and notice.event.to_status == Status.EXPIRED
    return notice.event.kind == EventKind.ESCALATED or expired


def about_delays(notice: Notice) -> Message:
    """How many wait now, or how many have expired since the message before."""
    if notice.event.kind == EventKind.ESCALATED:
        subject, lines = _("Appointment requests wait too long"), _waiting(timezone.now())
    else:
        subject, lines = _("Appointment requests expired without an answer"), [_expired(notice)]
    # Not every owner may read requests: their first page shows what they may.
    is_to_owner = notice.channel == NoticeChannel.OWNER_EMAIL
    place = reverse("wagtailadmin_home") if is_to_owner else reverse("requests:index")
    context = {"lines": lines, "link": absolute(place)}
    return Message(subject, render_to_string("appointments/notices/delays.txt", context))


def to_owner(notice: Notice) -> list[str]:
    """The owner's addresses; of delays without those at the desk, who are told there already.

    Where nobody is the owner, the desk is told.
    """
    owners = set(owner_emails())
    if notice.event.kind == EventKind.ESCALATED:
        owners -= set(desk_emails())
    return sorted(owners) or desk_emails()


def _waiting(now: datetime) -> list[str]:
    plan = plan_of(ClinicSettings.of_the_default_site())
    late = {level: Count("pk", filter=reached(plan, level, now)) for level in (DESK, OWNER, PUBLIC)}
    found = (
        AppointmentRequest.objects.real()
        .awaiting_desk()
        .aggregate(**{f"level_{level}": number for level, number in late.items()})
    )
    number = found[f"level_{DESK}"]
    if not number:
        return [_("The requests that waited too long have been seen to since.")]
    said = ngettext(
        "%(count)d request waits longer than the clinic has planned.",
        "%(count)d requests wait longer than the clinic has planned.",
        number,
    )
    lines = [said % {"count": number}]
    if longer := found[f"level_{OWNER}"]:
        lines.append(_("Half as long again or longer: %(count)d.") % {"count": longer})
    if twice := found[f"level_{PUBLIC}"]:
        lines.append(_("Twice as long or longer: %(count)d.") % {"count": twice})
    return lines


def _expired(notice: Notice) -> str:
    earlier = Notice.objects.filter(
        channel=notice.channel, event_id__lt=notice.event_id, event__to_status=Status.EXPIRED
    )
    last = earlier.order_by("-event").values_list("event", flat=True).first() or 0
    events = RequestEvent.objects.filter(EXPIRED, Q(pk__gt=last, pk__lte=notice.event_id))
    number = events.filter(appointment_request__in=AppointmentRequest.objects.real().order_by()).count()
    said = ngettext(
        "%(count)d request was closed because nobody answered it in time.",
        "%(count)d requests were closed because nobody answered them in time.",
        number,
    )
    return said % {"count": number} + " " + _("This should not happen: find out why, and call the patients.")
