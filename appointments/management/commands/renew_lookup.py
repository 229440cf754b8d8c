"""Command that makes the search hashes of all requests anew, after an update or a change of the key."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from appointments.models import AppointmentRequest
from appointments.services.lookup_renewal import renew_lookup

# Times that requests which somebody was changing are tried again, and the seconds between two.
_ROUNDS = 5
_PAUSE = 2


class Command(BaseCommand):
    help = (
        "Make the search hashes of requests anew where another release or another key made them. It may run "
        "beside the site, be stopped at any moment and be started again."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        for turn in range(_ROUNDS):
            if turn:
                time.sleep(_PAUSE)
            unreadable = self._renew()
            in_use = AppointmentRequest.objects.hard_to_find().count() - unreadable
            if in_use <= 0:
                break
        if unreadable:
            self.stdout.write(f"Opened by none of PATIENT_DATA_KEYS, and left as they are: {unreadable}.")
        if in_use > 0:
            raise CommandError(f"Being changed all the while: {in_use}. Run this once more.")
        self.stdout.write("Every request that can be opened is found by its name.")

    def _renew(self) -> int:
        """Go through what waits once; return the number of requests that no key opens."""
        waiting = AppointmentRequest.objects.hard_to_find().count()
        renewed = unreadable = 0
        for batch in renew_lookup():
            renewed, unreadable = renewed + batch.renewed, unreadable + batch.unreadable
            if batch.renewed:
                self.stdout.write(f"{renewed} of {waiting} renewed")
        return unreadable
