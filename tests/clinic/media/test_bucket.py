"""Pictures in a bucket: sent from the site's own host, whatever the bucket does, and nothing else of it."""

import time
from collections.abc import Callable, Iterator

from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

import pytest
from PIL import Image

from clinic.management.commands import clean_pictures
from clinic.media import bucket_line
from clinic.media.storage import WholeFileStorage, kept_pictures
from clinic.models import ClinicImage, ClinicRendition
from tests.bucket_server import AWAY, CUT, DRIP, HANG, PASS, BucketLine, running_bucket
from tests.cast import make_ed, signed_in
from tests.clinic.media.pictures import written
from tests.factories import make_information_page, make_picture, make_user, photo_of
from tests.waiting import wait_until

pytestmark = pytest.mark.django_db
FIELDS = {"title": "A hand", "collection": 1, "credit": "Ed", "license": "own picture"}
FIELDS |= {"alt_decision": "decorative", "people_shown": "nobody"}
NOISE = written("PNG", Image.effect_noise((600, 400), 90))


@pytest.fixture(scope="module")
def server() -> Iterator[BucketLine]:
    with running_bucket() as line:
        yield line


@pytest.fixture
def bucket(server, settings, tmp_path, monkeypatch) -> Iterator[BucketLine]:
    """The bucket of the site, empty."""
    settings.MEDIA_ROOT = tmp_path / "media"
    for name, value in server.settings.items():
        setattr(settings, name, value)
    bucket_line.line_to.cache_clear()
    monkeypatch.setattr(ClinicRendition._meta.get_field("file"), "storage", storages["renditions"])
    server.mode = PASS
    server.bucket.objects.all().delete()
    yield server
    bucket_line.line_to.cache_clear()


@pytest.fixture
def impatient(monkeypatch) -> Callable[[], None]:
    """Lets the site wait for the bucket less than a clinic does, from now on."""

    def begin() -> None:
        for name, seconds in {"_CONNECT": 0.3, "_ANSWER": 0.3, "_ONE": 0.4, "_REST": 0.2}.items():
            monkeypatch.setattr(bucket_line, name, seconds)
        bucket_line.line_to.cache_clear()

    return begin


def upload(content: bytes = NOISE):
    staff = signed_in(make_ed())
    picture = SimpleUploadedFile("A patient's name.png", content, "image/png")
    return staff.post(reverse("wagtailimages:add"), FIELDS | {"file": picture})


def test_a_picture_that_is_uploaded_is_sent_from_the_site_itself(bucket, client, settings):
    assert upload().status_code == 302
    picture = ClinicImage.objects.get()
    make_information_page(body=[photo_of(picture)])
    html = client.get("/about/").content.decode()
    rendition = picture.renditions.first()
    assert f'src="/media/{rendition.file.name}"' in html or f"/media/{rendition.file.name} " in html
    assert bucket.endpoint not in html
    assert bucket.names() == sorted([picture.file.name, *(one.file.name for one in picture.renditions.all())])
    for name in bucket.names():
        answer = client.get(f"/media/{name}")
        content = b"".join(answer)
        assert content == bucket.bucket.Object(name).get()["Body"].read()
        assert answer.headers["Content-Length"] == str(len(content))
        assert answer.headers["Content-Type"] == f"image/{name.rpartition('.')[2].replace('jpg', 'jpeg')}"
        assert answer.headers["Cache-Control"] == "public, max-age=2592000, immutable"
        since = {"If-Modified-Since": answer.headers["Last-Modified"]}
        assert client.get(f"/media/{name}", headers=since).status_code == 304
        head = client.head(f"/media/{name}")
        assert head.status_code == 200
        head.close()
    assert not settings.MEDIA_ROOT.exists()


@pytest.mark.parametrize(
    "address",
    [
        "pictures/../secret/a.png",
        "pictures/%2e%2e/secret/a.png",
        "pictures/..%2fsecret%2fa.png",
        "secret/a.png",
        "a.png",
        "pictures/",
        "pictures",
        "",
        "?list-type=2",
        "pictures/deeper/a.png",
        "pictures/.hidden.png",
        "pictures/page.html",
        "pictures/none.png",
    ],
)
def test_no_address_leads_to_anything_else_in_the_bucket(bucket, client, address):
    for key in (
        "secret/a.png",
        "a.png",
        "pictures/deeper/a.png",
        "pictures/.hidden.png",
        "pictures/../secret/a.png",
    ):
        bucket.put(key, written("PNG"))
    bucket.put("pictures/page.html", b"<html><script>alert(1)</script>")
    assert client.get(f"/media/{address}").status_code == 404


