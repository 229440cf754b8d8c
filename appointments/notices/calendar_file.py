"""Calendar file attached to mail about a visit: its time and place, neither its reason nor the practitioner.

A request keeps one entry: each later file replaces it, or removes it. The file is an invitation (RFC 5546): a
calendar removes for ``CANCEL`` only what ``REQUEST`` put there.
"""

from datetime import UTC, datetime, timedelta
from email.message import MIMEPart
from email.utils import parseaddr

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from icalendar import CLASS, PARTSTAT, STATUS, Calendar, Event, vCalAddress

from appointments.models import Notice, RequestEvent
from appointments.models.event_payloads import EventPayload, VisitCancelled
from appointments.models.stored_documents import VisitTime
from clinic.models import ClinicSettings
from clinic.templatetags.clinic_tags import national

FILE_NAME = "visit.ics"
REQUEST, CANCEL = "REQUEST", "CANCEL"


def calendar_for(notice: Notice, address: str) -> bytes | None:
    """Return the file for the mail to ``address``; None when its event leaves the visit as it is."""
    event = notice.event
    if not event.changes_visit:
        return None
    events = notice.appointment_request.events.filter(pk__lt=event.pk).order_by("pk")
    before = [one for one in events if one.changes_visit]
    visit = _visit_of(event, before)
    if visit is None or visit.start is None:
        return None
    with translation.override(notice.appointment_request.language):
        entry = _entry(event, visit.start, timedelta(minutes=visit.minutes or 0), sequence=len(before))
    entry.add("attendee", _person(address, partstat=PARTSTAT.ACCEPTED, rsvp="FALSE"), encode=False)
    return _file(entry, REQUEST if event.gives_visit_time else CANCEL)


def attachment_for(notice: Notice, address: str) -> MIMEPart | None:
    """Return the file as a part of the mail to ``address``; None as ``calendar_for``."""
    content = calendar_for(notice, address)
    return attachment(content) if content else None


def attachment(content: bytes) -> MIMEPart:
    """Wrap the file as a mail part of bytes, because its line ends are part of the format."""
    part = MIMEPart()
    method = CANCEL if f"METHOD:{CANCEL}".encode() in content else REQUEST
    part.set_content(
        content,
        maintype="text",
        subtype="calendar",
        params={"method": method, "charset": "utf-8"},
        disposition="attachment",
        filename=FILE_NAME,
    )
    return part


def _visit_of(event: RequestEvent, before: list[RequestEvent]) -> VisitTime | None:
    """Return the visit that the event made, moved or cancelled."""
    payload = event.payload
    if event.gives_visit_time:
        return _visit_in(payload)
    if isinstance(payload, VisitCancelled) and payload.earlier:
        return payload.earlier
    earlier = [visit for one in before if (visit := _visit_in(one.payload))]
    return earlier[-1] if earlier else None


def _visit_in(payload: EventPayload) -> VisitTime | None:
    """Return the visit that ``payload`` holds, if it holds one."""
    return payload if isinstance(payload, VisitTime) and payload.start else None


def _entry(event: RequestEvent, start: datetime, length: timedelta, sequence: int) -> Event:
    clinic = ClinicSettings.of_the_default_site()
    entry = Event.new(
        uid=f"visit-{event.appointment_request.reference}@{settings.SITE_URL.partition('://')[2].partition(':')[0]}",
        sequence=sequence,
        stamp=event.at,
        # In UTC, which a calendar shows in its user's zone. The rules of a zone are read in many ways.
        start=start.astimezone(UTC),
        end=start.astimezone(UTC) + length,
        summary=_("Visit at %(clinic)s") % {"clinic": clinic.clinic_name},
        location=f"{clinic.clinic_name}, {clinic.street_address}, {clinic.locality}, {clinic.region} "
        f"{clinic.postal_code}",
        description=_(
            "To change or cancel the visit, call %(phone)s. An answer from your calendar changes nothing."
        )
        % {"phone": national(clinic.phone)},
        status=STATUS.CONFIRMED if event.gives_visit_time else STATUS.CANCELLED,
        classification=CLASS.PRIVATE,
    )
    # Answers of calendars go to people who read them, where the clinic has named an address.
    organizer = clinic.email or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    entry.add("organizer", _person(organizer, cn=clinic.clinic_name), encode=False)
    return entry


def _person(address: str, **parameters: str) -> vCalAddress:
    return vCalAddress(f"mailto:{address}", params=parameters)


def _file(entry: Event, method: str) -> bytes:
    clinic = ClinicSettings.of_the_default_site()
    prodid = f"-//{clinic.clinic_name}//Visits//EN"
    calendar = Calendar.new(prodid=prodid, method=method, subcomponents=[entry])
    # Made at random: calendars know the entry by its own.
    del calendar["UID"]
    return calendar.to_ical()
