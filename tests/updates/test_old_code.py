"""The latest release on this version's tables: it takes requests, and each reads what the other stored."""

import json
import os
import subprocess
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from appointments.models import AppointmentRequest, RequestEvent
from appointments.statuses import Status
from clinic.database.addresses import signed_in_as
from clinic.database.roles import Roles
from clinic.models import User
from tests import cast
from tests.appointments.factories import make_request
from tests.databases import address_as, address_of, copy_of
from tests.factories import make_details

from . import release

SCRIPT = Path(__file__).parent / "old_site.py"
STATUSES = (Status.NEW, Status.CONTACTING, Status.SCHEDULED, Status.WITHDRAWN)
TYPED = "Patience Quillfeather"


@pytest.fixture
def code(tmp_path: Path) -> Path:
    """The code of the latest release; where it cannot be had, the test says so."""
    try:
        release.extract(tmp_path)
    except release.NotHere as error:
        warnings.warn(str(error), stacklevel=1)
        pytest.skip(str(error))
    return tmp_path


@pytest.fixture
def database(untouched_database: str, django_db_blocker: Any) -> Iterator[str]:
    """The name of a database with the tables of this version, which the test is connected to."""
    with (
        django_db_blocker.unblock(),
        copy_of(untouched_database, "update") as name,
        signed_in_as({"NAME": name}),
    ):
        yield name


def visited_on(code: Path, database: str, records: list[str]) -> dict[str, Any]:
    """What a patient and the desk see of the release's code on the database, as the web's role."""
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(code),
        "PYTHONDONTWRITEBYTECODE": "1",
        "DJANGO_SETTINGS_MODULE": "clinic.settings.test",
        "DATABASE_URL": address_as(Roles().web, address_of(database)),
    }
    done = subprocess.run(
        [sys.executable, str(SCRIPT), *records], cwd=code, env=environment, capture_output=True, text=True
    )
    assert not done.returncode, done.stderr
    return json.loads(done.stdout)


def test_the_release_before_serves_on_the_tables_of_this_version(code, database, reads_patients_data):
    make_details()
    finn = cast.make_finn()
    made = {status: make_request(status=status, actor=finn) for status in STATUSES}
    RequestEvent.objects.create(
        appointment_request=made[Status.NEW], kind="of_later", details={"of_later": "of this version"}
    )

    seen = visited_on(code, database, [str(one.pk) for one in made.values()])

    assert seen["code"].startswith(str(code)), "the release's code ran, and not this version's"
    assert seen["migrations"] is True, "a release that can serve is not taken out of service"
    assert seen["sent"] == 302
    stored = AppointmentRequest.objects.exclude(pk__in=[one.pk for one in made.values()]).get()
    for status, record in zip(made, seen["records"], strict=True):
        assert "Mara Whitfield" in record, status
    assert stored.reference in seen["received"]
    assert stored.patient.full_name == TYPED
    desk = cast.signed_in(User.objects.get(email="freya@clinic.example"))
    assert TYPED in desk.get(f"/admin/requests/inspect/{stored.pk}/").content.decode()
