"""Command that takes the demonstration out of the site: requests, pages, people, accounts and the rest."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from appointments.models import AppointmentRequest
from appointments.services.intake.bulk_data import erase_demo_requests
from articles.demo.removal import (
    NobodyLeft,
    Removed,
    invented_pages,
    refuse_without_administrator,
    remove_demonstration,
)
from clinic.database.addresses import signed_in_as


class Command(BaseCommand):
    help = (
        "Remove what the demonstration made up, and nothing else: its requests, pages, people, accounts, "
        "sources and pictures, and the clinic's details while they are marked. Asks before it acts."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--keep-as-drafts", action="store_true", help="Keep its pages, as drafts.")
        parser.add_argument("--no-input", action="store_true", help="Do not ask.")

    def handle(self, *args: Any, **options: Any) -> None:
        # Neither the web nor the worker may do all of it.
        with signed_in_as(settings.DATABASE_OWNER):
            try:
                refuse_without_administrator()
            except NobodyLeft as error:
                raise CommandError(
                    "Make an administrator's account of your own first, with `manage.py createsuperuser`: "
                    "nobody could sign in afterwards."
                ) from error
            if not options["no_input"] and not self.is_meant(keep_drafts=options["keep_as_drafts"]):
                raise CommandError("Nothing was removed.")
            requests = erase_demo_requests()
            removed = remove_demonstration(keep_drafts=options["keep_as_drafts"])
        removed.count("requests", requests)
        self.tell(removed)

    def is_meant(self, *, keep_drafts: bool) -> bool:
        """Say what goes, and ask."""
        becomes = "become drafts" if keep_drafts else "are deleted"
        self.stdout.write(f"Invented requests that are deleted: {AppointmentRequest.objects.demo().count()}")
        for page in invented_pages():
            self.stdout.write(f"  {page.title} ({page.url_path})")
        self.stdout.write(f"These pages {becomes}. Invented people, accounts, sources and pictures go too.")
        return input("Type yes to remove all of it: ").strip().lower() == "yes"

    def tell(self, removed: Removed) -> None:
        """Say what went, and what stayed for which reason."""
        for kind, count in removed.counts.items():
            self.stdout.write(f"{kind}: {count}")
        for sentence in removed.stayed:
            self.stdout.write(sentence)
        self.stdout.write("The home page keeps its words: read them.")
