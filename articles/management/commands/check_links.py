"""Command that asks every address outside the site that public pages lead to whether it answers."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from articles.links.outside import check, outside_addresses


class Command(BaseCommand):
    """Prints what does not answer, with the pages and sources that lead there."""

    help = (
        "Ask every address outside the site that public pages, sources and practitioners name. It makes "
        "requests to other sites, so nothing runs it by itself. Ends with an error if one does not answer."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--seconds", type=float, default=10, help="longest wait for an answer")
        parser.add_argument("--pause", type=float, default=1, help="seconds between two of one host")

    def handle(self, *args: Any, **options: Any) -> None:
        addresses = outside_addresses()
        silent = 0
        for answer in check(addresses, seconds=options["seconds"], pause=options["pause"]):
            if answer.trouble:
                silent += 1
                self.stdout.write(f"{answer.trouble}\t{answer.address}\t{'; '.join(answer.stands_in)}")
        told = _("%(silent)d of %(all)d addresses did not answer.") % {
            "silent": silent,
            "all": len(addresses),
        }
        if silent:
            raise CommandError(told)
        self.stdout.write(told)
