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
from tests.bench.timing import ROUNDS, Measured, measure, measure_in_turn

FEW, MANY = 1_000, 100_000
MOST_MS, MOST_QUERIES = 150, 15
MOST_GROWTH = 1.2
# Hoped for, and missed: docs/decisions/0022.
HOPED_OF_WAGTAIL = 0.7
IN_TURN, YARDSTICK = "inbox, in turn with", "Wagtail's list of submissions"
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
        growth = many[FIRST_PAGE].p50 / few[FIRST_PAGE].p50
        share = many[IN_TURN].p50 / many[YARDSTICK].p50
        self.tell(f"First page: {growth:.2f} times that with {FEW:,} requests (at most {MOST_GROWTH}),")
        self.tell(f"  {share:.2f} times Wagtail's list of submissions (hoped for: {HOPED_OF_WAGTAIL}).")
        missed = [name for name, took in many.items() if is_too_much(name, took)]
        if growth > MOST_GROWTH:
            missed.append("how it grows")
        if missed:
            raise CommandError(f"Missed: {', '.join(missed)}")
        self.tell("All within what they may take.")

    def measure_site(self, count: int) -> dict[str, Measured]:
        """Every page of a site with so many requests."""
        with site_with(count):
            self.tell(f"At most {MOST_MS} ms (95th percentile) and {MOST_QUERIES} queries:")
            member = front_desk_members()[0]
            desk, owner = Client(SERVER_NAME="localhost"), administrator()
            desk.force_login(member)
            pages = pages_of_the_desk(member)
            found = {name: self.show(name, measure(desk, url)) for name, url in pages.items()}
            for name, url in pages_of_the_owner().items():
                self.show(name, measure(owner, url, rounds=ROUNDS_OF_A_REPORT))
            # The same person, so that both pages have the same menu.
            lists = [pages[FIRST_PAGE], make_submissions(count, member)]
            in_turn = zip((IN_TURN, YARDSTICK), measure_in_turn(desk, lists, rounds=ROUNDS), strict=True)
            return found | {name: self.show(name, took) for name, took in in_turn}

    def show(self, name: str, took: Measured) -> Measured:
        """Say in one line what a page took."""
        self.tell(f"  {name:<32} p50 {took.p50:6.1f}   p95 {took.p95:6.1f} ms {took.queries:4} queries")
        return took

    def tell(self, text: str) -> None:
        """Print at once, also into a pipe."""
        self.stdout.write(text)
        self.stdout.flush()


def is_too_much(name: str, took: Measured) -> bool:
    """Whether a page of the desk takes more than it may."""
    if name in (IN_TURN, YARDSTICK):
        return False
    return took.p95 > MOST_MS or took.queries > OTHER_PAGES.get(name, MOST_QUERIES)
