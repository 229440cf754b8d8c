"""App that changes the product from outside, in the processes of a harness that asks for it."""

import os

from django.apps import AppConfig


class ChaosConfig(AppConfig):
    name = "tests.chaos"

    def ready(self) -> None:
        """Shorten the lease, and break what is to be broken."""
        from tests.chaos import patches

        if seconds := os.environ.get("CHAOS_LEASE_SECONDS"):
            patches.lease_of(int(seconds))
        if name := os.environ.get("CHAOS_BROKEN"):
            patches.PATCHES[name]()
