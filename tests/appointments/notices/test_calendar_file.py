"""The calendar file, as readers understand that did not write it: when the visit is, and that it is gone."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import ics
import pytest
import vobject
from icalendar import Calendar

from appointments.models import AppointmentRequest
from appointments.notices.dispatch import deliver_next
from appointments.services.changes import PatientMessage
from appointments.services.decisions import decisions
from appointments.services.visits import scheduling
from clinic.models import Practitioner, User
from tests import cast
from tests.appointments.factories import AGREED, make_request
from tests.factories import make_condition, make_details, make_practitioner

pytestmark = pytest.mark.django_db
CLINIC = ZoneInfo("America/Los_Angeles")
TEN = datetime(2027, 5, 4, 10, tzinfo=CLINIC)
SAID = PatientMessage(subject="Your visit", body="Hello,\n\nsee the file.\n")


@dataclass(frozen=True)
class Invitation:
    """What a reader makes of a file."""

    method: str
    uid: str
    sequence: int
    status: str
    organizer: str
    start: datetime
    end: datetime


def read_by_vobject(text: str) -> Invitation:
    calendar = vobject.readOne(text)
    entry = calendar.vevent
    return Invitation(
        method=calendar.method.value,
        uid=entry.uid.value,
        sequence=int(entry.sequence.value),
        status=entry.status.value,
        organizer=entry.organizer.value.removeprefix("mailto:"),
        start=entry.dtstart.value,
        end=entry.dtend.value,
    )


def read_by_ics(text: str) -> Invitation:
    calendar = ics.Calendar(text)
    (entry,) = calendar.events
    extra = {line.name: line.value for line in entry.extra}
    return Invitation(
        method=calendar.method,
        uid=entry.uid,
        sequence=int(extra["SEQUENCE"]),
        status=entry.status,
        organizer=entry.organizer.email,
        start=entry.begin.datetime,
        end=entry.end.datetime,
    )


READERS = [read_by_vobject, read_by_ics]
Reader = Callable[[str], Invitation]


@dataclass
class PatientsCalendar:
    """A calendar that follows RFC 5546: only its organizer changes or removes what a request put there."""

    entries: dict[str, Invitation] = field(default_factory=dict)

    def take(self, one: Invitation) -> None:
        known = self.entries.get(one.uid)
        if known and (one.organizer != known.organizer or one.sequence <= known.sequence):
            return
        if one.method == "REQUEST":
            self.entries[one.uid] = one
        elif one.method == "CANCEL" and known and known.method == "REQUEST":
            del self.entries[one.uid]


@pytest.fixture(params=READERS, ids=["vobject", "ics"])
def read(request: pytest.FixtureRequest) -> Reader:
    return request.param


@pytest.fixture
def freya() -> User:
    make_details()
    return cast.make_freya()


@pytest.fixture
def ana() -> Practitioner:
    return make_practitioner(name="Ana Reyes", role="Specialist for nerve pain")


def step(service: Any, appointment_request: AppointmentRequest, actor: User, **more: Any) -> None:
    appointment_request.refresh_from_db()
    known = {
        "appointment_request_id": appointment_request.pk,
        "version": appointment_request.version,
        "actor": actor,
        "told_by": "message",
    }
    service(**known, message=SAID, **more)


def give(
    appointment_request: AppointmentRequest,
    actor: User,
    who: Practitioner,
    start: datetime,
    move: bool = False,
) -> None:
    service = scheduling.move_visit if move else scheduling.schedule
    step(service, appointment_request, actor, practitioner=who, start=start, length=timedelta(minutes=60))


def sent(mailoutbox: list[Any]) -> tuple[Any, Calendar]:
    """The part of the latest mail, and what it holds."""
    while deliver_next():
        pass
    patients = [mail for mail in mailoutbox if mail.to == ["mara@patient.example"]]
    (part,) = list(patients[-1].message().iter_attachments())
    return part, Calendar.from_ical(part.get_content())


def test_the_mail_about_a_visit_carries_the_time_and_the_place(freya, ana, mailoutbox):
    appointment_request = make_request(consents=AGREED)
    give(appointment_request, freya, ana, TEN)
    part, calendar = sent(mailoutbox)
    assert (part.get_content_type(), part.get_filename()) == ("text/calendar", "visit.ics")
    assert part.get_param("method") == calendar["METHOD"] == "REQUEST"
    (visit,) = calendar.events
    assert (visit.start, visit.end) == (TEN, TEN + timedelta(hours=1))
    assert visit["UID"].startswith(f"visit-{appointment_request.reference}@")
    assert (visit["SEQUENCE"], visit["STATUS"]) == (0, "CONFIRMED")
    # Shared calendars show that somebody is away, and not where.
    assert visit["CLASS"] == "PRIVATE"
    assert "1 Test Street" in visit["LOCATION"]
    assert "949-510-6333" in visit["DESCRIPTION"]
    assert "Acupuncture Halls" in visit["SUMMARY"]
    # Times in UTC: Outlook misreads the rules of a zone that are written as single days.
    assert "TZID" not in part.get_content()
    assert not calendar.timezones


@pytest.mark.parametrize(("public", "organizer"), [("", "site@clinic.example"), ("desk@halls.example", "")])
def test_the_clinic_is_the_organizer_and_the_patient_is_invited_without_being_asked(
    ana, mailoutbox, settings, public, organizer
):
    settings.DEFAULT_FROM_EMAIL = "The clinic <site@clinic.example>"
    make_details(email=public, clinic_name='The "Calm"; Clinic: Ünï')
    give(make_request(consents=AGREED), cast.make_freya(), ana, TEN)
    part, calendar = sent(mailoutbox)
    (visit,) = calendar.events
    assert visit["ORGANIZER"] == f"mailto:{organizer or public}"
    assert "Ünï" in visit["ORGANIZER"].params["CN"]
    assert visit["ATTENDEE"] == "mailto:mara@patient.example"
    # The time is agreed already: calendars need not ask, and nobody waits for their answers.
    assert (visit["ATTENDEE"].params["PARTSTAT"], visit["ATTENDEE"].params["RSVP"]) == ("ACCEPTED", "FALSE")
    assert "An answer from your calendar changes nothing" in visit["DESCRIPTION"]
    for each in READERS:
        assert each(part.get_content()).organizer == (organizer or public)


def test_a_moved_visit_moves_in_the_patients_calendar_and_a_cancelled_one_is_gone(
    freya, ana, mailoutbox, read
):
    patients = PatientsCalendar()
    appointment_request = make_request(consents=AGREED)
    give(appointment_request, freya, ana, TEN)
    patients.take(read(sent(mailoutbox)[0].get_content()))
    give(appointment_request, freya, ana, TEN + timedelta(days=1), move=True)
    moved = read(sent(mailoutbox)[0].get_content())
    patients.take(moved)
    assert [one.start for one in patients.entries.values()] == [TEN + timedelta(days=1)]
    step(scheduling.cancel_visit, appointment_request, freya)
    part = sent(mailoutbox)[0]
    gone = read(part.get_content())
    assert part.get_param("method") == gone.method == "CANCEL"
    assert (gone.sequence, gone.status, gone.start) == (2, "CANCELLED", moved.start)
    assert (gone.uid, gone.organizer) == (moved.uid, moved.organizer)
    patients.take(gone)
    assert not patients.entries
    give(appointment_request, freya, ana, TEN)
    assert read(sent(mailoutbox)[0].get_content()).sequence == 3


def test_a_declined_request_takes_its_visit_out_of_the_calendar(freya, ana, mailoutbox):
    appointment_request = make_request(consents=AGREED)
    give(appointment_request, freya, ana, TEN)
    step(decisions.decline, appointment_request, freya, reason="other")
    assert sent(mailoutbox)[1]["METHOD"] == "CANCEL"


@pytest.mark.parametrize(
    ("start", "in_utc"),
    [
        (datetime(2027, 3, 13, 9, tzinfo=CLINIC), datetime(2027, 3, 13, 17, tzinfo=UTC)),
        (datetime(2027, 3, 14, 9, tzinfo=CLINIC), datetime(2027, 3, 14, 16, tzinfo=UTC)),
        (datetime(2027, 7, 6, 9, tzinfo=CLINIC), datetime(2027, 7, 6, 16, tzinfo=UTC)),
        (datetime(2027, 11, 6, 9, tzinfo=CLINIC), datetime(2027, 11, 6, 16, tzinfo=UTC)),
        (datetime(2027, 11, 7, 9, tzinfo=CLINIC), datetime(2027, 11, 7, 17, tzinfo=UTC)),
    ],
)
def test_two_readers_find_the_same_instant_on_both_sides_of_the_clock_changes(
    freya, ana, mailoutbox, start, in_utc
):
    give(make_request(consents=AGREED), freya, ana, start)
    text = sent(mailoutbox)[0].get_content()
    for read in READERS:
        visit = read(text)
        assert (visit.start, visit.end) == (in_utc, in_utc + timedelta(hours=1)), read


def test_it_says_neither_why_nor_who_nor_with_whom(freya, ana, mailoutbox):
    appointment_request = make_request(consents=AGREED, article=make_condition(title="Sciatica"))
    give(appointment_request, freya, ana, TEN)
    text = sent(mailoutbox)[1].to_ical().decode()
    # The patient's own address, to which the mail goes.
    assert text.count("mara@patient.example") == 1
    text = text.replace("mara@patient.example", "")
    for word in ("Mara", "Whitfield", "Sciatica", "Ana", "Reyes", "nerve", "555-0142", "side door"):
        assert word.casefold() not in text.casefold()


def test_mail_about_something_else_carries_no_file(freya, mailoutbox):
    step(decisions.decline, make_request(consents=AGREED), freya, reason="other")
    while deliver_next():
        pass
    (mail,) = [mail for mail in mailoutbox if mail.subject == SAID.subject]
    assert not mail.attachments
