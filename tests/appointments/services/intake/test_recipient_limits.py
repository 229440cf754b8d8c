"""Mail that strangers can cause to one address: a few a day, and the desk sees which was not sent."""

from datetime import datetime, timedelta

from django.core.management import call_command
from django.test import Client
from django.utils import timezone

import pytest

from appointments.models import AppointmentRequest, Notice, RecipientCount
from appointments.patient_link import path_for
from appointments.services.decisions.decisions import restore
from appointments.services.intake.counting import MOST_MAILS as MOST
from appointments.services.intake.counting import count, forget_counts
from appointments.services.intake.recipient_limits import RECEIVED, recipient_of
from appointments.statuses import Status
from tests import cast
from tests.appointments.patients import record_url, send
from tests.factories import make_details

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reads_patients_data")]
VICTIM = "victim@quillfeather.example"
SAYS_SO = "their address has had as many today as we send"


@pytest.fixture(autouse=True)
def details(db: None) -> None:
    make_details()


def from_many(number: int, email: str = VICTIM, **more: str) -> str:
    """Send requests from as many connections; the last page."""
    page = None
    for one in range(number):
        far = Client(REMOTE_ADDR=f"198.51.100.{one + 1}")
        page = send(far, **{"note": f"Number {AppointmentRequest.objects.count()}", "email": email, **more})
    return page.content.decode()


def mails() -> int:
    return Notice.objects.to_patient().count()


def test_the_fourth_acknowledgement_in_a_day_is_not_sent_and_the_desk_reads_so():
    from_many(MOST)
    assert mails() == MOST
    page = from_many(1)
    assert mails() == MOST
    assert "We are also sending you an email" not in page
    last = AppointmentRequest.objects.order_by("-received_at").first()
    assert last.status == Status.NEW, "the request is like any other"
    assert last.notices.get().channel == "desk_email"
    record = cast.signed_in(cast.make_freya()).get(record_url(last)).content.decode()
    assert SAYS_SO in record
    from_many(1, "somebody.else@quillfeather.example")
    assert mails() == MOST + 1


def test_one_mailbox_in_other_spellings_is_one():
    for name in ("victim", "Victim", "vic.tim+1", "v.ictim+2"):
        from_many(1, f"{name}@quillfeather.example")
    assert mails() == MOST


def test_tomorrow_there_is_mail_again():
    now = timezone.now()

    def may_mail(moment: datetime) -> bool:
        return count(moment, recipient=recipient_of(VICTIM, RECEIVED, moment)).may_mail

    assert [may_mail(now) for _ in range(MOST + 1)] == [True] * MOST + [False]
    assert may_mail(now + timedelta(days=1))


def test_withdrawing_again_and_again_mails_nobody_again_and_again():
    for _round in range(MOST + 1):
        from_many(1)
        last = AppointmentRequest.objects.order_by("-received_at").first()
        Client().post(path_for(last), {"act": "withdraw", "seen": "received"})
    withdrawn = Notice.objects.to_patient().filter(event__to_status=Status.WITHDRAWN)
    assert (withdrawn.count(), mails()) == (MOST, 2 * MOST)
    record = cast.signed_in(cast.make_freya()).get(record_url(last)).content.decode()
    assert record.count(SAYS_SO) == 2


@pytest.mark.parametrize(
    "spam", [{"subject": "x"}, {"note": "Look: http://pills.example"}, {"opened": "never"}]
)
def test_nothing_that_was_put_aside_is_acknowledged_before_somebody_restores_it(spam):
    send(Client(REMOTE_ADDR="198.51.100.9"), email=VICTIM, **spam)
    appointment_request, freya = AppointmentRequest.objects.get(), cast.make_freya()
    assert (appointment_request.status, mails()) == (Status.QUARANTINED, 0)
    restore(appointment_request_id=appointment_request.pk, version=1, actor=freya)
    assert mails() == 1


def test_restoring_a_flood_mails_its_victim_no_more_often():
    freya = cast.make_freya()
    for _round in range(MOST + 1):
        from_many(1, subject="x")
        aside = AppointmentRequest.objects.get(status=Status.QUARANTINED)
        restore(appointment_request_id=aside.pk, version=1, actor=freya)
    assert mails() == MOST
    assert SAYS_SO in cast.signed_in(freya).get(record_url(aside)).content.decode()


def test_the_count_holds_no_address_and_is_forgotten():
    from_many(1)
    kept = RecipientCount.objects.get()
    assert "victim" not in kept.recipient
    assert forget_counts(kept.counted_at + timedelta(hours=23)) == 0
    RecipientCount.objects.update(counted_at=timezone.now() - timedelta(hours=25))
    call_command("run_worker", once=True)
    assert not RecipientCount.objects.exists()
