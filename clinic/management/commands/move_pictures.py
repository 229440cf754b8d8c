"""Command that brings pictures from the folder into the bucket, or back.

May be ended and run again: each picture that is there already is compared and passed over.
"""

from collections import Counter
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.module_loading import import_string

from clinic.media.moving import Outcome, bring
from clinic.media.storage import PictureKeeper, WholeFileStorage, is_ours

BUCKET, FOLDER = "bucket", "folder"


class Command(BaseCommand):
    help = "Bring all pictures from MEDIA_ROOT into the bucket of MEDIA_BUCKET, or back, and compare each."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("to", choices=(BUCKET, FOLDER), help="Where they are brought to.")
        parser.add_argument(
            "--remove",
            action="store_true",
            help="Delete each where it was, once both are the same.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.MEDIA_BUCKET:
            raise CommandError("MEDIA_BUCKET is not set: docs/operations.md says how a bucket is set up.")
        folder: PictureKeeper = WholeFileStorage()
        bucket: PictureKeeper = import_string("clinic.media.bucket.BucketStorage")(waits=True)
        source, target = (folder, bucket) if options["to"] == BUCKET else (bucket, folder)
        if options["to"] == BUCKET and any(not is_ours(name) for name in folder.names()):
            raise CommandError("Pictures of an earlier release wait: run `manage.py clean_pictures` first.")
        settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
        try:
            counted = self._bring(source, target, removes=options["remove"])
        except OSError as error:
            raise CommandError(
                f"Ended before all were brought: {error.strerror or error} Run it again."
            ) from None
        words = ", ".join(f"{outcome}: {counted[outcome]}" for outcome in Outcome)
        self.stdout.write(f"Pictures {words}.{' Removed where they were.' if options['remove'] else ''}")
        if counted[Outcome.DIFFERENT]:
            raise CommandError("Some are not the same in both places: compare those named above.")

    def _bring(self, source: PictureKeeper, target: PictureKeeper, *, removes: bool) -> Counter[Outcome]:
        counted: Counter[Outcome] = Counter()
        for number, one in enumerate(bring(source, target, settings.MEDIA_ROOT), start=1):
            counted[one.outcome] += 1
            if one.outcome is Outcome.DIFFERENT:
                self.stderr.write(f"{one.name}: {one.outcome}.")
            elif removes:
                source.delete(one.name)
            if number % 100 == 0:
                self.stdout.write(f"{number} ...")
        return counted
