"""Notices that a restored backup brings back are not sent a second time unseen."""

from datetime import timedelta

from django.core.management import call_command
from django.db.models.functions import Now

import pytest

from appointments.models import Notice
from appointments.notices.dispatch import deliver_next
from appointments.services.frozen_notices import freeze_notices
from tests import cast
from tests.appointments.factories import make_request
from tests.factories import make_details

pytestmark = pytest.mark.django_db


@pytest.fixture
def restored(db):
    """A request whose notices came back with a backup."""
    make_details()
    appointment_request = make_request(email="")
    Notice.objects.update(created_at=Now() - timedelta(minutes=6))
    freeze_notices()
    return appointment_request


def test_they_wait_and_are_shown_while_those_of_new_requests_go(restored, client, mailoutbox):
    new = make_request(email="")
    Notice.objects.filter(appointment_request=new).update(created_at=Now() + timedelta(seconds=1))
    while deliver_next():
        pass
    (mail,) = mailoutbox
    assert new.reference in mail.body
    assert client.get("/health/ready").json()["frozen"] is True
    assert (
        "A backup was restored, and one message waits"
        in cast.signed_in(cast.make_freya()).get("/admin/").content.decode()
    )


@pytest.mark.parametrize(("option", "mails"), [("--send", 1), ("--sent-before", 0)])
def test_an_operator_releases_or_drops_them(restored, client, mailoutbox, capsys, option, mails):
    call_command("release_notices")
    assert "Frozen notices: 1." in capsys.readouterr().out
    call_command("release_notices", option)
    while deliver_next():
        pass
    assert len(mailoutbox) == mails
    assert client.get("/health/ready").json()["frozen"] is False
    assert not Notice.objects.pending().exists()
