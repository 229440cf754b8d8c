"""A site with a patient's request, and a backup of it that the tests of this room share."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import override_settings

import pyrage
import pytest

from appointments.models import AppointmentRequest
from clinic.backups import making
from clinic.backups.dumping import dump
from clinic.database.addresses import signed_in_as
from clinic.database.roles import Roles
from clinic.models import ClinicImage
from tests import cast
from tests.appointments.factories import make_request
from tests.appointments.patients import record_url
from tests.databases import PASSWORD, copy_of, empty_with_roles
from tests.factories import make_picture

CANARY = "A word that no dump may show"


@dataclass(frozen=True)
class Saved:
    """What was saved, and with what it is opened."""

    file: Path
    key: Path
    reference: str
    picture: str


@dataclass(frozen=True)
class Site:
    """A site on its own database, with a request that Freya has read and a picture."""

    database: str
    key: Path
    settings: dict[str, Any]

    @contextmanager
    def running(self, blocker: Any) -> Iterator[None]:
        """Let commands of the block be those of the site."""
        with blocker.unblock(), signed_in_as({"NAME": self.database}), override_settings(**self.settings):
            yield


@pytest.fixture(scope="package")
def site(untouched_database: str, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[Site]:
    here = tmp_path_factory.mktemp("site")
    (here / "backups").mkdir()
    identity = pyrage.x25519.Identity.generate()
    # As age-keygen writes it.
    (here / "key.txt").write_text(f"# created: today\n# public key: {identity.to_public()}\n{identity}\n")
    known = {
        "MEDIA_ROOT": here / "media",
        "BACKUP_FOLDER": here / "backups",
        "BACKUP_PUBLIC_KEY": [str(identity.to_public())],
        "DATABASE_OWNER": {"USER": Roles().owner, "PASSWORD": PASSWORD},
        "DATABASE_BACKUP": {"USER": Roles().backup, "PASSWORD": PASSWORD},
    }
    with django_db_blocker.unblock(), copy_of(untouched_database, "saved") as name:
        site = Site(name, here / "key.txt", known)
        with site.running(django_db_blocker):
            freya = cast.signed_in(cast.make_freya())
            assert freya.get(record_url(make_request(note=CANARY))).status_code == 200
            make_picture()
        yield site


@pytest.fixture(scope="package")
def saved(site: Site, django_db_blocker: Any) -> Saved:
    """A backup of the site, in which somebody comes while it is made."""
    own = {name: connection.settings_dict[name] for name in ("USER", "PASSWORD")}

    def dump_later(snapshot: str) -> Iterator[bytes]:
        with signed_in_as(own):
            cast.make_ed()
        yield from dump(snapshot)

    with site.running(django_db_blocker), pytest.MonkeyPatch.context() as patch:
        patch.setattr(making, "dump", dump_later)
        run("backup")
        (file,) = settings.BACKUP_FOLDER.glob("*.age")
        reference, picture = AppointmentRequest.objects.get().reference, ClinicImage.objects.get().file.name
    return Saved(file, site.key, reference, picture)


@pytest.fixture
def at_the_site(saved: Saved, site: Site, django_db_blocker: Any) -> Iterator[None]:
    """Let the test run there."""
    with site.running(django_db_blocker):
        yield


@contextmanager
def another_server(tmp_path: Path) -> Iterator[None]:
    """An empty database and no picture, for the block."""
    with (
        empty_with_roles("restored") as name,
        signed_in_as({"NAME": name}),
        override_settings(MEDIA_ROOT=tmp_path / "media"),
    ):
        yield


def run(command: str, *arguments: Any, **options: Any) -> str:
    """What a command prints. Its error is raised."""
    said = StringIO()
    call_command(command, *map(str, arguments), stdout=said, stderr=said, **options)
    return said.getvalue()


def refusal(command: str, *arguments: Any) -> str:
    """The one line in which a command refuses."""
    with pytest.raises(CommandError) as refused:
        run(command, *arguments)
    assert len(str(refused.value).splitlines()) == 1
    return str(refused.value)


def tables() -> list[str]:
    with connection.cursor() as cursor:
        return connection.introspection.table_names(cursor)


def damaged(saved: Saved, path: Path, *, flip: int | None = None, cut: int | None = None) -> Path:
    """A copy of the backup with a byte flipped, or without its end."""
    shutil.copy(saved.file, path)
    with path.open("r+b") as file:
        if cut is not None:
            file.truncate(os.path.getsize(saved.file) - cut)
        if flip is not None:
            place = flip % os.path.getsize(saved.file)
            file.seek(place)
            byte = file.read(1)
            file.seek(place)
            file.write(bytes([byte[0] ^ 1]))
    return path
