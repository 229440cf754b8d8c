"""Fills the inbox with invented requests by the thousand, as after years; or takes them away."""

import time
from collections.abc import Callable, Iterator
from itertools import batched, chain, repeat
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from appointments.checks import keys_are_secret
from appointments.demo.bulk_requests import SPAN, BulkContext, BulkRequests
from appointments.demo.bulk_visits import A_DAY, free_times
from appointments.models import AppointmentRequest
from appointments.permissions import front_desk_members
from appointments.references import make_reference
from appointments.services.intake.bulk_data import BulkRequest, erase_demo_requests, store_bulk_requests
from articles.models import ConditionPage
from clinic.models import Practitioner

_BATCH = 2000
MOST_OPEN, MOST_ASIDE = 300, 200


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
        started = time.monotonic()
        if options["remove"]:
            self._tell(options, f"Removed {erase_demo_requests()} invented requests.")
            return
        if not options["even_here"]:
            refuse_a_real_site()
        count = options["count"]
        aside = min(count // 20, MOST_ASIDE) if options["quarantined"] is None else options["quarantined"]
        if not 0 <= aside <= count:
            raise CommandError("--quarantined must be between 0 and --count.")
        for batch in batched(invent(count, aside), _BATCH):
            store_bulk_requests(batch)
        seconds = time.monotonic() - started
        self._tell(options, f"Made {count} invented requests in {seconds:.0f} s. Nobody is told of them.")

    def _tell(self, options: dict[str, Any], text: str) -> None:
        if options["verbosity"]:
            self.stdout.write(text)


def refuse_a_real_site() -> None:
    """Nobody shall call an invented patient, or look for a real one among thousands of them."""
    if not keys_are_secret(None):
        raise CommandError(
            "This site has the keys of a real one. With --even-here they are made all the same."
        )
    if AppointmentRequest.objects.exclude(pk__in=AppointmentRequest.objects.demo()).exists():
        raise CommandError("There are real requests here. --even-here makes them all the same.")


def invent(count: int, aside: int) -> Iterator[BulkRequest]:
    """So many requests, ``aside`` of them possible spam."""
    desk = list(front_desk_members())
    practitioners = list(Practitioner.objects.offering_visits())
    if not desk or not practitioners:
        raise CommandError("Load the demonstration site first: manage.py load_demo_site.")
    now = timezone.now()
    half_hours = SPAN.days * A_DAY * len(practitioners)
    crowd = BulkRequests(
        BulkContext(
            now=now,
            desk=desk,
            articles=list(ConditionPage.objects.live()),
            past_visits=free_times(
                practitioners, now, direction=-1, every=max(1, half_hours // max(count, 1))
            ),
            coming_visits=free_times(practitioners, now, direction=1),
        ),
        _unused_references(),
    )
    is_open = min((count - aside) // 4, MOST_OPEN)
    steps: list[tuple[Callable[[], BulkRequest], int]] = [
        (crowd.closed, count - aside - is_open),
        (crowd.open, is_open),
        (crowd.quarantined, aside),
    ]
    return (one() for one in chain.from_iterable(repeat(step, number) for step, number in steps))


def _unused_references() -> Iterator[str]:
    used = set(AppointmentRequest.objects.values_list("reference", flat=True))
    while True:
        reference = make_reference()
        if reference not in used:
            used.add(reference)
            yield reference
