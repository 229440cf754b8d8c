"""Command that fills an empty inbox with demonstration requests, or removes them."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from appointments.checks import keys_are_secret
from appointments.demo.builder import Builder, MissingSiteError
from appointments.demo.scenarios import SCENARIOS
from appointments.models import AppointmentRequest
from appointments.services.intake.bulk_data import erase_demo_requests
from clinic.database.addresses import signed_in_as
from clinic.database.clock import current_time


class Command(BaseCommand):
    help = "Fill an empty inbox with invented requests. Does nothing where there is any request already."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--remove", action="store_true", help="Remove all invented requests, and make none."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        # Invented requests have a past, which the web may not give to anything.
        with signed_in_as(settings.DATABASE_OWNER):
            self.load(options)

    def load(self, options: dict[str, Any]) -> None:
        """Make them, or remove them."""
        if options["remove"]:
            self._tell(
                options, f"Removed {erase_demo_requests()} invented requests. No patient's was touched."
            )
            return
        if not keys_are_secret(None):
            # Real patients may use a site with real keys.
            raise CommandError(
                "Invented requests are for development, and this site has the keys of a real one."
            )
        if AppointmentRequest.objects.exists():
            self._tell(options, "There are requests already: nothing was changed.")
            return
        try:
            desk = Builder(current_time())
        except MissingSiteError as error:
            raise CommandError("Load the demonstration site first: manage.py load_demo_site.") from error
        for scenario in SCENARIOS:
            scenario(desk)
        self._tell(options, f"Made {len(desk.requests)} invented requests. Nobody was told of them.")

    def _tell(self, options: dict[str, Any], text: str) -> None:
        if options["verbosity"]:
            self.stdout.write(text)
