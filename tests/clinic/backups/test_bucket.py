"""Backups of a site whose pictures are in a bucket hold them, and a restore brings them back."""

from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings
from django.core.management import CommandError
from django.test import override_settings

import pytest

from clinic.backups import restoring
from clinic.backups.records import Backup
from clinic.media import bucket_line
from tests.bucket_server import AWAY, PASS, BucketLine, running_bucket

from .conftest import Site, another_server, refusal, run

pytestmark = pytest.mark.usefixtures("at_the_site")


@pytest.fixture
def bucket(site: Site, tmp_path: Path) -> Iterator[BucketLine]:
    """The bucket of the site, for the test."""
    (tmp_path / "backups").mkdir()
    before = list(Backup.objects.values_list("pk", flat=True))
    with running_bucket() as line, override_settings(BACKUP_FOLDER=tmp_path / "backups", **line.settings):
        bucket_line.line_to.cache_clear()
        run("move_pictures", "bucket")
        yield line
    # Other tests look at the one backup that the site has.
    Backup.objects.exclude(pk__in=before).delete()


def test_pictures_are_saved_from_the_bucket_and_restored_into_one(bucket, site, tmp_path):
    before = {key: bucket.bucket.Object(key).get()["Body"].read() for key in bucket.names()}
    [name] = before
    run("backup")
    (file,) = settings.BACKUP_FOLDER.glob("*.age")
    with another_server(tmp_path):
        assert "There are pictures in the bucket" in refusal("restore", file, "--identity", site.key)
        bucket.bucket.objects.all().delete()
        said = run("restore", file, "--identity", site.key)
        assert "1 pictures." in said
        assert not (settings.MEDIA_ROOT / name).exists()
    assert {key: bucket.bucket.Object(key).get()["Body"].read() for key in bucket.names()} == before


@pytest.fixture
def lose(bucket: BucketLine, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Lets the bucket be away from now on, and the site see it soon."""
    monkeypatch.setattr(bucket_line, "_ATTEMPTS", 1)

    def begin() -> None:
        bucket.mode = AWAY
        bucket_line.line_to.cache_clear()

    return begin


def test_a_bucket_that_is_away_makes_no_half_backup(lose):
    lose()
    assert "The pictures cannot be read." in refusal("backup")
    assert list(settings.BACKUP_FOLDER.glob("clinic-*")) == []


def test_what_the_bucket_does_not_take_in_a_restore_is_kept_in_the_folder(
    bucket, site, tmp_path, lose, monkeypatch
):
    [name] = bucket.names()
    run("backup")
    (file,) = settings.BACKUP_FOLDER.glob("*.age")
    bucket.bucket.objects.all().delete()
    read_whole = restoring.read_whole
    monkeypatch.setattr(restoring, "read_whole", lambda *known: (lose(), read_whole(*known))[1])
    with another_server(tmp_path):
        with pytest.raises(CommandError, match="mend the above"):
            run("restore", file, "--identity", site.key)
        assert (settings.MEDIA_ROOT / name).stat().st_size
        bucket.mode = PASS
        bucket_line.line_to.cache_clear()
        run("move_pictures", "bucket", "--remove")
    assert bucket.names() == [name]
