"""The owner's report: what counts, how long patients waited, and what is kept back because it is small."""

import io
import re
from datetime import timedelta

from django.test import Client

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from appointments.consents import DEMONSTRATION
from appointments.models import AppointmentRequest, Notice
from appointments.reports.figures.suppression import FEWEST, Counted, suppress
from appointments.services.decisions import decisions
from appointments.statuses import Status
from tests import cast
from tests.appointments.desk.searching import search
from tests.appointments.factories import make_request
from tests.appointments.reports.reporting import REPORT, contacted, figures, received
from tests.factories import make_condition, make_details

pytestmark = pytest.mark.django_db
JULY = ("2026-07-01", "2026-07-31")


@pytest.fixture
def olive(db: None) -> Client:
    make_details()
    return cast.signed_in(cast.make_olive())


def page(browser: Client, **query: str) -> str:
    return browser.get(REPORT, query).content.decode()


@pytest.mark.parametrize("monday", ["2026-03-09", "2026-11-02", "2026-07-06"])
def test_weeks_begin_at_the_clinics_midnight_also_when_the_clocks_change(olive, monday):
    before, after = {
        "2026-03-09": ("2026-03-08T23:59", "2026-03-09T00:00"),
        "2026-11-02": ("2026-11-01T23:59", "2026-11-02T00:00"),
        "2026-07-06": ("2026-07-05T23:59", "2026-07-06T00:00"),
    }[monday]
    received(before)
    for _twice in range(2):
        received(after)
    weeks = figures(olive, "2026-02-01", "2026-11-20")["Requests by week"]
    numbers = [row[4] for row in weeks[1:]]
    assert [number for number in numbers if number != "0"] == ["1", "2"]
    assert numbers.index("2") - numbers.index("1") == 1
    assert [row[4] for row in figures(olive, monday, monday)["Requests by week"][1:]] == ["2"]
    assert [row[4] for row in figures(olive, before[:10], before[:10])["Requests by week"][1:]] == ["1"]


def test_what_came_is_counted_by_its_way_and_spam_and_slips_apart(olive):
    finn = cast.make_finn()
    received("2026-07-07T10:00")
    by_phone = received("2026-07-07T11:00")
    AppointmentRequest.objects.filter(pk=by_phone.pk).update(channel="phone")
    received("2026-07-07T12:00", status=Status.QUARANTINED)
    spam = received("2026-07-07T12:00", status=Status.QUARANTINED)
    decisions.discard(appointment_request_id=spam.pk, version=spam.version, actor=finn)
    received("2026-07-07T13:00", status=Status.ENTERED_IN_ERROR)
    declined = received("2026-07-08T10:00", status=Status.DECLINED, actor=finn)
    assert declined.status == Status.DECLINED
    found = figures(olive, "2026-07-06", "2026-07-12")
    assert found["Requests by week"][1][1:] == ["2", "1", "0", "3"]
    assert dict(found["What became of them"][1:]) == {"New": "2", "Declined": "1"}
    assert "2 that look like spam, 1 entered in error" in page(olive, first="2026-07-06", last="2026-07-12")


def test_half_and_nine_of_ten_on_the_clock_and_in_opening_time(olive):
    # All on a Tuesday at nine, within the hours of the clinic; the last one is called the next morning.
    for hours in (1, 2, 3, 4):
        contacted(received("2026-07-07T09:00"), timedelta(hours=hours))
    late = received("2026-07-07T09:00")
    contacted(late, "2026-07-08T11:00")
    contacted(late, "2026-07-08T12:00")
    received("2026-07-07T09:00")
    contact = figures(olive, *JULY)["Time to first contact"]
    # 1, 2, 3, 4 and 26 hours, or 10 of opening time: nine of ten lie 0.6 of the way from the 4th to the 5th.
    assert contact[1] == ["All weeks", "5", "3:00", "7:36", "3:00", "17:12"]
    assert contact[2][1:] == contact[1][1:]
    assert "1 of 6 requests from the website wait" in page(olive, first=JULY[0], last=JULY[1])


