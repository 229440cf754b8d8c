"""Runs thousands of races on a Postgres of its own, and looks for a request that they left in two minds."""

import logging
import time
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from appointments.notices.dispatch import deliver_next
from tests.bench.contradictions import Mailed, contradictions
from tests.bench.races import CONTENDERS, Races

from .bench import site_with

THREADS, REQUESTS = 8, 600


class Command(BaseCommand):
    help = "Let people at the desk and patients race for the same requests, thousands of times."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--count", type=int, default=10_000, help="How many races (10000).")
        parser.add_argument("--minutes", type=int, default=60, help="No new round after so many (60).")

    def handle(self, *args: Any, **options: Any) -> None:
        logging.disable(logging.WARNING)
        started, twice = time.monotonic(), 0
        with site_with(REQUESTS), ThreadPoolExecutor(THREADS) as pool:
            races, mailed, held = Races(seed=2), Mailed(), 0
            last_start = started + options["minutes"] * 60
            while held < options["count"] and time.monotonic() < last_start:
                acts = races.round()
                deliver_until_all_are_done([pool.submit(act) for act in acts])
                mailed.collect()
                held += len(acts) // CONTENDERS
                twice += races.won_twice()
                self.stdout.write(f"{held} races, {time.monotonic() - started:.0f} s, {len(mailed)} mails")
                self.stdout.flush()
            wrong = {name: number for name, number in contradictions(mailed).items() if number}
        for outcome, number in sorted(races.outcomes.items()):
            self.stdout.write(f"  {number:6} {outcome}")
        faults = sum(number for outcome, number in races.outcomes.items() if "FAULT" in outcome)
        self.stdout.write(
            f"{held} races of {CONTENDERS}; won by two: {twice}; faults: {faults}; wrong: {wrong}"
        )
        if wrong or faults or twice:
            raise CommandError("Not every race ended as it should.")


def deliver_until_all_are_done(racing: list[Future[None]]) -> None:
    """What the worker does meanwhile."""
    while not all(future.done() for future in racing):
        if not deliver_next():
            time.sleep(0.01)
    for future in racing:
        future.result()