@pytest.mark.parametrize("mode", [AWAY, HANG, DRIP])
def test_a_bucket_that_does_not_answer_costs_a_page_its_pictures_and_nothing_else(
    bucket, client, impatient, mode
):
    kept = make_picture()
    make_information_page(body=[photo_of(kept)])
    bucket.mode = mode
    impatient()
    began = time.monotonic()
    page, picture = client.get("/about/"), client.get(kept.file.url)
    assert page.status_code == 200
    assert picture.status_code == 503
    assert picture.headers["Cache-Control"] == "no-store"
    assert client.get(kept.file.url).status_code == 503
    # Whatever else this machine does; a picture that drips takes minutes.
    assert time.monotonic() - began < 30
    bucket.mode = PASS
    wait_until(lambda: client.get(kept.file.url).status_code == 200, "the picture")
    wait_until(lambda: b"not-found" not in client.get("/about/").content, "the page's picture")


def test_few_wait_for_the_bucket_so_that_threads_are_left_for_patients(bucket, client, settings, monkeypatch):
    monkeypatch.setattr(bucket_line, "_TURN", 0.1)
    settings.WEB_THREADS = 3
    kept = make_picture()
    with kept_pictures().read(kept.file.name).file:
        assert client.get(kept.file.url).status_code == 503
    assert client.get(kept.file.url).status_code == 200


@pytest.mark.parametrize("mode", [AWAY, HANG])
def test_an_editor_is_told_in_words_that_no_picture_is_taken(bucket, impatient, mode):
    bucket.mode = mode
    impatient()
    answer = upload()
    assert answer.status_code == 200
    assert "does not take this one just now" in answer.content.decode()
    assert not ClinicImage.objects.exists()
    assert bucket.names() == []


def test_a_picture_that_is_cut_off_on_its_way_leaves_nothing(bucket):
    bucket.mode = CUT
    staff = signed_in(make_ed())
    staff.raise_request_exception = False
    picture = SimpleUploadedFile("a.png", NOISE, "image/png")
    answer = staff.post(reverse("wagtailimages:add"), FIELDS | {"file": picture})
    assert answer.status_code in (200, 503)
    assert not ClinicImage.objects.exists()
    assert [key for key in bucket.names() if key.endswith(".png")] == []


def test_a_deleted_picture_leaves_the_bucket(bucket, django_capture_on_commit_callbacks):
    picture = make_picture()
    picture.get_rendition("width-20")
    assert len(bucket.names()) == 2
    with django_capture_on_commit_callbacks(execute=True):
        picture.delete()
    assert bucket.names() == []


def test_what_could_not_be_deleted_is_told_of_and_deleted_later(
    bucket, impatient, monkeypatch, capsys, django_capture_on_commit_callbacks
):
    picture, other = make_picture(), make_picture(title="Another")
    bucket.mode = AWAY
    impatient()
    staff = signed_in(make_user(email="root@clinic.example", is_superuser=True))
    with django_capture_on_commit_callbacks(execute=True):
        assert staff.post(reverse("wagtailimages:delete", args=[picture.pk])).status_code == 302
    bucket.mode = PASS
    assert bucket.names() == sorted([picture.file.name, other.file.name])
    call_command("clean_pictures")
    assert "belong to no picture" not in capsys.readouterr().out, "it may be one that is being stored"
    monkeypatch.setattr(clean_pictures, "NEW_FOR", 0)
    call_command("clean_pictures")
    assert "Files that belong to no picture: 1, `clean_pictures --remove" in capsys.readouterr().out
    call_command("clean_pictures", "--remove-left-over")
    assert bucket.names() == [other.file.name]


def test_pictures_move_into_the_bucket_and_back_and_each_is_compared(bucket, settings, client, capsys):
    picture = make_picture()
    picture.get_rendition("width-20")
    before = {name: bucket.bucket.Object(name).get()["Body"].read() for name in bucket.names()}
    call_command("move_pictures", "folder", "--remove")
    assert "copied: 2, there already: 0" in capsys.readouterr().out
    assert bucket.names() == []
    assert {name: (settings.MEDIA_ROOT / name).read_bytes() for name in WholeFileStorage().names()} == before
    # Ended in the middle, and begun again.
    bucket.put(picture.file.name, before[picture.file.name])
    call_command("move_pictures", "bucket")
    assert "copied: 1, there already: 1" in capsys.readouterr().out
    assert b"".join(client.get(picture.file.url)) == before[picture.file.name]
    bucket.put(picture.file.name, b"another")
    with pytest.raises(CommandError):
        call_command("move_pictures", "folder", "--remove")
    assert picture.file.name in bucket.names()
    assert (settings.MEDIA_ROOT / picture.file.name).read_bytes() == before[picture.file.name]
