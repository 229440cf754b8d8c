"""Numbers for emergencies and the licensing board: what the clinic's details say stands everywhere."""

import re

from django.core.exceptions import ValidationError
from django.utils.html import strip_tags

import pytest

from appointments.notices.dispatch import deliver_next
from clinic.models import ClinicSettings
from tests import cast
from tests.appointments.patients import send
from tests.factories import make_details

pytestmark = pytest.mark.django_db
HARD_CODED = re.compile(r"\b(?:911|988)\b|California Acupuncture Board|515-5200")


@pytest.fixture(autouse=True)
def details() -> ClinicSettings:
    return make_details(
        emergency_phone="112",
        crisis_phone="0800 111 0 111",
        licensing_board="Board of Elsewhere",
        licensing_board_phone="030 901820",
    )


@pytest.mark.parametrize("path", ["/", "/appointments/request/", "/search/", "/no-such-page/"])
def test_pages_name_the_numbers_and_the_board_of_the_details(client, path):
    html = client.get(path).content.decode()
    assert "regulated by the Board of Elsewhere, 030 901820." in " ".join(strip_tags(html).split())
    assert '<a href="tel:112">112</a>' in html
    assert "0800 111 0 111" in html
    assert not HARD_CODED.search(html)


def test_mail_to_patients_ends_with_the_numbers_of_the_details(client, mailoutbox):
    send(client)
    while deliver_next():
        pass
    [mail] = [one for one in mailoutbox if one.alternatives]
    for text in (mail.body, mail.alternatives[0].content):
        assert "In an emergency, call 112. In a mental-health crisis, call or text 0800 111 0 111." in text
        assert not HARD_CODED.search(text)


def test_the_desk_reads_out_the_numbers_of_the_details():
    desk = cast.signed_in(cast.make_freya())
    page = desk.get("/admin/requests/new/").content.decode()
    assert "hang up and call <strong>112</strong>" in page
    assert "<strong>0800 111 0 111</strong>" in page
    assert not re.search(r"<strong>(911|988)", page)


def test_without_a_number_for_a_crisis_none_is_named(client, details):
    details.crisis_phone = ""
    details.licensing_board = ""
    details.save()
    html = client.get("/appointments/request/").content.decode()
    assert "mental-health" not in html
    assert "licensed and regulated" not in html
    assert details.mail_ending.startswith("In an emergency, call 112. Do not reply")


def test_a_number_that_cannot_be_called_is_refused(details):
    details.emergency_phone = "call us"
    with pytest.raises(ValidationError, match="Write a number"):
        details.full_clean()
