"""A full disk for pictures: no file is cut off, words in place of a crash, pages without the picture."""

import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import Context, Template
from django.urls import reverse

import pytest
from PIL import Image

from clinic.identity.pictures import ClinicImage
from tests.cast import make_ed, signed_in
from tests.clinic.media.pictures import written
from tests.factories import make_picture

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@contextmanager
def no_room_beyond(size: int) -> Iterator[None]:
    """Let the disk refuse what a file has beyond ``size``."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)


def files_in(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("name", ["default", "renditions"])
def test_what_does_not_fit_leaves_nothing_behind(folder, name):
    picture = ContentFile(written("PNG", Image.effect_noise((64, 64), 90)), name="a.png")
    assert picture.size > 2_000
    with no_room_beyond(1_000), pytest.raises(OSError):
        storages[name].save("renditions/a.png", picture)
    assert files_in(folder) == []
    kept = storages[name].save("renditions/a.png", picture)
    assert files_in(folder) == [kept]
    assert (folder / kept).stat().st_mode & 0o044 == 0o044


@pytest.mark.parametrize(
    ("route", "field"), [("wagtailimages:add", "file"), ("wagtailimages:add_multiple", "files[]")]
)
def test_an_editor_is_told_in_words(folder, route, field):
    picture = SimpleUploadedFile("a.png", written("PNG", Image.effect_noise((64, 64), 90)), "image/png")
    fields = {"title": "A hand", field: picture, "collection": 1, "credit": "Ed", "license": "own picture"}
    fields |= {"alt_decision": "decorative", "people_shown": "nobody"}
    with no_room_beyond(1_000):
        answer = signed_in(make_ed()).post(reverse(route), fields)
    assert answer.status_code == 200
    assert "The server has no room left for this picture" in answer.content.decode()
    assert not ClinicImage.objects.exists()
    assert files_in(folder) == []


def test_a_page_appears_without_the_picture_that_could_not_be_scaled(folder):
    picture = make_picture()
    shown = Template("{% load wagtailimages_tags %}{% picture picture format-{webp,png} width-{20,30} %}")
    before = files_in(folder)
    with no_room_beyond(10):
        assert "not-found" in shown.render(Context({"picture": picture}))
    assert files_in(folder) == before
    assert "not-found" not in shown.render(Context({"picture": picture}))
