"""The media address sends pictures of ours and nothing else, and a browser takes them for nothing else."""

from pathlib import Path

from django.conf import settings

import pytest

from tests.cast import make_ed, signed_in
from tests.clinic.media.pictures import gif, written
from tests.factories import make_information_page, make_picture, make_user

pytestmark = pytest.mark.django_db
PICTURE = "pictures/a.png"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    (tmp_path / "secret.png").write_bytes(written("PNG"))


def put(name: str, content: bytes) -> str:
    """Store a file behind the site's back; returns its address."""
    path = Path(settings.MEDIA_ROOT) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return f"/media/{name}"


@pytest.mark.parametrize(
    ("kind", "sent_as"),
    [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("WEBP", "image/webp"), ("AVIF", "image/avif")],
)
def test_a_picture_is_sent_as_what_it_is_whatever_it_is_called(client, kind, sent_as):
    content = written(kind)
    answer = client.get(put("pictures/a.html", content))
    assert b"".join(answer) == content
    assert {name: answer.headers[name] for name in answer.headers.keys() & EXPECTED.keys()} == {
        **EXPECTED,
        "Content-Type": sent_as,
        "Content-Length": str(len(content)),
    }
    assert "Set-Cookie" not in answer.headers


EXPECTED = {
    "Content-Type": "",
    "Content-Length": "",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "public, max-age=2592000, immutable",
}


@pytest.mark.parametrize(
    "content",
    [
        b"<html><script>alert(1)</script>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%PDF-1.7",
        gif(),
        b"",
    ],
    ids=["page", "drawing in words", "PDF", "GIF", "nothing"],
)
def test_what_is_no_picture_of_ours_is_not_found_whatever_it_is_called(client, content):
    assert client.get(put(PICTURE, content)).status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/media/pictures/../../secret.png",
        "/media/pictures/%2e%2e/%2e%2e/secret.png",
        "/media/pictures/..%2f..%2fsecret.png",
        "/media/../secret.png",
        "/media/documents/a.png",
        "/media/a.png",
        "/media/pictures/",
        "/media/pictures/deeper/a.png",
        "/media/pictures/.hidden.png",
        "/media/pictures/a.png/",
        "/media//pictures/a.png",
    ],
)
def test_no_address_leads_out_of_the_folders_of_pictures(client, address):
    for name in ("documents/a.png", "a.png", PICTURE, "pictures/deeper/a.png", "pictures/.hidden.png"):
        put(name, written("PNG"))
    assert client.get(address).status_code == 404


def test_a_picture_that_the_browser_has_is_not_sent_again(client):
    address = make_picture().file.url
    changed = client.get(address).headers["Last-Modified"]
    again = client.get(address, headers={"If-Modified-Since": changed})
    assert (again.status_code, again.content) == (304, b"")
    assert client.head(address).status_code == 200
    assert client.post(address).status_code == 405


@pytest.mark.parametrize("who", ["an editor", "an administrator"])
def test_nobody_has_documents(client, who):
    user = make_ed() if who == "an editor" else make_user(email="root@clinic.example", is_superuser=True)
    staff = signed_in(user)
    for address in ("", "multiple/add/", "add/", "chooser/", "chooser/create/"):
        for answer in (staff.get(f"/admin/documents/{address}"), staff.post(f"/admin/documents/{address}")):
            assert answer.status_code == 404
    page = make_information_page()
    editor = staff.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    assert "ImageChooser" in editor
    assert "document-link" not in editor
    assert "/admin/documents/" not in editor
    assert staff.get("/admin/api/main/documents/").status_code == 404
    assert "/admin/documents/" not in staff.get("/admin/").content.decode()
