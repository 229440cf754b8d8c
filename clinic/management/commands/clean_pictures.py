"""`manage.py clean_pictures`: makes pictures anew that were stored as they came, by an earlier release.

It also tells of files that belong to no picture any more: one was deleted while its bucket was away.
May be ended and run again: a picture that is done has a name of its own and is passed over.
"""

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db.models import Model
from django.db.models.fields.files import FieldFile

from wagtail.models import UploadedFile
from wagtail.users.models import UserProfile

from clinic.database.clock import current_time
from clinic.media.cleaning import UnusablePicture, clean_picture
from clinic.media.storage import (
    PICTURES,
    RENDITIONS,
    PictureKeeper,
    PicturesAway,
    is_clean,
    is_ours,
    kept_pictures,
)
from clinic.models import ClinicImage, ClinicRendition

# Every row that has a file of ours.
FILES: tuple[tuple[type[Model], str], ...] = (
    (ClinicImage, "file"),
    (ClinicRendition, "file"),
    (UploadedFile, "file"),
    (UserProfile, "avatar"),
)
# Seconds: a file is there before its row.
NEW_FOR = 3600


class Command(BaseCommand):
    help = "Remove place, time and camera from pictures that were stored before these were removed at once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--remove-left-over", action="store_true", help="Delete files that belong to no picture any more."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        done = 0
        for row, file in waiting():
            try:
                clean(row, file)
                done += 1
            except (OSError, UnusablePicture):
                # The file's old name may tell what we are about to remove.
                self.stderr.write(
                    f"{row._meta.verbose_name} {row.pk} cannot be read and is not shown: choose another file."
                )
        # Half an upload, which somebody would have to begin anew.
        for upload in UploadedFile.objects.exclude(file__startswith=f"{PICTURES}/"):
            upload.file.delete(save=False)
            upload.delete()
        for rendition in ClinicRendition.objects.exclude(file__startswith=f"{RENDITIONS}/"):
            rendition.delete()
        if options["verbosity"]:
            self.stdout.write(f"Pictures made anew: {done}.")
        self._look_at_left_over(removes=options["remove_left_over"])

    def _look_at_left_over(self, *, removes: bool) -> None:
        keeper = kept_pictures().patient()
        try:
            names = list(left_over(keeper))
            if removes:
                for name in names:
                    keeper.delete(name)
        except PicturesAway as error:
            # Nobody has to wait for that.
            self.stderr.write(f"Not all files could be looked at. {error}")
            return
        if names:
            advice = "deleted" if removes else "`clean_pictures --remove-left-over` deletes them"
            self.stdout.write(f"Files that belong to no picture: {len(names)}, {advice}.")


def left_over(keeper: PictureKeeper) -> Iterator[str]:
    """Yield the names of files of ours that no row has. What is new may get its row in a moment."""
    known: set[str] = set()
    for model, field in FILES:
        known.update(model._default_manager.values_list(field, flat=True))
    now = current_time().timestamp()
    for name in keeper.names():
        if is_ours(name) and name not in known:
            kept = keeper.read(name)
            kept.file.close()
            if now - kept.written >= NEW_FOR:
                yield name


def waiting() -> Iterator[tuple[Model, FieldFile]]:
    """Yield rows whose picture is as it came, each with the picture."""
    for picture in ClinicImage.objects.exclude(file__startswith=f"{PICTURES}/").order_by("pk").iterator():
        yield picture, picture.file
    for profile in UserProfile.objects.exclude(avatar__startswith=f"{PICTURES}/").exclude(avatar=""):
        yield profile, profile.avatar


def clean(row: Model, file: FieldFile) -> None:
    """Store the picture anew, then remove the old file with what was scaled from it."""
    old, storage = file.name or "", file.storage
    size = getattr(row, "width", None), getattr(row, "height", None)
    with storage.open(old) as content:
        file.save(old, clean_picture(content), save=False)
    if isinstance(row, ClinicImage):
        row._set_image_file_metadata()
        if size != (row.width, row.height):
            # It was turned upright, and its center was marked on the picture that lay.
            row.set_focal_point(None)
    row.save()
    if isinstance(row, ClinicImage):
        row.renditions.all().delete()
    if not is_clean(old):
        storage.delete(old)