@pytest.mark.parametrize(
    ("arrives", "called", "on_the_clock", "opening_time"),
    [
        ("2026-07-10T16:00", "2026-07-13T10:00", "66:00", "2:00"),
        ("2026-07-11T12:00", "2026-07-11T13:00", "1:00", "0:00"),
        ("2026-07-06T05:00", "2026-07-06T09:30", "4:30", "0:30"),
        ("2026-03-06T16:00", "2026-03-09T10:00", "65:00", "2:00"),
        ("2026-10-30T16:00", "2026-11-02T10:00", "67:00", "2:00"),
    ],
    ids=["over a weekend", "while closed", "before opening", "clocks forward", "clocks back"],
)
def test_opening_time_stands_still_while_the_clinic_is_closed(
    olive, arrives, called, on_the_clock, opening_time
):
    contacted(received(arrives), called)
    contact = figures(olive, arrives[:10], arrives[:10])["Time to first contact"]
    assert contact[1] == ["All weeks", "1", opening_time, opening_time, on_the_clock, on_the_clock]


def test_only_the_desk_contacts_and_only_those_who_wrote_wait(olive):
    finn = cast.make_finn()
    at = "2026-07-07T09:00"
    by_patient, by_phone, answered, held_back = (received(at) for _each in range(4))
    an_hour = timedelta(hours=1)
    contacted(by_patient, an_hour, kind="transition", actor_name="", to_status="withdrawn")
    AppointmentRequest.objects.filter(pk=by_phone.pk).update(channel="phone")
    contacted(by_phone, timedelta(0))
    contacted(answered, 2 * an_hour, kind="transition", actor_name="Finn Desk", to_status="scheduled")
    contacted(held_back, an_hour, kind="transition", actor_name="Finn Desk", to_status="declined")
    Notice.objects.create(
        appointment_request=held_back,
        event=held_back.events.get(to_status="declined"),
        channel="patient_email",
        state="cancelled",
    )
    contacted(received(at, actor=finn), an_hour, kind="note")
    assert figures(olive, *JULY)["Time to first contact"][1][:3] == ["All weeks", "1", "2:00"]


def test_without_stated_hours_only_the_clock_counts(olive):
    make_details(opening_hours=[])
    contacted(received("2026-07-11T09:00"), timedelta(hours=20))
    contact = figures(olive, *JULY)["Time to first contact"]
    assert contact == [
        ["Week", "Requests", "Half, all hours", "9 of 10, all hours"],
        ["All weeks", "1", "20:00", "20:00"],
        ["Jul 6, 2026 to Jul 12, 2026", "1", "20:00", "20:00"],
    ]


def test_a_small_number_is_neither_shown_nor_to_be_worked_out(olive):
    articles = {
        number: make_condition(title=f"About {name}", slug=name)
        for number, name in ((3, "shingles"), (6, "sciatica"), (9, "carpal"))
    }
    for number, article in articles.items():
        for _each in range(number):
            received("2026-07-07T09:00", article=article)
    found = figures(olive, *JULY)["Requests by article"]
    assert found[1:] == [["About carpal", "9"], ["All others together", "9"]]
    workbook = olive.get(f"{REPORT}figures.xlsx", {"first": JULY[0], "last": JULY[1]}).content
    cells = [cell.value for sheet in load_workbook(io.BytesIO(workbook)) for row in sheet for cell in row]
    assert "About carpal" in cells
    for hidden in ("shingles", "sciatica"):
        assert hidden not in page(olive, first=JULY[0], last=JULY[1])
        assert not [cell for cell in cells if hidden in str(cell)]


def test_a_single_small_article_hides_the_whole_table(olive):
    received("2026-07-07T09:00", article=make_condition(title="About shingles", slug="shingles"))
    assert len(figures(olive, *JULY)["Requests by article"]) == 1
    html = page(olive, first=JULY[0], last=JULY[1])
    assert "Too few requests in this time" in html
    assert "shingles" not in html


@given(st.lists(st.integers(min_value=1, max_value=30), max_size=12))
def test_what_is_hidden_always_has_company(numbers):
    shown = suppress([Counted(str(index), number) for index, number in enumerate(numbers)])
    assert all(cell.number >= FEWEST for cell in shown.cells)
    hidden = len(numbers) - len(shown.cells)
    if shown.others is None:
        assert not shown.cells
    else:
        assert shown.others + sum(cell.number for cell in shown.cells) == sum(numbers)
        assert hidden == 0 if shown.others == 0 else hidden >= 2 and shown.others >= FEWEST


def test_invented_requests_count_only_while_there_are_no_others(olive):
    for _each in range(3):
        received("2026-07-07T09:00")
    AppointmentRequest.objects.update(consent_version=DEMONSTRATION)
    assert figures(olive, *JULY)["Requests by week"][2][4] == "3"
    assert "All requests here are invented" in page(olive)
    received("2026-07-07T09:00")
    assert figures(olive, *JULY)["Requests by week"][2][4] == "1"
    html = page(olive)
    assert "All requests here are invented" not in html
    assert "Invented requests of the demonstration do not count" in html


