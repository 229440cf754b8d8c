"""Tables of a copy: everything that the site knows of a person's requests, in words that they can read."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from appointments.desk.presenters.answers import answers_of
from appointments.desk.presenters.message_state import message_of
from appointments.desk.presenters.status import status_of
from appointments.desk.presenters.timeline import entry_of
from appointments.models import AccessRecord, AppointmentRequest, Notice, RequestEvent
from appointments.models.event_kinds import EventKind
from appointments.patient_data import DecryptionError
from clinic.spreadsheets.files import Cell, Sheet

# What was written about a dispute is not the person's to have; that there is a hold is.
_OF_THE_DISPUTE = (EventKind.HELD, EventKind.HOLD_LIFTED)


def sheets_of(requests: list[AppointmentRequest]) -> list[Sheet]:
    """Return the tables of a copy of ``requests``; each row begins with the reference of its request."""
    reference = _("Request")
    tables = [
        (_("Requests"), [_("Received"), _("Came by"), _("Status"), _("Closed"), _("Article")], _request),
        (_("What you told us"), [_("Question"), _("Your answer"), _("Corrected by us to")], _answers),
        (_("What happened"), [_("When"), _("Who"), _("What"), _("Details"), _("Note")], _events),
        (_("Messages to you"), [_("Written"), _("By"), _("State"), _("Subject"), _("Text")], _messages),
        (_("Visits"), [_("Begins"), _("Ends"), _("With"), _("Cancelled")], _visits),
        (_("Who has seen it"), [_("When"), _("Who"), _("What")], _reads),
    ]
    return [
        Sheet(title, [reference, *headers], [[one.reference, *row] for one in requests for row in rows(one)])
        for title, headers, rows in tables
    ]


def read_aloud(sheet: Sheet) -> Sheet:
    """Return the table with its times as people write them, for paper."""
    rows = [[_written(cell) if isinstance(cell, datetime) else cell for cell in row] for row in sheet.rows]
    return Sheet(sheet.title, sheet.headers, rows)


def _request(one: AppointmentRequest) -> Iterable[list[Cell]]:
    status = str(status_of(one))
    yield [
        _local(one.received_at),
        one.get_channel_display(),
        status,
        _local(one.closed_at),
        one.article_title,
    ]


def _answers(one: AppointmentRequest) -> Iterable[list[Cell]]:
    answers = answers_of(one)
    if not answers:
        yield [_("This cannot be opened"), "", ""]
    for answer in answers:
        yield [answer.label, answer.value, answer.correction.value if answer.correction else ""]


def _events(one: AppointmentRequest) -> Iterable[list[Cell]]:
    for event in one.events.select_related("undoes").order_by("at", "pk"):
        entry = entry_of(event)
        yield [_local(event.at), entry.who, entry.what, "; ".join(entry.details), _note(event)]


def _note(event: RequestEvent) -> str:
    if event.kind in _OF_THE_DISPUTE:
        return ""
    try:
        return event.note
    except DecryptionError:
        return _("This cannot be opened")


def _messages(one: AppointmentRequest) -> Iterable[list[Cell]]:
    for notice in Notice.objects.to_patient().filter(appointment_request=one).order_by("pk"):
        message = message_of(notice)
        state = notice.get_state_display()
        yield [_local(notice.created_at), message.channel, state, message.subject, message.body]


def _visits(one: AppointmentRequest) -> Iterable[list[Cell]]:
    for visit in one.visits.select_related("practitioner").order_by("during"):
        during, name = visit.during, visit.practitioner.display_name
        yield [_local(during.lower), _local(during.upper), name, _local(visit.cancelled_at)]


def _reads(one: AppointmentRequest) -> Iterable[list[Cell]]:
    for read in AccessRecord.objects.filter(shown__contains=[one.reference]).order_by("pk"):
        yield [_local(read.at), read.actor_name, read.get_action_display()]


def _local(moment: datetime | None) -> Cell:
    """Return the clinic's local time, to the minute; empty without ``moment``."""
    if moment is None:
        return ""
    return timezone.localtime(moment, timezone.get_default_timezone()).replace(second=0, microsecond=0)


def _written(moment: datetime) -> str:
    return date_format(moment, "D, M j, Y, g:i A")
