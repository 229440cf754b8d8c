"""Two web machines with one database and one bucket: whoever goes from one to the other notices nothing."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.cookiejar import CookieJar, DefaultCookiePolicy
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

from django.conf import global_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

import pytest

from clinic.database.roles import Roles
from clinic.identity.kept_details import FILE_NAME
from tests.appointments.patients import FORM, answers
from tests.bucket_server import BUCKET, BucketLine, running_bucket
from tests.clinic.media.pictures import written
from tests.clinic.server.test_web_server import LIVE, at_database, free_port
from tests.databases import address_as, address_of, copy_of
from tests.factories import PASSWORD, make_details, make_user
from tests.html_forms import longest_form
from tests.test_project import ROOT
from tests.waiting import wait_until

WHO = "olive@clinic.example"
PICTURE = {"title": "A hand", "collection": "1", "credit": "Ed", "license": "own picture", "tags": ""}
PICTURE |= {"description": "", "alt_decision": "decorative", "people_shown": "nobody"}


class Person:
    """Browser that sends each request to one machine or the other, as a proxy in front of both would."""

    def __init__(self, ports: list[int]) -> None:
        self.ports = ports
        jar = CookieJar(DefaultCookiePolicy(rfc2965=False))
        self.opener = build_opener(HTTPCookieProcessor(jar))

    def ask(
        self, machine: int, path: str, sent: bytes | None = None, **headers: str
    ) -> tuple[int, str, bytes]:
        """Status, path and content of the answer, after redirects."""
        request = Request(f"http://127.0.0.1:{self.ports[machine]}{path}", sent, headers)
        try:
            with self.opener.open(request, timeout=60) as answer:
                return answer.status, answer.url.partition(str(self.ports[machine]))[2], answer.read()
        except HTTPError as refused:
            return refused.code, path, refused.read()

    def fill_in(self, page: bytes, **typed: Any) -> bytes:
        """The form of the page with what somebody typed, as a browser sends it."""
        return urlencode(longest_form(page.decode()) | typed, doseq=True).encode()


@contextmanager
def machine(port: int, folder: Path, database: str, bucket: BucketLine) -> Iterator[None]:
    """A web server with a folder of its own."""
    folder.mkdir()
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "DJANGO_SETTINGS_MODULE": "clinic.settings.dev",
        "DEBUG": "false",
        "DATABASE_URL": address_as(Roles().web, address_of(database)),
        "MEDIA_ROOT": str(folder / "media"),
        "MEDIA_BUCKET": BUCKET,
        "MEDIA_BUCKET_ENDPOINT": bucket.endpoint,
        "MEDIA_BUCKET_KEY": "key",
        "MEDIA_BUCKET_SECRET": "secret",
        "WEB_BIND": f"127.0.0.1:{port}",
        "WEB_WORKERS": "1",
        "WEB_THREADS": "3",
    }
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "--config", "python:clinic.server.gunicorn", "clinic.wsgi"],
            cwd=folder,
            env=environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        yield
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(30)


@pytest.fixture(scope="module")
def bucket() -> Iterator[BucketLine]:
    with running_bucket() as line:
        yield line


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    here = tmp_path_factory.mktemp("machines")
    return [here / "one", here / "other"]


@pytest.fixture(scope="module")
def ports(
    untouched_database: str, bucket: BucketLine, folders: list[Path], django_db_blocker: Any
) -> Iterator[list[int]]:
    ports = [free_port(), free_port()]
    with ExitStack() as stack:
        name = stack.enter_context(copy_of(untouched_database, "two"))
        with at_database(name, folders[0].parent / "before", django_db_blocker):
            make_details()
            with override_settings(PASSWORD_HASHERS=global_settings.PASSWORD_HASHERS):
                make_user(email=WHO, is_superuser=True)
        for port, folder in zip(ports, folders, strict=True):
            stack.enter_context(machine(port, folder, name, bucket))
        for number in range(2):
            wait_until(lambda number=number: _is_up(ports, number), "a web server")
        yield ports


def _is_up(ports: list[int], number: int) -> bool:
    try:
        return Person(ports).ask(number, LIVE)[0] == 200
    except OSError:
        return False


def reference_on(page: bytes) -> str:
    found = re.search(r"\b[A-HJ-NP-Z2-9]{8}\b", page.decode())
    assert found, page.decode()
    return found.group()


def test_a_patient_fills_in_at_both_checks_at_the_other_and_sends_at_the_first(ports):
    patient = Person(ports)
    check = patient.ask(0, FORM)[2]
    for number in (1, 0, 1):
        check = patient.ask(number, FORM, patient.fill_in(check, **answers()))[2]
    assert b"Patience Quillfeather" in check
    status, path, received = patient.ask(0, FORM, patient.fill_in(check, step="send"))
    assert (status, path.startswith(f"{FORM}received/")) == (200, True), received.decode()
    # Once more, at the machine that has not seen it.
    _status, _path, again = patient.ask(1, FORM, patient.fill_in(check, step="send"))
    assert reference_on(again) == reference_on(received)


def test_staff_sign_in_at_one_add_a_picture_at_the_other_and_both_show_it(ports, folders, bucket):
    staff = Person(ports)
    login = staff.ask(0, "/admin/login/")[2]
    staff.ask(0, "/admin/login/", staff.fill_in(login, login=WHO, password=PASSWORD))
    assert staff.ask(1, "/admin/")[:2] == (200, "/admin/")
    form = staff.ask(1, "/admin/images/add/")[2]
    token = longest_form(form.decode())["csrfmiddlewaretoken"][0]
    picture = SimpleUploadedFile("a.png", written("PNG"), "image/png")
    sent = encode_multipart(BOUNDARY, PICTURE | {"csrfmiddlewaretoken": token, "file": picture})
    assert (
        staff.ask(1, "/admin/images/add/", sent, **{"Content-Type": MULTIPART_CONTENT})[1] == "/admin/images/"
    )
    [name, *_scaled] = bucket.names()
    assert [staff.ask(number, f"/media/{name}")[0] for number in range(2)] == [200, 200]
    assert staff.ask(0, f"/media/{name}")[2] == staff.ask(1, f"/media/{name}")[2]
    assert not [path for folder in folders for path in folder.glob("media/pictures/*")]
    # What pages need while the database is away, each machine keeps itself.
    assert [(folder / "media" / FILE_NAME).exists() for folder in folders] == [True, True]