def test_messages_escalations_expiries_and_reads(olive, settings):
    settings.READ_COOLDOWN_MINUTES = 0
    appointment_request = make_request()
    Notice.objects.filter(channel="desk_email").update(state="sent")
    for number in range(3):
        other = make_request()
        Notice.objects.filter(appointment_request=other, channel="desk_email").update(
            state="failed" if number else "sent"
        )
    late = {"clock": "first_contact", "percent": 150}
    contacted(appointment_request, timedelta(minutes=1), kind="escalated", actor_name="", details=late)
    contacted(
        appointment_request, timedelta(minutes=2), kind="transition", actor_name="", to_status="expired"
    )
    freya = cast.signed_in(cast.make_freya())
    for _twice in range(2):
        freya.get(f"/admin/requests/inspect/{appointment_request.pk}/")
    search(freya, "whitfield")
    html = page(olive, weeks="4")
    text = re.sub(r"<[^>]+>", " ", html)
    assert re.search(r"Mail to the front desk\s+0\s+2\s+2\s+0\s+50\.0", text)
    assert re.search(r"First call: 150% of its time\s+1\s", text)
    assert re.search(r"Closed without an answer \(find out why for each\)\s+1\s", text)
    assert re.search(r"Freya Desk \(freya@clinic.example\)\s+2\s+1\s+0\s+0\s+3\s", text)


def test_no_patients_word_and_no_reference(olive):
    appointment_request = make_request(
        full_name="Mara Quillfeather", note="Tinglingfingers", email="mara@quill.example"
    )
    cast.signed_in(cast.make_freya()).get(f"/admin/requests/inspect/{appointment_request.pk}/")
    html = page(olive)
    for word in (
        appointment_request.reference,
        str(appointment_request.pk),
        "uillfeather",
        "ingling",
        "mara@",
        "555-0142",
    ):
        assert word not in html


def test_nothing_at_all_has_words_and_no_pictures(olive):
    html = page(olive)
    for said in ("No request came", "Nobody who wrote", "Nothing waited too long", "No message was due"):
        assert said in html
    assert "report-chart" not in html


def test_a_long_title_is_whole_in_the_table_and_short_in_the_picture(olive):
    title = "What helps with neuropathic pain after shingles <b>in</b> later life " * 3
    article = make_condition(title=title.strip(), slug="long")
    for _each in range(5):
        received("2026-07-07T09:00", article=article)
    html = page(olive, first=JULY[0], last=JULY[1])
    assert "What helps with neuropathic pain after shin…" in html
    assert title.strip().replace("<", "&lt;").replace(">", "&gt;") in html


def test_every_picture_has_words_and_a_table(olive):
    contacted(received("2026-07-07T09:00"), timedelta(hours=1))
    html = page(olive, first=JULY[0], last=JULY[1])
    pictures = html.count('class="report-chart"')
    assert pictures >= 3
    assert (
        html.count('role="img"')
        == pictures
        == len(re.findall(r'aria-label="[^"]*(?:tallest|longest|within)', html))
    )
    assert html.count("<caption") >= pictures
    assert " style=" not in html.split('class="desk-report"')[1].split("</main>")[0]


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2026-07-31", "2026-07-01", "not before the first"),
        ("2020-01-01", "2026-07-01", "at most two years"),
        ("yesterday", "2026-07-01", "such as 2026-03-31"),
        ("0001-01-01", "0001-01-02", "greater than or equal"),
        ("2026-07-01", "9999-12-31", "not after today"),
        ("", "2026-07-01", "Choose the first day"),
    ],
)
def test_days_that_make_no_sense_are_refused_in_words(olive, first, last, said):
    for address in (REPORT, f"{REPORT}figures.csv"):
        response = olive.get(address, {"first": first, "last": last})
        assert response.status_code == 422
        assert said in response.content.decode()


def test_a_number_of_weeks_that_is_none_shows_the_usual_ones(olive):
    for weeks in ("", "-1", "5000", "x", "٤"):
        assert 'aria-current="page">13 weeks' in page(olive, weeks=weeks)


def test_the_page_asks_little_of_the_database(olive, django_assert_max_num_queries):
    received("2026-07-07T09:00")
    olive.get(REPORT)
    # Three of them open a transaction that may take longer than others, and close it.
    with django_assert_max_num_queries(25):
        olive.get(REPORT)
