"""The admin reads little of visitors and keeps no file of theirs; of staff it takes what its forms send."""

import io
import re

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.test import Client

import pytest

from clinic.http.limits import MOST_BYTES
from clinic.models import InformationPage
from tests.cast import make_ed, signed_in
from tests.factories import make_information_page

pytestmark = pytest.mark.django_db
FORM = "application/x-www-form-urlencoded"
MEGABYTE = 1024 * 1024


class Endless(io.RawIOBase):
    """A body without end, which counts what is read of it."""

    taken = 0

    def read(self, size: int = -1) -> bytes:
        self.taken += size
        return b"a" * size


class Spy(TemporaryFileUploadHandler):
    """Upload handler as Django's for large files; names the files that it was given."""

    given: list[str] = []

    def new_file(self, *args: object, **kwargs: object) -> None:
        super().new_file(*args, **kwargs)
        self.given.append(self.file_name)


@pytest.fixture
def kept_files(settings):
    settings.FILE_UPLOAD_HANDLERS = [f"{__name__}.Spy"]
    Spy.given = []
    return Spy.given


def post_endless(client: Client, address: str, length: int) -> tuple[int, int]:
    """The status of the answer, and how much of the body was read."""
    body = Endless()
    extra = {"wsgi.input": body, "CONTENT_LENGTH": str(length)}
    return client.post(address, b"", content_type=FORM, **extra).status_code, body.taken


@pytest.mark.parametrize(
    "address", ["images/add/", "images/multiple/add/", "login/", "requests/", "no-such/"]
)
def test_of_a_visitors_large_body_nothing_is_read(client, address):
    assert post_endless(client, f"/admin/{address}", 120 * MEGABYTE) == (413, 0)
    assert client.post(f"/admin/{address}", {"a": "a" * MOST_BYTES}).status_code == 413


@pytest.mark.parametrize("address", ["images/add/", "account/", "login/"])
def test_no_file_of_a_visitor_is_kept_for_a_moment(client, kept_files, address):
    client.post(f"/admin/{address}", {"file": SimpleUploadedFile("a.png", b"a" * 9_000)})
    assert kept_files == []


def test_many_fields_are_for_the_editor_alone(client):
    staff, page = signed_in(make_ed()), make_information_page()
    few, many, most = ({f"f{n}": "" for n in range(count)} for count in (61, 1_001, 9_000))
    assert client.post("/admin/login/", few).status_code == 400
    assert staff.post("/admin/account/", few).status_code != 400
    assert staff.post("/admin/pages/explorer/", many).status_code == 400
    form = {"title": "Ours", "slug": "about", "body-count": "0", "comments-TOTAL_FORMS": "0"}
    form |= {"comments-INITIAL_FORMS": "0", "introduction": "Us"}
    assert staff.post(f"/admin/pages/{page.pk}/edit/", {**most, **form}).status_code == 302
    assert InformationPage.objects.get().get_latest_revision().content["title"] == "Ours"


def test_staff_send_files_only_where_a_form_asks_for_one(kept_files):
    staff = signed_in(make_ed())
    for address in ("images/add/", "images/multiple/add/", "images/chooser/create/"):
        answer = staff.post(f"/admin/{address}", {"file": SimpleUploadedFile("a.png", b"a")})
        assert answer.status_code < 500
    assert kept_files == ["a.png"] * 3
    for address in ("pages/explorer/", "login/again/", "no-such/"):
        staff.post(f"/admin/{address}", {"file": SimpleUploadedFile("b.png", b"a")})
    assert "b.png" not in kept_files


def test_staff_are_told_what_is_too_large_and_a_picture_may_be_ten_megabytes():
    staff = signed_in(make_ed())
    assert post_endless(staff, "/admin/images/add/", 120 * MEGABYTE) == (413, 0)
    told = staff.post("/admin/images/add/", {"file": SimpleUploadedFile("a.png", b"a" * 12 * MEGABYTE)})
    assert (told.status_code, "larger than 10.0" in told.content.decode()) == (413, True)
    read = staff.post("/admin/images/add/", {"file": SimpleUploadedFile("a.png", b"a" * 10 * MEGABYTE)})
    assert "This file is not a picture" in read.content.decode()
    assert staff.post("/admin/pages/", {"a": "a" * 3 * MEGABYTE}).status_code == 413


def test_an_article_that_is_too_long_to_paste_is_told_so_and_not_that_it_came_damaged():
    staff = signed_in(make_ed())
    for pasted in ({"pasted": "word " * 540_000}, {"pasted": "a", "pasted_html": "<b>" * MEGABYTE}):
        told = staff.post("/admin/bring/", pasted)
        assert told.status_code == 413
        assert "can be saved as a file and brought as one" in told.content.decode()
    asked = staff.post("/admin/bring/", {"pasted": "word " * 440_000})
    assert "That is too much to paste. Save it as a file" in asked.content.decode()


def test_what_staff_typed_reaches_the_sign_in_after_the_session(client):
    staff = signed_in(make_ed())
    staff.get("/admin/")
    # As an expired one, but the browser remembers whose pages it has.
    del staff.cookies["desk"]
    sent = {f"field{n}": "All that was typed. " * 90 for n in range(90)}
    assert client.post("/admin/account/", sent).status_code == 413
    answer = staff.post("/admin/account/", sent)
    assert answer.status_code == 403
    assert len(re.search(r'name="kept" value="([^"]+)"', answer.content.decode())[1]) > 500
