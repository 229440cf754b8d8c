"""Words of the notices about delays to desk and owner: numbers and a link, no request."""

from datetime import datetime

from django.db.models import Count, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from appointments.models import AppointmentRequest, Notice, RequestEvent
from appointments.models.channels import Audience
from appointments.models.timeline import EXPIRED, EventKind
from appointments.permissions import desk_emails, owner_emails
from appointments.statuses import Status
from appointments.targets.queries import has_reached, response_targets_of
from appointments.targets.response_targets import ESCALATION_PERCENTS, LATE, OWNER_TOLD, VISITORS_TOLD
from clinic.database.clock import current_time
from clinic.models import ClinicSettings
from clinic.pages.metadata.canonical import absolute

from .messages import Message


def is_about_delays(notice: Notice) -> bool:
    """Return whether ``notice`` is about late or expired requests, of which it names none."""
    return notice.event.kind == EventKind.ESCALATED or notice.event.to_status == Status.EXPIRED


def about_delays(notice: Notice) -> Message:
    """Return how many requests wait now, or how many have expired since the message before."""
    if notice.event.kind == EventKind.ESCALATED:
        subject, lines = _("Appointment requests wait too long"), _waiting(current_time())
    else:
        subject, lines = _("Appointment requests expired without an answer"), [_expired(notice)]
    # Owners read figures and no requests; in place of an owner that nobody is, the desk is told.
    to_owners = notice.audience is Audience.OWNER and bool(owner_emails())
    place = reverse("request_report:report") if to_owners else reverse("requests:index")
    context = {"lines": lines, "link": absolute(place), "to_owners": to_owners}
    return Message(subject, render_to_string("appointments/notices/delays.txt", context))


def to_owner(notice: Notice) -> list[str]:
    """Return the owners' addresses; about delays without owners at the desk, who are told there already.

    Without an owner, the desk is told.
    """
    owners = set(owner_emails())
    if notice.event.kind == EventKind.ESCALATED:
        owners -= set(desk_emails())
    return sorted(owners) or desk_emails()


def _waiting(now: datetime) -> list[str]:
    targets = response_targets_of(ClinicSettings.of_the_default_site())
    counts = {
        f"percent_{percent}": Count("pk", filter=has_reached(targets.starts_at(now), percent))
        for percent in ESCALATION_PERCENTS
    }
    late = AppointmentRequest.objects.real().awaiting_desk().aggregate(**counts)
    number = late[f"percent_{LATE}"]
    if not number:
        return [_("The requests that waited too long have been seen to since.")]
    sentence = ngettext(
        "%(count)d request waits longer than the clinic has planned.",
        "%(count)d requests wait longer than the clinic has planned.",
        number,
    )
    lines = [sentence % {"count": number}]
    if longer := late[f"percent_{OWNER_TOLD}"]:
        lines.append(_("Half as long again or longer: %(count)d.") % {"count": longer})
    if twice := late[f"percent_{VISITORS_TOLD}"]:
        lines.append(_("Twice as long or longer: %(count)d.") % {"count": twice})
    return lines


def _expired(notice: Notice) -> str:
    earlier = Notice.objects.filter(
        channel=notice.channel, event_id__lt=notice.event_id, event__to_status=Status.EXPIRED
    )
    last = earlier.order_by("-event").values_list("event", flat=True).first() or 0
    events = RequestEvent.objects.filter(EXPIRED, Q(pk__gt=last, pk__lte=notice.event_id))
    number = events.filter(appointment_request__in=AppointmentRequest.objects.real().order_by()).count()
    sentence = ngettext(
        "%(count)d request was closed because nobody answered it in time.",
        "%(count)d requests were closed because nobody answered them in time.",
        number,
    )
    return (
        sentence % {"count": number} + " " + _("This should not happen: find out why, and call the patients.")
    )
