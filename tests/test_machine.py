"""What the machine or its user has set changes no test."""

import os

from django.conf import settings

import pytest

from tests.machine import dropped_from


@pytest.mark.parametrize(
    "name", ["http_proxy", "LC_ALL", "FORCE_COLOR", "SITE_URL", "SECOND_CHANNEL_URLS", "PGHOST"]
)
def test_what_a_machine_may_have_set_is_dropped(name: str):
    assert dropped_from({name: "anything", "PATH": "/usr/bin"}) == {name}
    assert name not in os.environ


def test_a_database_of_ones_own_may_have_a_password():
    assert dropped_from({"DATABASE_URL": "postgres:///own", "PGPASSWORD": "secret"}) == set()


def test_settings_zone_and_umask_are_those_of_the_tests():
    assert settings.SETTINGS_MODULE == os.environ["DJANGO_SETTINGS_MODULE"] == "clinic.settings.test"
    assert os.environ["TZ"] == settings.TIME_ZONE == "America/Los_Angeles"
    umask = os.umask(0o022)
    assert umask == 0o022
