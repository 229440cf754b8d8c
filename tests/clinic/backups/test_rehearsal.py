"""The rehearsal: a site is saved, made anew on another server, and goes on where it was."""

import io
from contextlib import nullcontext
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection

import psycopg2
import pyrage
import pytest

from appointments.models import AccessRecord, AppointmentRequest, Notice
from clinic.backups import restoring, trying
from clinic.database.addresses import signed_in_as
from clinic.database.roles import Roles
from clinic.models import Backup, StaffSession, User
from tests import cast
from tests.appointments.patients import record_url
from tests.databases import address_of, copy_of, empty_with_roles
from tests.roles import signed_in_to_postgres_as

from .conftest import CANARY, Saved, another_server, damaged, refusal, run, tables

pytestmark = pytest.mark.usefixtures("at_the_site")


def as_owner(statement: str) -> None:
    connection.ensure_connection()
    with signed_in_to_postgres_as(Roles().owner), connection.connection.cursor() as cursor:
        cursor.execute(statement)


def refused_to(role: str, statement: str) -> str:
    """The code with which Postgres refuses the role."""
    connection.ensure_connection()
    with signed_in_to_postgres_as(role), connection.connection.cursor() as cursor:
        with pytest.raises(psycopg2.Error) as refused:
            cursor.execute(statement)
        return refused.value.pgcode


def test_a_site_is_made_anew_from_its_backup(saved: Saved, tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "media" / ".restoring-and-killed").mkdir(parents=True)
    monkeypatch.setattr("sys.stdin", StringIO(saved.key.read_text()))
    with another_server(tmp_path):
        # Of a release whose tables were others, and that nobody used.
        as_owner("CREATE TABLE clinic_user (); CREATE TABLE of_then ()")
        as_owner("CREATE FUNCTION clinic_chain() RETURNS int LANGUAGE sql AS 'SELECT 1'")
        said = run("restore", saved.file, "--identity", "-")
        assert "of_then" not in tables()
        assert f"Frozen notices: {Notice.objects.pending().count()}." in said
        assert "appointments_accessrecord: 1 records. All are whole." in said
        restored = AppointmentRequest.objects.get()
        assert restored.reference == saved.reference
        assert [user.first_name for user in User.objects.all()] == ["Freya"], "not who came meanwhile"
        assert (settings.MEDIA_ROOT / saved.picture).stat().st_size
        assert not list(settings.MEDIA_ROOT.glob(".*")), "and what a killed restore left is gone"
        assert Backup.objects.get().restored_at

        assert not StaffSession.objects.exists(), "a cookie of before opens nothing"
        assert Notice.objects.pending().exists()
        assert not Notice.objects.claimable().exists(), "what may have been sent goes out by no worker"

        finn = cast.signed_in(cast.make_finn())
        assert CANARY in finn.get(record_url(restored)).content.decode()
        assert AccessRecord.objects.count() == 2, "the record of reads goes on"
        run("verify_access_log")

        forget = "SELECT clinic_forget_records('appointments_accessrecord'::regclass)"
        for role in (Roles().web, Roles().worker, Roles().backup):
            assert refused_to(role, forget) == "42501"
        assert refused_to(Roles().web, "DELETE FROM appointments_requestevent") == "42501"

        assert "holds requests of patients" in refusal("restore", saved.file, "--identity", saved.key)


def test_what_is_not_well_after_a_restore_is_said_loudly(saved, site, settings, monkeypatch):
    """Restored is here what was there before: the site itself, to which somebody came after the backup."""
    settings.PATIENT_DATA_KEYS = ["b3RoZXItZGV2ZWxvcG1lbnQtb25seS1kYXRhLWtleS0="]
    for name in ("refuse_used_database", "refuse_pictures"):
        monkeypatch.setattr(restoring, name, lambda *folder: None)
    monkeypatch.setattr(restoring, "_drop_what_migrate_made", lambda: None)
    monkeypatch.setattr(restoring, "_pg_restore", lambda: nullcontext(io.BytesIO()))
    connection.close()
    with copy_of(site.database, "unwell") as name, signed_in_as({"NAME": name}):
        Backup.objects.all().delete()
        said = StringIO()
        with pytest.raises(CommandError, match="not all is well"):
            call_command("restore", saved.file, identity=saved.key, stdout=StringIO(), stderr=said)
    assert "clinic_user: 2 rows, 1 in the backup" in said.getvalue()
    assert "PATIENT_DATA_KEYS is not of this database" in said.getvalue()


DAMAGED = [
    ({"flip": 40}, "damaged"),
    ({"flip": 2_000}, "damaged or was cut off"),
    ({"flip": -9}, "damaged or was cut off"),
    ({"cut": 1}, "damaged or was cut off"),
    ({"cut": 70_000}, "damaged or was cut off"),
]


def test_what_cannot_end_well_is_refused_before_anything_is_written(saved, tmp_path, monkeypatch):
    another, junk, nothing = tmp_path / "another.txt", tmp_path / "junk.age", tmp_path / "nothing.age"
    another.write_text(f"{pyrage.x25519.Identity.generate()}\n")
    junk.write_bytes(b"junk" * 100)
    with another_server(tmp_path):
        for number, (damage, words) in enumerate(DAMAGED):
            file = damaged(saved, tmp_path / f"{number}.age", **damage)
            assert words in refusal("restore", file, "--identity", saved.key), damage
        for file, key, words in (
            (saved.file, another, "does not open the backup"),
            (junk, saved.key, "no backup"),
            (nothing, saved.key, "cannot be read"),
            (saved.file, junk, "holds no key"),
        ):
            assert words in refusal("restore", file, "--identity", key)
        with monkeypatch.context() as patch:
            patch.setattr(restoring, "our_migrations", set)
            assert "made by another release" in refusal("restore", saved.file, "--identity", saved.key)
        assert not tables()
        assert not settings.MEDIA_ROOT.exists()

        (settings.MEDIA_ROOT / "pictures").mkdir(parents=True)
        (settings.MEDIA_ROOT / "pictures" / "one.jpg").touch()
        assert "There are pictures in" in refusal("restore", saved.file, "--identity", saved.key)
        as_owner("CREATE TABLE clinic_user AS SELECT 1")
        assert "holds accounts of staff" in refusal("restore", saved.file, "--identity", saved.key)
        assert tables() == ["clinic_user"]


def test_a_trial_restores_counts_and_leaves_nothing(saved, monkeypatch):
    Backup.objects.update(tried_at=None)
    with empty_with_roles("trial") as name:
        monkeypatch.setenv("DATABASE_SCRATCH_URL", address_of(name))
        said = run("verify_backup", saved.file, "--identity", saved.key)
        assert "1 pictures are whole" in said
        assert "The records of reads and of accounts are whole." in said
        assert Backup.objects.get().tried_at, "the owner is told"
        with signed_in_as({"NAME": name}), pytest.raises(OperationalError, match="does not exist"):
            connection.ensure_connection()


def test_a_trial_in_which_something_is_missing_fails(saved, monkeypatch):
    Backup.objects.update(tried_at=None)
    monkeypatch.setattr(trying, "restore", lambda *arguments: ["clinic_user: 1 rows, 2 in the backup"])
    # Without records to verify, as of an earlier release.
    monkeypatch.setattr(trying, "our_migrations", lambda: {("clinic", "9999_later")})
    with empty_with_roles("trial") as name:
        monkeypatch.setenv("DATABASE_SCRATCH_URL", address_of(name))
        said = refusal("verify_backup", saved.file, "--identity", saved.key)
    assert said == "What was restored is not what was saved."
    assert not Backup.objects.get().tried_at
