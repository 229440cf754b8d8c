"""Calendar file attached to mail about a visit: when and where, neither why nor with whom.

One visit is one entry for good: what is sent later about the same request replaces it, or takes it away.
"""

from datetime import timedelta
from email.message import MIMEPart

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from icalendar import CLASS, STATUS, Calendar, Event

from appointments.models import Notice, RequestEvent
from appointments.models.event_kinds import EventKind
from appointments.models.event_payloads import EventPayload, VisitCancelled, VisitTime
from appointments.statuses import Status
from clinic.models import ClinicSettings
from clinic.templatetags.clinic_tags import national

FILE_NAME = "visit.ics"
PUBLISH, CANCEL = "PUBLISH", "CANCEL"
# Calendars want the rules of the time zone, but not those of a century.
_RULES = timedelta(days=366)


def calendar_for(notice: Notice) -> bytes | None:
    """Return the file for the mail; None when its event neither makes, moves nor cancels a visit."""
    event = notice.event
    if not (_gives_time(event) or _takes_time(event)):
        return None
    before = [
        one
        for one in notice.appointment_request.events.filter(pk__lt=event.pk).order_by("pk")
        if _changes_visit(one)
    ]
    visit = _visit_of(event, before)
    if visit is None:
        return None
    with translation.override(notice.appointment_request.language):
        return _file(event, visit, sequence=len(before))


def attachment(content: bytes) -> MIMEPart:
    """Wrap the file as a mail part, as bytes, because its line ends are part of the format."""
    part = MIMEPart()
    method = CANCEL if f"METHOD:{CANCEL}".encode() in content else PUBLISH
    part.set_content(
        content,
        maintype="text",
        subtype="calendar",
        params={"method": method, "charset": "utf-8"},
        disposition="attachment",
        filename=FILE_NAME,
    )
    return part


def _gives_time(event: RequestEvent) -> bool:
    return event.kind == EventKind.VISIT_MOVED or event.to_status == Status.SCHEDULED


def _takes_time(event: RequestEvent) -> bool:
    return event.from_status == Status.SCHEDULED and event.to_status != Status.SCHEDULED


def _changes_visit(event: RequestEvent) -> bool:
    return _gives_time(event) or _takes_time(event)


def _visit_of(event: RequestEvent, before: list[RequestEvent]) -> VisitTime | None:
    """Return the visit that the event made, moved or cancelled."""
    payload = event.payload
    if _gives_time(event):
        return _visit_in(payload)
    if isinstance(payload, VisitCancelled) and payload.earlier:
        return payload.earlier
    earlier = [visit for one in before if (visit := _visit_in(one.payload))]
    return earlier[-1] if earlier else None


def _visit_in(payload: EventPayload) -> VisitTime | None:
    """Return the visit that ``payload`` holds, if it holds one."""
    return payload if isinstance(payload, VisitTime) and payload.start else None


def _file(event: RequestEvent, visit: VisitTime, sequence: int) -> bytes:
    clinic = ClinicSettings.of_the_default_site()
    cancelled = not _gives_time(event)
    start = visit.start.astimezone(timezone.get_default_timezone())
    # In UTC: a visit may lie across the hour in which the clocks change.
    end = (start.astimezone(event.at.tzinfo) + timedelta(minutes=visit.minutes)).astimezone(start.tzinfo)
    phone = national(clinic.phone)
    entry = Event.new(
        uid=f"visit-{event.appointment_request.reference}@{settings.SITE_URL.partition('://')[2].partition(':')[0]}",
        sequence=sequence,
        stamp=event.at,
        start=start,
        end=end,
        summary=_("Visit at %(clinic)s") % {"clinic": clinic.clinic_name},
        location=f"{clinic.clinic_name}, {clinic.street_address}, {clinic.locality}, {clinic.region} "
        f"{clinic.postal_code}",
        description=_("To change or cancel the visit, call %(phone)s.") % {"phone": phone},
        status=STATUS.CANCELLED if cancelled else STATUS.CONFIRMED,
        classification=CLASS.PRIVATE,
    )
    calendar = Calendar.new(
        prodid=f"-//{clinic.clinic_name}//Visits//EN",
        method=CANCEL if cancelled else PUBLISH,
        subcomponents=[entry],
    )
    calendar.add_missing_timezones((start - _RULES).date(), (start + _RULES).date())
    return calendar.to_ical()
