"""What a backup is, what is kept, and in which line it says that it could not be made."""

import fcntl
import io
import json
import os
import tarfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db.models.functions import Now

import pyrage
import pytest

from clinic.backups import making, programs, sealing
from clinic.database.roles import Roles
from clinic.models import Backup
from tests.canaries.words import unpacked

from .conftest import CANARY, Saved, damaged, refusal, run

pytestmark = pytest.mark.usefixtures("at_the_site")


def test_other_programs_open_a_backup_too(saved: Saved) -> None:
    identities = sealing.read_identities(saved.key)
    sealed = saved.file.read_bytes()
    assert CANARY.encode() not in sealed
    with tarfile.open(fileobj=io.BytesIO(pyrage.decrypt(sealed, identities))) as archive:
        names = archive.getnames()
        assert names == [f"pictures/{saved.picture}", "database/000000", "manifest.json"]
        dump = archive.extractfile("database/000000").read()
        manifest = json.load(archive.extractfile("manifest.json"))
        every = b"".join(archive.extractfile(name).read() for name in names)
    assert dump.startswith(b"PGDMP")
    # The rows are compressed: what is not sealed is found in them.
    read = every + b"".join(unpacked(dump))
    assert saved.reference.encode() in read
    assert CANARY.encode() not in read
    assert manifest["rows"]["appointments_appointmentrequest"] == 1
    assert ["clinic", "0021_backups"] in manifest["migrations"]
    assert saved.file.stat().st_mode & 0o777 == 0o600


def test_whoever_has_no_key_learns_whether_it_is_the_file_that_was_written(saved, tmp_path) -> None:
    assert "Byte for byte" in run("verify_backup", saved.file)
    assert "no backup that is the same" in refusal(
        "verify_backup", damaged(saved, tmp_path / "a", flip=9_000)
    )
    Backup.objects.update(tried_at=None)
    run("verify_backup", "--passed", Backup.objects.get().sha256)
    assert Backup.objects.get().tried_at


SWAPPED: dict[str, Callable[[str, bytes], dict[str, bytes]]] = {
    "another picture": lambda name, content: {name: content + b"!" if name.startswith("pic") else content},
    "another database": lambda name, content: {name: content + b"!" if name.startswith("data") else content},
    "no picture": lambda name, content: {} if name.startswith("pic") else {name: content},
    "one picture more": lambda name, content: (
        {f"{name}.png": content, name: content} if name.startswith("pic") else {name: content}
    ),
}


@pytest.mark.parametrize("change", SWAPPED)
def test_a_part_that_the_manifest_does_not_name_so_is_refused_in_a_file_that_opens(saved, tmp_path, change):
    """As of a mixed-up archive: the seal is whole, and tells nothing about the parts."""
    plain, packed = pyrage.decrypt(saved.file.read_bytes(), sealing.read_identities(saved.key)), io.BytesIO()
    with tarfile.open(fileobj=io.BytesIO(plain)) as whole, tarfile.open(fileobj=packed, mode="w") as archive:
        for member in whole:
            for name, content in SWAPPED[change](member.name, whole.extractfile(member).read()).items():
                head = tarfile.TarInfo(name)
                head.size = len(content)
                archive.addfile(head, io.BytesIO(content))
    file = tmp_path / "mixed.age"
    keys = [pyrage.x25519.Recipient.from_str(key) for key in settings.BACKUP_PUBLIC_KEY]
    file.write_bytes(pyrage.encrypt(packed.getvalue(), keys))
    words = "A part of the backup is not the one that its manifest names"
    assert words in refusal("verify_backup", file, "--identity", saved.key)


def test_the_oldest_go_when_a_new_one_was_read_back(settings, monkeypatch, tmp_path):
    settings.BACKUPS_KEPT, settings.BACKUP_FOLDER = 2, tmp_path
    monkeypatch.setattr(making, "dump", lambda snapshot: iter([b"dump"]))
    older = ["clinic-20200101-000000.age", "clinic-20200102-000000.age", "of-somebody-else.age"]
    for name in (*older, "clinic-20200103-000000.part"):
        (tmp_path / name).touch()
    with monkeypatch.context() as patch:
        patch.setattr(making, "sha256_of", lambda path: "another")
        assert "cannot be read back" in refusal("backup")
    assert sorted(path.name for path in tmp_path.iterdir()) == [".lock", *older], "but not what a kill left"
    run("backup")
    kept = sorted(path.name for path in tmp_path.iterdir())
    assert kept[0] == ".lock"
    assert kept[1] == older[1]
    assert kept[2:] == [Backup.objects.latest("made_at").file, older[2]]
    Backup.objects.latest("made_at").delete()


def test_if_due_makes_one_when_the_last_is_old_enough_and_not_before(settings, monkeypatch, tmp_path):
    settings.BACKUP_EVERY_HOURS, settings.BACKUP_FOLDER, last = 24, tmp_path, Backup.objects.get()
    monkeypatch.setattr(making, "dump", lambda snapshot: iter([b"dump"]))
    Backup.objects.update(made_at=Now() - timedelta(hours=23))
    assert run("backup", "--if-due") == ""
    Backup.objects.update(made_at=Now() - timedelta(hours=24))
    assert "read back" in run("backup", "--if-due")
    assert run("backup", "--if-due") == "", "once"
    assert len(list(tmp_path.glob("*.age"))) == 1
    settings.BACKUP_PUBLIC_KEY = []
    assert "Backups are off" in refusal("backup", "--if-due")
    Backup.objects.exclude(pk=last.pk).delete()
    Backup.objects.update(made_at=last.made_at)


TROUBLES = {
    "BACKUP_PUBLIC_KEY is not set": lambda settings, patch: setattr(settings, "BACKUP_PUBLIC_KEY", []),
    "BACKUP_FOLDER is not there": lambda settings, patch: setattr(settings, "BACKUP_FOLDER", Path("/none")),
    "No space left on device": lambda settings, patch: patch.setattr(making, "_private", on_a_full_disk),
    "role that `create_database_roles` made for backups": lambda settings, patch: setattr(
        settings, "DATABASE_BACKUP", {**settings.DATABASE_BACKUP, "USER": Roles().web}
    ),
    "older than the server": lambda settings, patch: patch.setattr(programs, "_major", lambda path: 9),
    "pg_dump is not here": lambda settings, patch: patch.setattr(programs, "_major", lambda path: 0),
    "PG_BIN": lambda settings, patch: patch.setattr(programs, "_candidates", lambda name: iter(())),
}


def on_a_full_disk(path: str, flags: int) -> int:
    return os.open("/dev/full" if path.endswith(making.UNFINISHED) else path, flags & ~os.O_TRUNC, 0o600)


@pytest.mark.parametrize("words", TROUBLES)
def test_what_is_in_the_way_is_said_in_one_line_and_nothing_is_left(saved, settings, monkeypatch, words):
    folder = settings.BACKUP_FOLDER
    TROUBLES[words](settings, monkeypatch)
    assert words in refusal("backup")
    assert {path.name for path in folder.iterdir()} == {saved.file.name, ".lock"}


def test_of_two_at_the_same_time_one_is_refused(saved):
    with (settings.BACKUP_FOLDER / ".lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert refusal("backup") == "Another backup is being made."
