"""Each number of the owner's report and first page, counted anew by plain code over invented requests."""

import re
from collections import Counter
from datetime import datetime, time, timedelta
from math import floor
from typing import Any
from zoneinfo import ZoneInfo

from django.core.management import call_command
from django.test import Client
from django.utils import timezone

import pytest

from appointments.models import AccessRecord, AppointmentRequest, Notice, RequestEvent, Visit
from appointments.models.notices import NoticeState
from appointments.services.deadlines.escalation import escalate
from clinic.models import User
from tests import cast
from tests.appointments.desk.actions.steps import take
from tests.appointments.reports.reporting import REPORT, figures
from tests.factories import make_condition, make_details, make_practitioner

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("America/Los_Angeles")
A_DAY, A_WEEK, AN_HOUR = timedelta(days=1), timedelta(weeks=1), timedelta(hours=1)
UNHEARD = {"no_answer", "engaged", "wrong_number", "third_party"}
ENDS = {"scheduled", "declined", "withdrawn"}


@pytest.fixture
def freya() -> User:
    for title in ("Sciatica", "Migraine", "Carpal tunnel syndrome"):
        make_condition(title=title, slug=title.split()[0].lower())
    make_practitioner()
    return cast.make_freya()


def make_many(freya: User, **details: Any) -> Client:
    """Invented requests; some steps of theirs are undone, late ones are told of, and somebody reads them."""
    make_details(**details)
    call_command("make_many_requests", count=260, verbosity=0)
    desk = cast.signed_in(freya)
    escalate(timezone.now())
    for one in AppointmentRequest.objects.filter(status="new").order_by("pk")[:4]:
        take(desk, "attempt", one, outcome="spoke")
        event = one.events.get(kind="attempt")
        if one.pk.int % 2:
            desk.post(f"/admin/requests/undo/{one.pk}/", {"event": event.pk})
    desk.get("/admin/requests/day/")
    desk.get(f"/admin/requests/print/{one.pk}/")
    return desk


def day_of(moment: datetime) -> Any:
    return moment.astimezone(ZONE).date()


def stands(event: RequestEvent, undone: set[int]) -> bool:
    return event.pk not in undone


def counted(first: Any, last: Any) -> dict[str, list[AppointmentRequest]]:
    """The requests that came on these days: spam, entered in error, and the ones that count."""
    kinds: dict[str, list[AppointmentRequest]] = {"spam": [], "error": [], "counted": []}
    for one in AppointmentRequest.objects.prefetch_related("events"):
        if not first <= day_of(one.received_at) <= last:
            continue
        discarded = one.status == "declined" and any(event.kind == "discarded" for event in one.events.all())
        spam = one.status == "quarantined" or discarded
        kinds["spam" if spam else "error" if one.status == "entered_in_error" else "counted"].append(one)
    return kinds


def contact_of(one: AppointmentRequest, undone: set[int]) -> datetime | None:
    moments = [
        event.at
        for event in one.events.all()
        if stands(event, undone)
        and (
            event.kind == "attempt"
            and event.details.get("outcome", "") not in UNHEARD
            or event.kind in ("transition", "discarded")
            and event.actor_name
            and event.to_status in ENDS
        )
    ]
    return min(moments, default=None)


def open_between(begins: datetime, ends: datetime) -> timedelta:
    """Monday to Friday, nine to five."""
    day, total = day_of(begins), timedelta(0)
    while day <= day_of(ends):
        opens, closes = (datetime.combine(day, time(hour), ZONE).timestamp() for hour in (9, 17))
        if day.weekday() < 5:
            total += timedelta(
                seconds=max(0.0, min(closes, ends.timestamp()) - max(opens, begins.timestamp()))
            )
        day += A_DAY
    return total


def share(spans: list[timedelta], part: float) -> timedelta:
    """The time within which that part of the spans lies, between two of them if need be."""
    spans, place = sorted(spans), part * (len(spans) - 1)
    low = floor(place)
    return spans[low] + (spans[min(low + 1, len(spans) - 1)] - spans[low]) * (place - low)


def hours_of(cell: str) -> timedelta:
    hours, minutes = cell.split(":")
    return timedelta(hours=int(hours), minutes=int(minutes))


