"""Makes the requests, asks for the pages, prints what it took beside what it may take."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.test import Client

from appointments.permissions import front_desk_members
from clinic.embedded_postgres import throwaway
from tests.bench.comparison import administrator, make_submissions
from tests.bench.pages import FIRST_PAGE, OTHER_PAGES, pages_of_the_desk, pages_of_the_owner
from tests.bench.timing import ROUNDS, Measured, measure

FEW, MANY = 1_000, 100_000
MOST_MS, MOST_QUERIES = 150, 15
MOST_GROWTH, MOST_OF_WAGTAIL = 1.2, 0.7
YARDSTICK = "Wagtail's list of submissions"
# The owner opens a report once a week, and it reads everything: a few rounds tell enough.
ROUNDS_OF_A_REPORT = 5


@contextmanager
def site_with(count: int) -> Iterator[None]:
    """The demonstration site on a Postgres of its own, with so many requests."""
    with throwaway(settings.BASE_DIR) as place:
        connection.settings_dict.update(place)
        call_command("migrate", verbosity=0, interactive=False)
        call_command("load_demo_site", password="a password for the bench", verbosity=0)
        call_command("make_many_requests", count=count)
        with connection.cursor() as cursor:
            # As autovacuum leaves the tables of a database that has run for a while.
            cursor.execute("VACUUM ANALYZE")
        try:
            yield
        finally:
            connection.close()


class Command(BaseCommand):
    help = "Measure the front desk's pages with a thousand and with a hundred thousand requests."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        logging.disable(logging.WARNING)
        few, many = self.measure_site(FEW), self.measure_site(MANY)
        first = many[FIRST_PAGE].p50
        growth, share = first / few[FIRST_PAGE].p50, first / many[YARDSTICK].p50
        self.tell(f"First page: {growth:.2f} times that with {FEW:,} requests (at most {MOST_GROWTH}),")
        self.tell(f"  {share:.2f} times Wagtail's list of submissions (at most {MOST_OF_WAGTAIL}).")
        missed = [name for name, took in many.items() if name != YARDSTICK and is_too_much(name, took)]
        if growth > MOST_GROWTH or share > MOST_OF_WAGTAIL:
            missed.append("how it grows")
        if missed:
            raise CommandError(f"Missed: {', '.join(missed)}")
        self.tell("All within what they may take.")

    def measure_site(self, count: int) -> dict[str, Measured]:
        """Every page of a site with so many requests."""
        with site_with(count):
            self.tell(f"At most {MOST_MS} ms (95th percentile) and {MOST_QUERIES} queries:")
            desk = Client(SERVER_NAME="localhost")
            desk.force_login(front_desk_members()[0])
            found = {name: self.show(name, desk, url) for name, url in pages_of_the_desk().items()}
            found[YARDSTICK] = self.show(YARDSTICK, administrator(), make_submissions(count))
            for name, url in pages_of_the_owner().items():
                self.show(name, administrator(), url, rounds=ROUNDS_OF_A_REPORT)
        return found

    def show(self, name: str, client: Client, address: str, *, rounds: int = ROUNDS) -> Measured:
        """Measure one page, and say so in one line."""
        took = measure(client, address, rounds=rounds)
        self.tell(f"  {name:<32} p50 {took.p50:6.1f}   p95 {took.p95:6.1f} ms {took.queries:4} queries")
        return took

    def tell(self, text: str) -> None:
        """Print at once, also into a pipe."""
        self.stdout.write(text)
        self.stdout.flush()


def is_too_much(name: str, took: Measured) -> bool:
    """Whether a page takes more than it may."""
    return took.p95 > MOST_MS or took.queries > OTHER_PAGES.get(name, MOST_QUERIES)
