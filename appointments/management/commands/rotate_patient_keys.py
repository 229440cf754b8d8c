"""Command that seals everything with the newest of PATIENT_DATA_KEYS, and says whether older ones may go."""

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Model

from appointments.models.key_checks import keep_newest_key
from appointments.services.key_rotation import (
    SEALED,
    Left,
    links_by_older_keys,
    renew_dead_links,
    reseal,
    what_is_left,
)
from clinic.database.addresses import signed_in_as

# Times that rows which somebody was changing are tried again, and the seconds between two.
_ROUNDS = 5
_PAUSE = 2


class Command(BaseCommand):
    help = (
        "Seal patients' data anew with the first of PATIENT_DATA_KEYS. It may run beside the site, and be "
        "stopped and started again. At the end it says whether the other keys may be taken out."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--retire-check",
            action="store_true",
            help="Change nothing, and only say whether all keys but the first may be taken out.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        # The timeline is changed by nobody but the owner of the tables.
        with signed_in_as(settings.DATABASE_OWNER):
            if not options["retire_check"]:
                self._rotate()
            self._say_what_may_go([what_is_left(model, column) for model, column in SEALED])

    def _rotate(self) -> None:
        for model, column in SEALED:
            self._reseal(model, column)
        if renewed := renew_dead_links():
            self.stdout.write(f"Links whose key is gone, and that have a new one now: {renewed}")

    def _reseal(self, model: type[Model], column: str) -> None:
        for turn in range(_ROUNDS):
            if turn:
                time.sleep(_PAUSE)
            self._go_through(model, column)
            if not what_is_left(model, column).older:
                return

    def _go_through(self, model: type[Model], column: str) -> None:
        seen, changed = 0, 0
        total = model._default_manager.exclude(**{column: None}).count()
        for batch in reseal(model, column):
            seen, changed = seen + batch.seen, changed + batch.changed
            self.stdout.write(f"{model._meta.verbose_name_plural}: {seen} of {total}, sealed anew: {changed}")

    def _say_what_may_go(self, left: list[Left]) -> None:
        if lost := sum(one.none for one in left):
            self.stdout.write(f"Opened by none of PATIENT_DATA_KEYS, and left as they are: {lost}")
        if links := links_by_older_keys():
            self.stdout.write(
                "Open requests whose link ends when the older keys are taken out of PATIENT_LINK_KEYS: "
                f"{links}"
            )
        if older := sum(one.older for one in left):
            raise CommandError(
                f"Keep every key in PATIENT_DATA_KEYS: {older} rows are sealed with one that is not the "
                "first. Start all processes with the new key in front, then run this once more."
            )
        keep_newest_key()
        self.stdout.write(
            "Every row that can be opened is sealed with the first of PATIENT_DATA_KEYS: the others may go."
        )
