"""Command that checks the records of the domain that mail is sent from."""

from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from clinic.mail import sending_domain


class Command(BaseCommand):
    help = "Look up SPF, DKIM and DMARC of the domain in MAIL_FROM, and say what is missing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--selector", default="", help="The DKIM selector that your provider names.")
        parser.add_argument("--domain", default="", help="Another domain than that of MAIL_FROM.")

    def handle(self, *args: Any, **options: Any) -> None:
        domain = options["domain"] or parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
        try:
            found = list(sending_domain.findings(domain, options["selector"], sending_domain.texts_at))
        except sending_domain.Unreachable:
            raise CommandError("No name server answered. Try again where there is a network.") from None
        for finding in found:
            self.stdout.write(finding.sentence)
        if wrong := sum(not finding.is_right for finding in found):
            raise CommandError(f"Records to mend: {wrong}.")