def test_every_table_of_the_report_is_that_of_the_rows(freya):
    make_many(freya)
    olive = cast.signed_in(cast.make_olive())
    first, last = day_of(beginning()), day_of(timezone.now())
    tables = figures(olive, str(first), str(last))
    kinds = counted(first, last)
    ours, undone = kinds["counted"], {e.undoes_id for e in RequestEvent.objects.exclude(undoes=None)}
    weeks = Counter((day_of(one.received_at) - first).days // 7 for one in ours)
    by_way = Counter(((day_of(one.received_at) - first).days // 7, one.channel) for one in ours)
    shown = [[int(cell) for cell in row[1:]] for row in tables["Requests by week"][1:]]
    assert shown == [
        [*(by_way[week, way] for way in ("web", "phone", "walk_in")), weeks[week]] for week in range(52)
    ]
    html = " ".join(olive.get(REPORT, {"first": str(first), "last": str(last)}).content.decode().split())
    assert f"Left out: {len(kinds['spam'])} that look like spam, {len(kinds['error'])} entered" in html
    articles = {row[0]: int(row[1]) for row in tables["Requests by article"][1:]}
    assert articles == Counter(one.article_title for one in ours) and len(articles) == 3
    assert outcomes(ours) == {row[0]: int(row[1]) for row in tables["What became of them"][1:]}
    met = {one.pk: moment for one in ours if one.channel == "web" and (moment := contact_of(one, undone))}
    wall = [met[one.pk] - one.received_at for one in ours if one.pk in met]
    opened = [open_between(one.received_at, met[one.pk]) for one in ours if one.pk in met]
    _title, number, *cells = tables["Time to first contact"][1]
    assert int(number) == len(wall) > 50
    spans = [share(opened, 0.5), share(opened, 0.9), share(wall, 0.5), share(wall, 0.9)]
    for cell, span in zip(cells, spans, strict=True):
        assert abs(hours_of(cell) - span) <= timedelta(minutes=1)
    from_web = [one for one in ours if one.channel == "web"]
    waiting = sum(one.status in ("new", "contacting") and one.pk not in met for one in from_web)
    assert f"{waiting} of {len(from_web)} requests from the website wait" in html
    assert late_rows() == {row[0]: int(row[1]) for row in tables["Waited too long"][1:]}
    assert messages() == [row[1:-1] for row in tables["Messages"][1:]]
    assert reads() == [row[1:] for row in tables["Reads by person"][1:]]


def beginning() -> datetime:
    """The Monday with which the 52 weeks begin."""
    today = day_of(timezone.now())
    return datetime.combine(today - today.weekday() * A_DAY - 51 * A_WEEK, time.min, ZONE)


def outcomes(ours: list[AppointmentRequest]) -> dict[str, int]:
    names = {"new": "New", "contacting": "Contacting", "declined": "Declined", "withdrawn": "Withdrawn",
             "unreachable": "Unreachable", "expired": "Expired", "duplicate": "Duplicate"}  # fmt: skip
    seen = {True: "Visit over", False: "Visit agreed"}
    return Counter(
        seen[one.closed_at is not None] if one.status == "scheduled" else names[one.status] for one in ours
    )


def late_rows() -> dict[str, int]:
    says = {"first_look": "First look", "first_contact": "First call", "urgent": "Urgent call",
            "call_again": "Try again", "next_step": "Next step", "promise": "Answer promised"}  # fmt: skip
    found = Counter(
        f"{says[event.details['clock']]}: {event.details['percent']}% of its time"
        for event in RequestEvent.objects.filter(kind="escalated")
    )
    expired = RequestEvent.objects.filter(kind="transition", to_status="expired", at__gte=beginning()).count()
    return found | ({"Closed without an answer (find out why for each)": expired} if expired else {})


def messages() -> list[list[str]]:
    rows = Counter(Notice.objects.filter(created_at__gte=beginning()).values_list("channel", "state"))
    ways = list(dict.fromkeys(Notice._meta.get_field("channel").choices))
    return [
        [str(rows[way, state]) for state in NoticeState]
        for way, _name in ways
        if any(rows[way, state] for state in NoticeState)
    ]


def reads() -> list[list[str]]:
    groups = (("record", "step"), ("list", "search", "spam", "day"), ("print",), ("export",))
    done = Counter(AccessRecord.objects.values_list("action", flat=True))
    numbers = [sum(done[action] for action in group) for group in groups]
    return [[*map(str, numbers), str(sum(numbers))]]


def test_every_number_of_the_owners_first_page_is_that_of_the_rows(freya):
    make_many(freya, opening_hours=[])
    html = cast.signed_in(cast.make_olive()).get("/admin/").content.decode()
    rows = re.findall(r"<dt>([^<]+)</dt>\s*<dd>\s*<strong>(\d+)</strong>(?:\s*<span>([^<]*)</span>)?", html)
    now, today = timezone.now(), day_of(timezone.now())
    monday = today - today.weekday() * A_DAY
    every = list(AppointmentRequest.objects.all())
    before = len(counted(monday - A_WEEK, today - A_WEEK)["counted"])
    to_patients = Notice.objects.filter(channel="patient_email")
    assert {name: int(number) for name, number, _detail in rows} == {
        "Requests today": len(counted(today, today)["counted"]),
        "Visits today": sum(
            day_of(one.during.lower) == today for one in Visit.objects.filter(cancelled_at=None)
        ),
        "Waiting for the front desk": sum(one.status in ("new", "contacting") for one in every),
        "Late": sum(is_late(one, now) for one in every),
        "Requests this week": len(counted(monday, today)["counted"]),
        "Messages to patients that failed in seven days": sum(
            one.state == "failed" and one.created_at > now - A_WEEK for one in to_patients
        ),
        "Messages to patients that should have gone by now": sum(
            one.state in ("pending", "sending") and one.due_at < now - timedelta(minutes=10)
            for one in to_patients
        ),
    }
    assert f"{before} last week by the same day" in html


def is_late(one: AppointmentRequest, now: datetime) -> bool:
    """By the clinic's targets, for a clinic that states no hours."""
    if one.status == "contacting":
        return (one.next_attempt_at or one.waiting_since + 4 * AN_HOUR) <= now
    if one.status != "new":
        return False
    limit = 4 * AN_HOUR if one.assigned_to_id else AN_HOUR
    call = one.waiting_since + limit
    if one.priority == 1:
        call = (one.urgent_since or one.waiting_since) + AN_HOUR / 2
    return min(call, one.due_at) <= now
