"""Command that erases what is older than it is kept, as the worker does by itself, or only counts it."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from appointments.services.retention.schedule import RULES, days_kept, due, erase_due, held_back
from clinic.database.addresses import signed_in_as
from clinic.database.anchors import count_old_records, forget_old_records
from clinic.database.clock import database_now


class Command(BaseCommand):
    help = (
        "Erase requests whose time is over, and records that are older than six years. The worker does so "
        "each hour by itself; --dry-run erases nothing, and says what would go."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Only count.")

    def handle(self, *args: Any, **options: Any) -> None:
        with signed_in_as(settings.DATABASE_WORKER):
            now = database_now()
            held = sum(held_back(rule, now).count() for rule in RULES)
            if options["dry_run"]:
                requests, records = (
                    {rule: due(rule, now).count() for rule in RULES},
                    count_old_records(),
                )
                self.stdout.write("Nothing is erased. This would go:")
            else:
                requests = erase_due(now)
                records = {"all kinds": forget_old_records()}
                self.stdout.write("This went:")
        for rule, count in requests.items():
            self.stdout.write(f"requests, {days_kept(rule)} days after their end ({rule.value}): {count}")
        self.stdout.write(f"requests whose time is over, kept by a legal hold (held): {held}")
        for name, count in records.items():
            self.stdout.write(f"records older than six years ({name}): {count}")
