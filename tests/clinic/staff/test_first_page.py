"""The admin's first page: what each person does next, and nothing that they may not read."""

from datetime import timedelta

from django.db.models import F
from django.utils import timezone

import pytest

from appointments.models import AccessRecord, Notice, RequestEvent, WorkerHeartbeat
from appointments.models.notices import NoticeState
from appointments.statuses import Status
from clinic.models import AccountMail
from clinic.sign_in.mail import send_invitation
from tests import cast
from tests.appointments.factories import make_request, schedule
from tests.factories import make_condition, make_details, make_practitioner, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def details():
    WorkerHeartbeat.objects.update_or_create(id=1, defaults={"beat_at": timezone.now()})
    return make_details()


def home(person):
    return cast.signed_in(person).get("/admin/").content.decode()


def number(page, label):
    return int(page.split(f"<dt>{label}</dt>")[1].split("<strong>")[1].split("<")[0])


def test_the_owner_sees_how_the_clinic_does_in_numbers():
    freya = cast.make_freya()
    late, today = make_request(full_name="Pat Whitfield"), make_request()
    scheduled = make_request()
    schedule(scheduled, actor=freya)
    now = timezone.now()
    type(late).objects.filter(pk=late.pk).update(
        received_at=now - timedelta(days=20), due_at=now - timedelta(days=19)
    )
    Notice.objects.filter(appointment_request=today, channel="patient_email").update(state=NoticeState.FAILED)
    page = home(cast.make_olive())
    assert number(page, "Requests today") == 2
    assert number(page, "Waiting for the front desk") == 2
    assert number(page, "Late") == 1
    assert number(page, "Visits today") == 0
    assert number(page, "Requests this week") == 2
    assert "/admin/request-report/" in page
    for words in ("Whitfield", late.reference, today.reference, '"/admin/requests/'):
        assert words not in page


def test_the_owner_sees_what_needs_a_decision(details):
    today = timezone.localdate()
    make_practitioner(name="Ana Soon", license_expires=today + timedelta(days=20))
    make_practitioner(name="Bea Over", license_expires=today - timedelta(days=1))
    make_practitioner(name="Cleo Later", license_expires=today + timedelta(days=200))
    make_condition(next_review_due=today - timedelta(days=2))
    details.form_closed = "We are moving this week."
    details.save()
    expired = make_request(status=Status.EXPIRED)
    RequestEvent.new(expired, "transition", from_status="new", to_status="expired").save()
    WorkerHeartbeat.objects.update(beat_at=timezone.now() - timedelta(hours=1))
    page = home(cast.make_olive())
    for words in (
        "The license of Ana Soon ends on",
        "The license of Bea Over ended on",
        "1 article is overdue for its review.",
        "Nobody reviews articles",
        "The request form is closed",
        "1 request expired in seven days",
        "The program that sends mail does not run",
    ):
        assert words in page
    assert "Cleo" not in page
    assert "What needs a decision" not in home(cast.make_freya())


def test_every_link_on_the_owner_s_first_page_opens():
    make_practitioner(name="Ana Soon", license_expires=timezone.localdate())
    make_condition(next_review_due=timezone.localdate() - timedelta(days=2))
    browser = cast.signed_in(cast.make_olive())
    page = browser.get("/admin/").content.decode()
    panels = page[page.index("The clinic today") :]
    links = {part.split('"')[0] for part in panels.split('href="')[1:]} - {"#"}
    links = {link for link in links if link.startswith("/admin/") and "logout" not in link}
    assert links
    for link in links:
        assert browser.get(link).status_code == 200, link


def test_the_desk_sees_by_name_what_to_do_now_and_the_look_is_recorded():
    freya = cast.make_freya()
    first = make_request(full_name="Pat Whitfield")
    later = make_request(full_name="Lena Laterson", status=Status.CONTACTING, actor=freya)
    type(later).objects.filter(pk=later.pk).update(next_attempt_at=timezone.now() + timedelta(days=1))
    page = home(freya)
    assert "What to do now" in page
    assert "P. Whitfield" in page
    assert "First look" in page
    assert "Laterson" not in page
    record = AccessRecord.objects.get(actor=freya)
    assert (record.action, record.shown, record.filters) == ("list", [first.reference], {"page": "home"})


def test_a_look_that_cannot_be_recorded_shows_no_names(monkeypatch):
    freya = cast.make_freya()
    make_request(full_name="Pat Whitfield")
    monkeypatch.setattr("appointments.services.access._RECORD", "SELECT nothing FROM nowhere")
    page = home(freya)
    assert "Whitfield" not in page
    assert "This look could not be recorded" in page


def test_a_clinic_in_which_one_person_writes_and_reviews_is_told_that_somebody_else_is_needed():
    make_user(email="only@clinic.example", group="Clinical reviewers")
    assert "Only one person writes and reviews articles" in home(cast.make_olive())
    make_user(email="second@clinic.example", group="Editors")
    assert "Only one person writes and reviews articles" not in home(cast.make_sam())


def test_an_invitation_that_no_mail_server_took_is_told_until_it_is_sent_again():
    olive, nia = cast.make_olive(), make_user(email="nia@clinic.example", first_name="Nia")
    nia.set_unusable_password()
    nia.save()
    send_invitation(nia)
    assert "could not be sent" not in home(olive)
    AccountMail.objects.update(good_until=F("good_until") - timedelta(days=3, seconds=1))
    page = home(olive)
    assert "The invitation to Nia" in page
    assert f"/admin/users/invite/{nia.pk}/" in page
    cast.signed_in(olive).post(f"/admin/users/invite/{nia.pk}/")
    assert "could not be sent" not in home(olive)
