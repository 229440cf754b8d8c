"""Calendar file attached to mail about a visit: its time and place, neither its reason nor the practitioner.

A request keeps one entry: each later file replaces it, or removes it.
"""

from datetime import datetime, timedelta
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
# The span of the time zone's rules in the file: calendars need those around the visit only.
_RULES = timedelta(days=366)


def calendar_for(notice: Notice) -> bytes | None:
    """Return the file for the mail; None when its event neither makes, moves nor cancels a visit."""
    event = notice.event
    if not _changes_visit(event):
        return None
    events = notice.appointment_request.events.filter(pk__lt=event.pk).order_by("pk")
    before = [one for one in events if _changes_visit(one)]
    visit = _visit_of(event, before)
    if visit is None or visit.start is None:
        return None
    with translation.override(notice.appointment_request.language):
        return _file(event, visit.start, timedelta(minutes=visit.minutes or 0), sequence=len(before))


def attachment(content: bytes) -> MIMEPart:
    """Wrap the file as a mail part of bytes, because its line ends are part of the format."""
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


def _file(event: RequestEvent, start: datetime, length: timedelta, sequence: int) -> bytes:
    clinic = ClinicSettings.of_the_default_site()
    cancelled = not _gives_time(event)
    start = start.astimezone(timezone.get_default_timezone())
    # Computed in UTC, because the clocks may change during the visit.
    end = (start.astimezone(event.at.tzinfo) + length).astimezone(start.tzinfo)
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
