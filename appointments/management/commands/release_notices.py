"""Command that ends the freeze of notices after a restore."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from appointments.models import Notice
from appointments.services.frozen_notices import release_notices


class Command(BaseCommand):
    help = "Show the notices that are frozen since a backup was restored, or let them go."

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--send", action="store_true", help="Send them now.")
        what.add_argument(
            "--sent-before", action="store_true", help="Do not send them: they went out before the restore."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["send"] and not options["sent_before"]:
            self.stdout.write(f"Frozen notices: {Notice.objects.frozen().count()}.")
            self.stdout.write("Let them go with --send, or drop them with --sent-before.")
            return
        with transaction.atomic():
            held = release_notices(sent_before=options["sent_before"])
        self.stdout.write(f"Notices released: {held}." if options["send"] else f"Notices dropped: {held}.")
