"""Command that a mail server pipes returned mail into."""

import email
import sys
from typing import Any

from django.core.management.base import BaseCommand

from appointments.notices.bounces import bounce_in
from appointments.services.contact.bounced import record_bounce


class Command(BaseCommand):
    help = "Read a message that a mail server sent back (standard input), and mark the notice it is about."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say which notice came back: its number and the status, never an address."""
        bounce = bounce_in(email.message_from_binary_file(sys.stdin.buffer))
        if bounce is None:
            self.stdout.write("This is no report of a message of this site that came back.")
            return
        notice = record_bounce(bounce)
        if notice is None:
            self.stdout.write("No notice that was sent has this number.")
        else:
            self.stdout.write(f"Notice {notice.pk} came back ({bounce.status or 'without a status'}).")
