"""Command that makes demonstration requests in bulk, as after years, or removes them."""

import time
from collections.abc import Callable, Iterator
from itertools import batched, chain, repeat
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from appointments.checks import keys_are_secret
from appointments.demo.bulk_requests import SPAN, BulkContext, BulkRequests
from appointments.demo.bulk_visits import A_DAY, free_times
from appointments.models import AppointmentRequest
from appointments.permissions import front_desk_members
from appointments.references import make_reference
from appointments.services.intake.bulk_data import BulkRequest, erase_demo_requests, store_bulk_requests
from articles.models import ConditionPage
from clinic.database.addresses import signed_in_as
from clinic.database.clock import current_time
from clinic.models import ClinicSettings, Practitioner

_BATCH = 2000
MOST_OPEN, MOST_QUARANTINED = 300, 200


class Command(BaseCommand):
    help = "Make invented requests by the thousand in every state, most of them closed; or remove them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--count", type=int, default=100_000, help="How many (100000).")
        parser.add_argument(
            "--quarantined", type=int, help="How many of them look like spam (a twentieth, at most 200)."
        )
        parser.add_argument(
            "--even-here", action="store_true", help="Also where real patients' requests are, or may come."
        )
        parser.add_argument(
            "--remove", action="store_true", help="Remove all invented requests, and make none."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        # Invented requests have a past, which the web may not give to anything.
        with signed_in_as(settings.DATABASE_OWNER):
            self.make(options)

    def make(self, options: dict[str, Any]) -> None:
        """Make them, or remove them."""
        started = time.monotonic()
        if options["remove"]:
            self._tell(options, f"Removed {erase_demo_requests()} invented requests.")
            return
        if not options["even_here"]:
            refuse_a_real_site()
        count = options["count"]
        quarantined = options["quarantined"]
        if quarantined is None:
            quarantined = min(count // 20, MOST_QUARANTINED)
        if not 0 <= quarantined <= count:
            raise CommandError("--quarantined must be between 0 and --count.")
        for batch in batched(make_requests(count, quarantined), _BATCH):
            store_bulk_requests(batch)
        seconds = time.monotonic() - started
        self._tell(options, f"Made {count} invented requests in {seconds:.0f} s. Nobody is told of them.")

    def _tell(self, options: dict[str, Any], text: str) -> None:
        if options["verbosity"]:
            self.stdout.write(text)


def refuse_a_real_site() -> None:
    """Refuse a site with real patients, who would be lost among thousands of others."""
    if not keys_are_secret(None):
        raise CommandError(
            "This site has the keys of a real one. With --even-here they are made all the same."
        )
    if AppointmentRequest.objects.exclude(pk__in=AppointmentRequest.objects.demo()).exists():
        raise CommandError("There are real requests here. --even-here makes them all the same.")


def make_requests(count: int, quarantined: int) -> Iterator[BulkRequest]:
    """Yield ``count`` requests, ``quarantined`` of them possible spam."""
    desk = list(front_desk_members())
    practitioners = list(Practitioner.objects.offering_visits())
    if not desk or not practitioners:
        raise CommandError("Load the demonstration site first: manage.py load_demo_site.")
    now, clinic = current_time(), ClinicSettings.of_the_default_site().clock
    half_hours = SPAN.days * A_DAY * len(practitioners)
    bulk = BulkRequests(
        BulkContext(
            now=now,
            desk=desk,
            articles=list(ConditionPage.objects.live()),
            past_visits=free_times(
                practitioners, clinic, now, direction=-1, every=max(1, half_hours // max(count, 1))
            ),
            coming_visits=free_times(practitioners, clinic, now, direction=1),
        ),
        _unused_references(),
    )
    waiting = min((count - quarantined) // 4, MOST_OPEN)
    numbers: list[tuple[Callable[[], BulkRequest], int]] = [
        (bulk.closed, count - quarantined - waiting),
        (bulk.open, waiting),
        (bulk.quarantined, quarantined),
    ]
    return (make() for make in chain.from_iterable(repeat(make, number) for make, number in numbers))


def _unused_references() -> Iterator[str]:
    used = set(AppointmentRequest.objects.values_list("reference", flat=True))
    while True:
        reference = make_reference()
        if reference not in used:
            used.add(reference)
            yield reference
