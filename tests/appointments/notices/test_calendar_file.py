"""The calendar file: it can be read, is right on both sides of a clock change, and tells nothing more."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
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
    assert part.get_param("method") == calendar["METHOD"] == "PUBLISH"
    (visit,) = calendar.events
    assert (visit.start, visit.end) == (TEN, TEN + timedelta(hours=1))
    assert visit["UID"].startswith(f"visit-{appointment_request.reference}@")
    assert (visit["SEQUENCE"], visit["STATUS"]) == (0, "CONFIRMED")
    # Shared calendars show that somebody is away, and not where.
    assert visit["CLASS"] == "PRIVATE"
    assert "1 Test Street" in visit["LOCATION"]
    assert "949-510-6333" in visit["DESCRIPTION"]
    assert "Acupuncture Halls" in visit["SUMMARY"]


def test_a_moved_and_a_cancelled_visit_replace_the_entry(freya, ana, mailoutbox):
    appointment_request = make_request(consents=AGREED)
    give(appointment_request, freya, ana, TEN)
    give(appointment_request, freya, ana, TEN + timedelta(days=1), move=True)
    moved = sent(mailoutbox)[1].events[0]
    step(scheduling.cancel_visit, appointment_request, freya)
    part, calendar = sent(mailoutbox)
    (gone,) = calendar.events
    assert (moved["SEQUENCE"], moved.start) == (1, TEN + timedelta(days=1))
    assert (gone["SEQUENCE"], gone["STATUS"], gone.start) == (2, "CANCELLED", TEN + timedelta(days=1))
    assert part.get_param("method") == calendar["METHOD"] == "CANCEL"
    assert gone["UID"] == moved["UID"]
    give(appointment_request, freya, ana, TEN)
    assert sent(mailoutbox)[1].events[0]["SEQUENCE"] == 3


def test_a_declined_request_takes_its_visit_out_of_the_calendar(freya, ana, mailoutbox):
    appointment_request = make_request(consents=AGREED)
    give(appointment_request, freya, ana, TEN)
    step(decisions.decline, appointment_request, freya, reason="other")
    assert sent(mailoutbox)[1]["METHOD"] == "CANCEL"


@pytest.mark.parametrize(
    ("start", "in_utc"),
    [
        (datetime(2027, 3, 13, 10, tzinfo=CLINIC), datetime(2027, 3, 13, 18, tzinfo=UTC)),
        (datetime(2027, 3, 14, 10, tzinfo=CLINIC), datetime(2027, 3, 14, 17, tzinfo=UTC)),
        (datetime(2027, 11, 6, 10, tzinfo=CLINIC), datetime(2027, 11, 6, 17, tzinfo=UTC)),
        (datetime(2027, 11, 7, 10, tzinfo=CLINIC), datetime(2027, 11, 7, 18, tzinfo=UTC)),
    ],
)
def test_both_clock_changes_are_right(freya, ana, mailoutbox, start, in_utc):
    give(make_request(consents=AGREED), freya, ana, start)
    calendar = sent(mailoutbox)[1]
    assert calendar.events[0].start.astimezone(UTC) == in_utc
    # By the rules in the file itself, for calendars that do not know the zone's name.
    (rules,) = calendar.timezones
    wall_time = start.replace(tzinfo=None)
    assert wall_time.replace(tzinfo=rules.to_tz()).astimezone(UTC) == in_utc


def test_it_says_neither_why_nor_who_nor_with_whom(freya, ana, mailoutbox):
    appointment_request = make_request(consents=AGREED, article=make_condition(title="Sciatica"))
    give(appointment_request, freya, ana, TEN)
    text = sent(mailoutbox)[1].to_ical().decode()
    for word in ("Mara", "Whitfield", "Sciatica", "Ana", "Reyes", "nerve", "555-0142", "side door"):
        assert word.casefold() not in text.casefold()


def test_mail_about_something_else_carries_no_file(freya, mailoutbox):
    step(decisions.decline, make_request(consents=AGREED), freya, reason="other")
    while deliver_next():
        pass
    (mail,) = [mail for mail in mailoutbox if mail.subject == SAID.subject]
    assert not mail.attachments
