"""A visit that nobody can hold any more: it was seen by nobody until somebody opened the view of its day."""

import datetime
import re
from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

import pytest

from appointments.models import AppointmentRequest, Visit
from clinic.models import ClinicSettings, Practitioner, User
from tests import cast
from tests.appointments.desk.actions.steps import take, visit_day, visit_fields
from tests.appointments.factories import make_request
from tests.clinic.identity.test_details import details_form
from tests.factories import make_details, make_hours, make_practitioner
from tests.queries import at_most_queries

pytestmark = pytest.mark.django_db
DAY, A_DAY = visit_day(), datetime.timedelta(days=1)
INBOX, TAB, HOME = "/admin/requests/", "/admin/requests/?tab=new_time", "/admin/"


@pytest.fixture
def freya() -> User:
    make_details()
    return cast.make_freya()


@pytest.fixture
def desk(freya: User) -> Client:
    return cast.signed_in(freya)


@pytest.fixture
def ana() -> Practitioner:
    return make_practitioner(name="Ana Reyes", post_nominals="L.Ac.")


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def record(appointment_request: AppointmentRequest) -> str:
    return reverse("requests:inspect", args=[appointment_request.pk])


def scheduled(desk: Client, who: Practitioner, **fields: Any) -> AppointmentRequest:
    appointment_request = make_request()
    response = take(desk, "schedule", appointment_request, **visit_fields(who, **fields))
    if response.status_code == 422:
        tick = response.content.decode().split('name="anyway" value="')[1].split('"')[0]
        response = take(desk, "schedule", appointment_request, **visit_fields(who, **fields, anyway=tick))
    assert response.status_code == 302
    appointment_request.refresh_from_db()
    return appointment_request


def days(first: datetime.date, last: datetime.date, **more: Any) -> dict[str, Any]:
    return {"first_day": first, "last_day": last, **more}


def on_leave(who: Practitioner, first: datetime.date = DAY, last: datetime.date = DAY) -> None:
    who.leave = [("leave", days(first, last))]
    who.save()


def in_tab(client: Client) -> list[str]:
    """The references in the tab, in the order of the list."""
    return re.findall(r'desk-row-reference"[^>]*>\s*(\w{8})', client.get(TAB).content.decode())


def says_nothing(client: Client, appointment_request: AppointmentRequest) -> None:
    for path in (INBOX, HOME, record(appointment_request), f"/admin/requests/day/?day={DAY}"):
        html = page(client, path)
        assert "need a new time" not in html and "needs a new time" not in html
        assert "Needs a new time (" not in html
    assert in_tab(client) == []


def test_two_visits_on_a_day_of_leave_are_told_everywhere_and_gone_when_moved(desk, ana):
    early, late = scheduled(desk, ana, starts="09:00"), scheduled(desk, ana, starts="15:00")
    kept = scheduled(desk, ana, day=(DAY + A_DAY).isoformat())
    on_leave(ana)
    for path in (INBOX, HOME):
        html = page(desk, path)
        assert "2 visits need a new time" in html
        assert "Needs a new time (2)" in html
    assert in_tab(desk) == [early.reference, late.reference]
    inbox = page(desk, INBOX)
    assert 'Needs a new time <span class="desk-tabs__number">2</span>' in inbox
    html = page(desk, record(early))
    assert "This visit needs a new time." in html
    assert "Ana Reyes is away on that day." in html
    assert f"/admin/requests/move-visit/{early.pk}/" in html.split("needs a new time")[1][:900]
    assert "This visit needs a new time." not in page(desk, record(kept))
    assert page(desk, f"/admin/requests/day/?day={DAY}").count("Needs a new time.") == 2
    ben = make_practitioner(name="Ben Otieno")
    assert take(desk, "move-visit", early, **visit_fields(ben)).status_code == 302
    assert "1 visit needs a new time" in page(desk, INBOX)
    assert take(desk, "cancel-visit", late).status_code == 302
    for one in (early, late):
        says_nothing(desk, one)


def test_it_is_gone_when_leave_is_taken_back_or_the_visit_is_over(desk, ana):
    appointment_request = scheduled(desk, ana)
    on_leave(ana)
    assert in_tab(desk) == [appointment_request.reference]
    ana.leave = []
    ana.save()
    says_nothing(desk, appointment_request)
    on_leave(ana)
    hour_ago = timezone.now() - datetime.timedelta(hours=1)
    Visit.objects.update(during=(hour_ago, timezone.now()))
    on_leave(ana, timezone.localdate() - A_DAY, timezone.localdate() + A_DAY)
    says_nothing(desk, appointment_request)


def works(who: Practitioner, *hours: Any) -> None:
    who.working_hours = list(hours)
    who.save()


def lunch(weekday: int) -> list[Any]:
    return [make_hours(day=weekday, opens=9, closes=10), make_hours(day=weekday, opens=11)]


