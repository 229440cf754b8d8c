"""NUL bytes, the two security policies and the pages for errors."""

import gzip

from django.core.files.base import ContentFile
from django.db import DatabaseError
from django.test import RequestFactory

import pytest
from whitenoise.storage import CompressedManifestStaticFilesStorage

from clinic import views
from clinic.http.static_files import StaticFilesStorage
from tests.factories import PASSWORD, make_condition, make_details, make_home, make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "url", ["/\x00", "/a%00b/", "/search/?query=%00", "/search/?query=a\x00b", "/admin/%00"]
)
def test_a_nul_byte_is_refused(client, url):
    assert client.get(url).status_code == 400


def test_what_only_looks_like_a_nul_byte_passes(client):
    assert client.get("/search/?query=100%2500").status_code == 200


@pytest.mark.parametrize("url", ["/", "/conditions/sciatica/", "/appointments/request/"])
def test_public_pages_travel_compressed(client, url):
    make_condition()
    page = client.get(url, headers={"Accept-Encoding": "gzip"})
    assert page.headers["Content-Encoding"] == "gzip"
    assert b"</html>" in gzip.decompress(page.content)
    assert "Content-Encoding" not in client.get(url).headers


@pytest.mark.parametrize("ending", ["br", "gz"])
def test_what_the_site_itself_ships_lies_compressed_beside_it(tmp_path, ending):
    (tmp_path / "clinic.css").write_text("a { color: red }\n" * 99)
    files = CompressedManifestStaticFilesStorage(location=tmp_path, base_url="/static/")
    list(files.compress_files({"clinic.css"}))
    assert (tmp_path / f"clinic.css.{ending}").exists()


def test_our_styles_are_sent_without_what_only_their_writers_read(tmp_path):
    files = StaticFilesStorage(location=tmp_path, base_url="/static/")
    written = b"/* Why. */\n@layer one {\n  a { color: red }\n\n  p { margin: 1px\n 2px }\n}\n"
    for folder in ("clinic", "wagtailadmin"):
        files.save(f"{folder}/styles.css", ContentFile(written))
    ours = (tmp_path / "clinic" / "styles.css").read_bytes()
    assert ours == b"\n@layer one {\na { color: red }\np { margin: 1px\n2px }\n}\n"
    assert (tmp_path / "wagtailadmin" / "styles.css").read_bytes() == written
    list(files.post_process({"clinic/styles.css": (files, "clinic/styles.css")}))
    named = files.stored_name("clinic/styles.css")
    assert named != "clinic/styles.css"
    assert (tmp_path / named).read_bytes() == ours


def test_the_admin_is_not_compressed_lest_its_size_tells_what_it_holds(client):
    client.force_login(make_user(is_superuser=True))
    page = client.get("/admin/requests/?q=Ngu", headers={"Accept-Encoding": "gzip"})
    assert page.status_code == 200
    assert "Content-Encoding" not in page.headers


@pytest.mark.parametrize("url", ["/", "/conditions/sciatica/", "/search/", "/nothing/"])
def test_public_pages_run_under_the_strict_policy(client, url):
    make_condition()
    policy = client.get(url).headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'self'" in policy


@pytest.mark.parametrize("url", ["/admin/", "/admin/requests/", "/admin/pages/", "/admin/users/"])
def test_the_admin_runs_no_inline_scripts(client, url):
    client.force_login(make_user(is_superuser=True))
    policy = client.get(url).headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "style-src-elem 'self' 'unsafe-inline'" in policy


def test_no_screen_of_the_admin_may_run_inline_scripts(client):
    client.force_login(make_user(is_superuser=True))
    for screen in ("groups", "redirects", "sites", "workflows"):
        policy = client.get(f"/admin/{screen}/").headers["Content-Security-Policy"]
        assert "script-src 'self';" in policy, screen
    assert "unsafe" not in client.get("/administration/").headers["Content-Security-Policy"]


def test_a_preview_carries_the_admins_policy(client):
    client.force_login(make_user(is_superuser=True))
    home = make_home()
    url = f"/admin/pages/{home.pk}/edit/preview/"
    client.post(
        url, {"title": "Home", "slug": "home", "headline": "H", "introduction": "I", "body-count": "0"}
    )
    response = client.get(url)
    assert response.status_code == 200
    assert "'unsafe-inline'" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("view", "status"),
    [(views.bad_request, 400), (views.permission_denied, 403), (views.server_error, 500)],
)
def test_error_pages_need_no_database_and_show_name_and_phone(
    django_db_blocker, view, status, settings, tmp_path
):
    settings.CLINIC_PHONE, settings.CLINIC_NAME = "949-510-6333", "Needle House"
    settings.MEDIA_ROOT = tmp_path
    request = RequestFactory().get("/")
    with django_db_blocker.block():
        response = view(request) if status == 500 else view(request, Exception())
    assert response.status_code == status
    assert b"949-510-6333" in response.content
    assert b"<span>Needle House</span>" in response.content


def test_a_crash_answers_with_the_phone_and_without_details(client, monkeypatch, settings):
    def crash(*_args):
        raise DatabaseError("secret detail")

    monkeypatch.setattr("articles.finding.views.find", crash)
    client.raise_request_exception = False
    response = client.get("/search/?query=back")
    assert response.status_code == 500
    assert b"secret detail" not in response.content
    assert settings.CLINIC_PHONE.encode() in response.content


def test_staff_sign_in_with_their_address_in_any_case(client):
    make_details()
    make_user(email="Sam@Clinic.example", is_superuser=True)
    response = client.post("/admin/login/", {"login": "sAM@clinic.EXAMPLE", "password": PASSWORD})
    assert response.status_code == 302
    assert client.get("/admin/").status_code == 200
