"""The clinic closes the form: visitors read why and whom to call, and whoever has begun may finish."""

import pytest

from tests.appointments.patients import FORM, send, shown_reference, the_request
from tests.factories import make_details

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
WHY = "We are moving to a new room this week."


def test_a_closed_form_says_why_and_whom_to_call(client):
    make_details(form_closed=WHY)
    page = client.get(FORM)
    assert page.status_code == 200
    assert WHY in page.text
    assert "tel:" in page.text
    assert "911" in page.text
    assert "<form" not in page.text.partition("<main")[2].partition("</main")[0]


def test_whoever_has_begun_before_it_closed_may_finish(client):
    make_details()
    client.get(FORM)
    make_details(form_closed=WHY)
    assert shown_reference(send(client)) == the_request().reference
