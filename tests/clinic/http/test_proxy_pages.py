"""The proxy's own pages: files that carry the clinic's phone, and follow its details."""

import base64
import hashlib
import re

import pytest

from clinic.http.proxy_pages import FOLDER, PAGES, write_proxy_pages
from clinic.identity.kept_details import keep_details
from tests.factories import make_details

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path / FOLDER


def test_each_page_has_the_name_and_the_phone_and_asks_nothing_else_for_anything(folder):
    make_details(clinic_name="Halls & Partners", phone="949-510-6333")
    assert keep_details()
    assert write_proxy_pages()
    assert {path.name for path in folder.iterdir()} == {f"{name}.html" for name in PAGES}
    for path in folder.iterdir():
        text = path.read_text()
        assert 'href="tel:+19495106333"' in text and "949-510-6333" in text, path
        assert "Halls &amp; Partners" in text, path
        assert not re.search(r"<(link|script|img)|url\(|@import", text), path
        assert path.stat().st_mode & 0o044 == 0o044, "the proxy is another account"


def test_without_a_database_ever_they_have_the_phone_of_the_settings(folder, settings):
    settings.CLINIC_PHONE = "949-555-0100"
    assert write_proxy_pages()
    assert "949-555-0100" in (folder / "503.html").read_text()


def test_they_follow_what_is_saved(folder, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        make_details(phone="949-555-0142")
    assert "949-555-0142" in (folder / "413.html").read_text()


def test_a_folder_that_cannot_be_written_stops_nobody(settings, tmp_path, django_capture_on_commit_callbacks):
    (tmp_path / "file").touch()
    settings.MEDIA_ROOT = tmp_path / "file"
    with django_capture_on_commit_callbacks(execute=True):
        make_details(phone="949-555-0142")
    assert not write_proxy_pages()


def test_the_proxy_allows_their_style_and_nothing_else(folder, settings):
    assert write_proxy_pages()
    style = re.search("<style>(.*)</style>", (folder / "503.html").read_text(), re.DOTALL).group(1)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    site = (settings.BASE_DIR / "clinic/server/debian/nginx-site.conf").read_text()
    assert f"\"default-src 'none'; style-src 'sha256-{digest}'" in site