CHANGES: dict[str, tuple[Callable[[Practitioner], object], str]] = {
    "left": (lambda ana: Practitioner.objects.update(is_active=False), "no longer sees patients"),
    "sees none": (lambda ana: Practitioner.objects.update(offers_visits=False), "no longer sees patients"),
    "license": (lambda ana: Practitioner.objects.update(license_expires=DAY - A_DAY), "no longer sees"),
    "shorter hours": (
        lambda ana: works(ana, make_hours(day=1, opens=11)),
        "Ana Reyes works from 11:00 AM to 5:00 PM on that day.",
    ),
    "another day": (
        lambda ana: works(ana, make_hours(day=2)),
        "Ana Reyes does not work on that day of the week.",
    ),
    "lunch break": (
        lambda ana: make_details(opening_hours=lunch(1)),
        "The clinic is closed for part of that time",
    ),
    "closure": (
        lambda ana: make_details(closures=[("closure", days(DAY, DAY, reason="50% staff & party"))]),
        "The clinic is closed on that day: 50% staff &amp; party.",
    ),
    "opens later": (
        lambda ana: make_details(opening_hours=[make_hours(day=1, opens=11)]),
        "The visit begins before the clinic opens, at 11:00 AM.",
    ),
    "closed weekday": (
        lambda ana: make_details(opening_hours=[make_hours(day=0)]),
        "The clinic is not open on that day of the week.",
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_takes_the_time_away_is_told_with_its_reason(desk, ana, change):
    appointment_request = scheduled(desk, ana)
    assert in_tab(desk) == []
    takes_away, why = CHANGES[change]
    takes_away(ana)
    assert in_tab(desk) == [appointment_request.reference]
    assert why in page(desk, record(appointment_request))


def test_the_reason_stands_in_every_place(desk, ana):
    appointment_request = scheduled(desk, ana)
    says_nothing(desk, appointment_request)
    takes_away, why = CHANGES["closure"]
    takes_away(ana)
    for path in (record(appointment_request), HOME, f"/admin/requests/day/?day={DAY}"):
        assert why in page(desk, path)


def test_what_the_desk_agreed_to_all_the_same_is_no_news_but_what_comes_later_is(desk, ana):
    appointment_request = scheduled(desk, ana, starts="18:00")
    says_nothing(desk, appointment_request)
    on_leave(ana)
    html = page(desk, record(appointment_request))
    assert "Ana Reyes is away on that day." in html
    assert "after closing" not in html


def test_a_tick_does_not_agree_to_leave_that_was_entered_meanwhile(desk, ana):
    appointment_request, fields = make_request(), visit_fields(ana, starts="18:00")
    warned = take(desk, "schedule", appointment_request, **fields)
    tick = warned.content.decode().split('name="anyway" value="')[1].split('"')[0]
    on_leave(ana)
    again = take(desk, "schedule", appointment_request, **fields, anyway=tick)
    assert again.status_code == 422
    assert "Ana Reyes is away on that day." in again.content.decode()


def one_day(stream: str, day: datetime.date | None = None) -> dict[str, str]:
    """The part of a form that holds days away or closures: none, or one day."""
    if day is None:
        return {f"{stream}s-count" if stream == "closure" else f"{stream}-count": "0"}
    name = f"{stream}s" if stream == "closure" else stream
    block = {
        "type": stream,
        "order": "0",
        "deleted": "",
        "value-first_day": str(day),
        "value-last_day": str(day),
    }
    return {f"{name}-count": "1", **{f"{name}-0-{key}": value for key, value in block.items()}}


def practitioner_form(who: Practitioner, **changes: str) -> dict[str, str]:
    plain = {"name": who.name, "post_nominals": who.post_nominals, "role": who.role, "sort_order": "0"}
    board = {"licensing_board": who.licensing_board, "is_active": "on", "offers_visits": "on"}
    return {**plain, **board, "working_hours-count": "0", **one_day("leave"), **changes}


def test_whoever_saves_leave_departure_or_closure_is_told_at_once(desk, ana):
    scheduled(desk, ana)
    sam, ben = cast.signed_in(cast.make_sam()), make_practitioner(name="Ben Otieno")
    path = reverse("practitioners:edit", args=[ana.pk])
    told = "1 visit needs a new time."
    assert told in page_after(sam, path, practitioner_form(ana, **one_day("leave", DAY)))
    # Another's form tells of that person's visits only.
    other = reverse("practitioners:edit", args=[ben.pk])
    assert told not in page_after(sam, other, practitioner_form(ben, **one_day("leave", DAY)))
    assert told not in page_after(sam, path, practitioner_form(ana))
    assert told in page_after(sam, path, practitioner_form(ana, offers_visits=""))
    assert told not in page_after(sam, path, practitioner_form(ana))
    leaving = reverse("practitioners:delete", args=[ana.pk])
    assert told in page_after(sam, leaving, {"what": "keep"})
    assert told not in page_after(sam, path, practitioner_form(ana))
    site = ClinicSettings.objects.get().site_id
    details = reverse("wagtailsettings:edit", args=["clinic", "clinicsettings", site])
    week = [(str(day), "09:00", "17:00") for day in range(5)]
    assert told not in page_after(sam, details, details_form(week))
    assert told in page_after(sam, details, details_form(week, **one_day("closure", DAY)))
    assert told in page_after(sam, details, details_form(week[2:]))


def page_after(client: Client, path: str, form: dict[str, str]) -> str:
    """The messages on the page that follows."""
    response = client.post(
        path, {name: value for name, value in form.items() if value or "-" in name}, follow=True
    )
    assert response.redirect_chain, response.context["form"].errors
    found = re.search(r'class="messages".*?</ul>', response.content.decode(), re.DOTALL)
    return found.group(0) if found else ""


def test_the_owner_sees_times_and_practitioners_and_no_patient(desk, ana):
    appointment_request = scheduled(desk, ana)
    on_leave(ana)
    html = page(cast.signed_in(cast.make_olive()), HOME)
    assert "1 visit needs a new time" in html
    assert "with Ana Reyes, L.Ac." in html
    assert appointment_request.reference not in html
    assert "visit needs a new time" not in page(cast.signed_in(cast.make_ed()), HOME)


def test_many_visits_are_found_in_one_query(desk, ana):
    for hour in range(9, 16):
        scheduled(desk, ana, starts=f"{hour:02}:00")
    on_leave(ana)
    page(desk, INBOX)
    with at_most_queries(15):
        page(desk, INBOX)
    with at_most_queries(15):
        page(desk, TAB)
