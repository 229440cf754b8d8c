"""How old the last backup is: what a monitor, the owner and whoever checks the server are told."""

from datetime import timedelta

from django.db.migrations.recorder import MigrationRecorder
from django.db.models.functions import Now

import pytest

from clinic.checks import check_backups
from clinic.models import Backup
from clinic.staff.decisions import about_backups
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on(settings):
    settings.BACKUP_PUBLIC_KEY = ["age1..."]


def made(*, hours_ago: int, **known) -> None:
    at = Now() - timedelta(hours=hours_ago)
    Backup.objects.create(made_at=at, file="a.age", size=1, sha256=str(hours_ago), rows=1, files=0, **known)


def told(client) -> tuple[bool, str | int]:
    """What a monitor is told."""
    answer = client.get("/health/ready").json()
    return answer["backups"], answer["backup"]


def sentences() -> list[str]:
    """What the owner's page says that needs a decision."""
    return [decision.sentence for decision in about_backups()]


def owners_page() -> str:
    return cast.signed_in(cast.make_olive()).get("/admin/").content.decode()


def test_the_last_of_two_days_ago_is_told_and_alarms_nobody(client):
    made(hours_ago=90)
    made(hours_ago=49)
    assert told(client) == (True, 49)
    page = owners_page()
    assert "Hours since the last backup" in page
    assert "One is made every 24 hours." in page
    assert sentences() == []
    assert check_backups(None) == []


def test_three_that_are_missing_alarm_the_monitor_and_the_owner(client):
    made(hours_ago=73)
    assert told(client) == (False, 73)
    assert client.get("/health/ready").status_code == 503
    assert "The last backup is 3\u00a0days old." in owners_page()
    assert [found.id for found in check_backups(None)] == ["clinic.W020"]


@pytest.mark.parametrize(("age", "is_well"), [(71, True), (73, False)])
def test_a_site_that_has_none_yet_has_as_long_for_the_first(client, age, is_well):
    MigrationRecorder.Migration.objects.update(applied=Now() - timedelta(hours=age))
    assert told(client) == (is_well, "none")
    assert sentences() == ["No backup was made yet. Tell whoever looks after the site."] * (not is_well)


@pytest.mark.parametrize(
    ("site_url", "is_told"), [("https://www.clinic.example", 1), ("http://localhost", 0)]
)
def test_none_at_all_is_told_but_for_a_development_machine(client, settings, site_url, is_told):
    settings.BACKUP_PUBLIC_KEY, settings.SITE_URL = [], site_url
    assert told(client) == (True, "off")
    assert len(sentences()) == is_told
    assert [found.id for found in check_backups(None)] == ["clinic.W020"]


@pytest.mark.parametrize(
    ("first", "tried", "is_due"), [(99, None, False), (101, None, True), (300, 101, True), (300, 99, False)]
)
def test_the_owner_is_told_when_no_backup_was_tried_for_long(first, tried, is_due):
    made(hours_ago=1, tried_at=tried and Now() - timedelta(days=tried))
    made(hours_ago=first * 24)
    assert ("restored to see that it works" in " ".join(sentences())) is is_due
