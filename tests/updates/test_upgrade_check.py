"""What `upgrade_check` says before an update, and the code with which it ends."""

import shutil
from collections import namedtuple
from io import StringIO
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.db.migrations import Migration
from django.db.migrations.recorder import MigrationRecorder

import pytest
from cryptography.fernet import Fernet

from tests.appointments.factories import make_request

pytestmark = pytest.mark.django_db


def checked() -> tuple[int, str]:
    """The code, and what was printed."""
    said = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("upgrade_check", stdout=said)
    return ended.value.code, said.getvalue()


def not_applied(app: str) -> str:
    """Take the app's last migration for one that waits; its name."""
    last = MigrationRecorder.Migration.objects.filter(app=app).latest("pk")
    last.delete()
    return f"{app}.{last.name}"


def test_nothing_waits():
    make_request()
    code, said = checked()
    assert code == 0
    assert "No migration waits." in said
    assert "Notices that wait: 2; frozen: 0" in said


def test_one_that_only_adds_needs_no_pause():
    name = not_applied("appointments")
    code, said = checked()
    assert (code, f"FINE   {name} waits and only adds" in said) == (0, True)


def test_a_contract_or_another_packages_migration_needs_one(monkeypatch):
    name = not_applied("wagtailcore")
    code, said = checked()
    assert (code, f"PAUSE  {name} is of another package" in said) == (2, True)
    name = not_applied("appointments")
    monkeypatch.setattr(Migration, "unread_since", "0.1.0", raising=False)
    code, said = checked()
    assert (code, f"{name} takes away what versions before 0.1.0 read" in said) == (2, True)


def test_other_keys_a_full_disk_an_old_backup_and_lost_tables_stand_in_the_way(settings, monkeypatch):
    make_request()
    MigrationRecorder(connection).record_applied("appointments", "9999_contract_less")
    settings.BACKUP_PUBLIC_KEY = "age1..."
    settings.PATIENT_DATA_KEYS = [Fernet.generate_key().decode()]
    usage: Any = namedtuple("Usage", "free")(100)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage)
    code, said = checked()
    stops = [line for line in said.splitlines() if line.startswith("STOP")]
    assert (code, len(stops)) == (1, 4), said
