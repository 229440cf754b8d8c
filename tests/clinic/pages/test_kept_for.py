"""The privacy page tells how long requests are kept, from the number by which they are erased."""

from django.test import Client

import pytest

from tests.factories import make_details, make_information_page

pytestmark = pytest.mark.django_db


def test_the_page_says_the_days_of_the_settings(client: Client, settings):
    settings.REQUEST_KEPT_DAYS, settings.REFUSED_REQUEST_KEPT_DAYS = 45, 21
    make_details()
    page = make_information_page(title="Privacy", slug="privacy", body=[("kept_for", None)])
    text = client.get(page.url).content.decode()
    assert "45 days after a request is closed" in text
    assert "goes after 21 days" in text
