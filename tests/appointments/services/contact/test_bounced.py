"""Mail that comes back after a server accepted it is seen by the desk, and its address in no log."""

import io
from types import SimpleNamespace

from django.core.management import call_command

import pytest

from appointments.models import Notice
from appointments.notices.dispatch import deliver_next
from tests import cast
from tests.appointments.factories import AGREED, make_request
from tests.factories import make_details

pytestmark = pytest.mark.django_db
ADDRESS = "mara@patient.example"

REPORT = """\
From: MAILER-DAEMON@relay.example
To: site@clinic.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

<{address}>: host mx.patient.example said: no

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; relay.example

Final-Recipient: rfc822; {address}
Action: {action}
Status: {status}

--b
Content-Type: {returned}

Message-ID: <{message_id}@localhost>
Subject: We received your request

--b--
"""


@pytest.fixture
def sent(mailoutbox):
    """A request about which desk and patient were told."""
    make_details()
    appointment_request = make_request(consents=AGREED)
    while deliver_next():
        pass
    return appointment_request


@pytest.fixture
def pipe(monkeypatch, capsys, caplog):
    """What a mail server does with the report; returns everything that was printed or logged."""

    def report(message_id, *, action="failed", status="5.2.2", returned="message/rfc822") -> str:
        text = REPORT.format(
            message_id=message_id, action=action, status=status, returned=returned, address=ADDRESS
        )
        monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(text.encode())))
        call_command("record_bounce")
        return capsys.readouterr().out + caplog.text

    return report


def record(appointment_request) -> str:
    desk = cast.signed_in(cast.make_freya())
    return " ".join(desk.get(f"/admin/requests/inspect/{appointment_request.pk}/").content.decode().split())


@pytest.mark.parametrize("returned", ["message/rfc822", "text/rfc822-headers"])
def test_a_patients_message_that_came_back_stands_red_and_can_be_sent_again(sent, pipe, returned):
    notice = Notice.objects.to_patient().get()
    printed = pipe(notice.message_id, returned=returned)
    assert printed == f"Notice {notice.pk} came back (5.2.2).\n"
    assert Notice.objects.get(pk=notice.pk).state == "failed"
    page = record(sent)
    assert "came back: it did not reach the patient" in page
    assert "Send again" in page


def test_an_address_that_does_not_exist_is_to_be_corrected(sent, pipe):
    pipe(Notice.objects.to_patient().get().message_id, status="5.1.1")
    assert "there is no such e-mail address. Correct it" in record(sent)


def test_a_message_to_the_desk_that_came_back_says_so(sent, pipe):
    notice = Notice.objects.to_staff().get()
    pipe(notice.message_id)
    assert Notice.objects.get(pk=notice.pk).state == "sent"
    assert "but it came back from an address" in record(sent)


def test_what_is_late_or_of_others_changes_nothing(sent, pipe):
    known = Notice.objects.to_patient().get().message_id
    pipe(known, action="delayed", status="4.4.1")
    pipe("00000000-0000-4000-8000-000000000000")
    pipe("no number")
    assert set(Notice.objects.values_list("state", flat=True)) == {"sent"}
