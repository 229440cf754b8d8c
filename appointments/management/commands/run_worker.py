"""Worker process, which sends notices and runs scheduled tasks until it is told to stop.

It may be killed at any moment. A notice whose sending was cut off is sent again when its lease ends.
"""

import logging
import signal
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django import db
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections, connection
from django.db.models.functions import Now

from appointments.models import WorkerHeartbeat
from appointments.notices.canaries import send_canaries
from appointments.notices.dispatch import deliver_next
from appointments.notices.lanes import Lane, lanes
from appointments.notices.mail_trials import send_mail_trials
from appointments.services.deadlines.enforcement import enforce_deadlines
from appointments.services.deadlines.spam_digest import write_spam_digest
from appointments.services.deadlines.sweeping import sweep
from appointments.services.intake.counting import forget_counts
from appointments.services.person_data.erasing import erase_confirmed
from appointments.services.retention.schedule import erase_due
from appointments.services.visits.ended import close_past_visits
from articles.reviews.acts import send_review_digest
from clinic.accounts.ending import end_sessions_that_are_over
from clinic.audit.anchor_mail import mail_anchors
from clinic.database.addresses import signed_in_as
from clinic.database.anchors import anchor_chains, forget_old_records
from clinic.database.clock import database_now
from clinic.database.standing import refuse_mighty_role
from clinic.database.trouble import described
from clinic.http.proxy_pages import write_proxy_pages
from clinic.identity.kept_details import keep_details
from clinic.models import AccountMail
from clinic.sign_in.mail import send_next
from clinic.sign_in_limits.counting import forget_old_tries
from clinic.staff.break_glass import end_emergency_accounts

logger = logging.getLogger(__name__)

POLL_SECONDS = 1
BEAT_SECONDS = 15
# Less than the containers' grace, and longer than clinic.mail.smtp's conversation.
STOP_SECONDS = 35
# Seconds between two checks for reminders to reviewers, whose mail is sent once a week at most.
REMINDER_SECONDS = 600
DEADLINE_SECONDS = 60
DIGEST_SECONDS = 60
SWEEP_SECONDS = 60
CANARY_SECONDS = 30
VISITS_SECONDS = 60
SESSIONS_SECONDS = 60
ACCOUNT_MAIL_SECONDS = 2
SCHEDULE_SECONDS = 300
FORGET_SECONDS = 3600
RECORDS_SECONDS = 600
RETENTION_SECONDS = 3600
ASKED_FOR_SECONDS = 60


class Command(BaseCommand):
    help = "Send notices about appointment requests, and reminders to reviewers. Runs until it is stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="Send what is due now, then end.")

    def handle(self, *args: Any, **options: Any) -> None:
        with signed_in_as(settings.DATABASE_WORKER):
            refuse_mighty_role("DATABASE_WORKER_URL")
            self.work(once=options["once"])

    def work(self, *, once: bool) -> None:
        """Work until a signal comes, or until nothing is due."""
        if once:
            beat()
            while deliver_next():
                pass
            for task in TASKS:
                task()
            while deliver_next():
                pass
            return
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_args: stop.set())
        logger.info("The worker has started.")
        sending = lanes()
        threads = [thread for lane in sending for thread in lane.start(stop)]
        work_until(stop, sending)
        last = time.monotonic() + STOP_SECONDS
        for thread in threads:
            # What is being sent is sent to the end.
            thread.join(max(0, last - time.monotonic()))
        logger.info("The worker has stopped.")


def work_until(stop: threading.Event, sending: Iterable[Lane] = ()) -> None:
    """Write the heartbeat and run tasks that are due, beside the lanes; wait for a database that is away."""
    next_beat = 0.0
    next_time = dict.fromkeys(TASKS, 0.0)
    while not stop.is_set():
        close_old_connections()
        try:
            if time.monotonic() >= next_beat:
                next_beat = time.monotonic() + BEAT_SECONDS
                # A worker of which a part hangs is not well, and a monitor tells by its silence.
                if all(lane.is_turning() for lane in sending):
                    beat()
            for task, seconds in TASKS.items():
                if time.monotonic() >= next_time[task]:
                    next_time[task] = time.monotonic() + seconds
                    task()
        except db.Error as error:
            logger.warning("The worker waits: %s.", described(error))
            connection.close()
        except Exception as error:  # noqa: BLE001 - nothing but a signal ends the worker
            logger.error("The worker goes on after %s.", type(error).__name__)
            connection.close()
        stop.wait(POLL_SECONDS)


@contextmanager
def errors_logged(sentence: str) -> Iterator[None]:
    """Log an error in the block with ``sentence``, so that it does not stop the notices.

    A database that is away is left to the caller.
    """
    try:
        yield
    except db.Error:
        raise
    except Exception as error:  # noqa: BLE001 - a new request matters more than anything that fails here
        logger.error(sentence, type(error).__name__)


def remind_reviewers() -> None:
    """Mail reminders to the clinical reviewers."""
    with errors_logged("The mail to reviewers was not sent because of %s."):
        send_review_digest(database_now())


def watch_deadlines() -> None:
    """Escalate and expire requests."""
    with errors_logged("Late requests were not escalated or expired because of %s."):
        enforce_deadlines(database_now())


def publish_on_schedule() -> None:
    """Publish and unpublish pages on schedule."""
    with errors_logged("Scheduled pages were not published or unpublished because of %s."):
        call_command("publish_scheduled", verbosity=0)


def clear_up() -> None:
    """Delete the counts of requests by sender, of mails by recipient, and of tries to sign in."""
    forget_counts(database_now())
    forget_old_tries()
    AccountMail.forget_old()


def keep_records() -> None:
    """Erase records that are old enough, and tell the owners the last ones of the day."""
    with errors_logged("The records of reads were not told to the owner because of %s."):
        forget_old_records()
        anchor_chains(mail_anchors)


def send_account_mails() -> None:
    """Send what waits about accounts: invitations, links for new passwords, warnings."""
    with errors_logged("A mail about an account was not sent because of %s."):
        while send_next():
            pass


def send_trials() -> None:
    """Send the test message that somebody asked for."""
    with errors_logged("A test message was not sent because of %s."):
        send_mail_trials()


def erase_old_requests() -> None:
    """Erase the requests whose time is over."""
    with errors_logged("Old requests were not erased because of %s."):
        erase_due(database_now())


def erase_what_people_asked_for() -> None:
    """Erase what people asked to be erased, once two of staff agreed."""
    with errors_logged("What people asked to be erased was not erased because of %s."):
        erase_confirmed(database_now())


def end_sessions() -> None:
    """End the sessions and the emergency accounts of staff whose time is over."""
    with errors_logged("Sessions were not ended because of %s."):
        end_emergency_accounts()
        end_sessions_that_are_over()


def beat() -> None:
    """Write the worker's heartbeat."""
    WorkerHeartbeat.objects.update_or_create(id=1, defaults={"beat_at": Now()})


# Tasks besides sending, and the seconds from one run to the next.
TASKS = {
    watch_deadlines: DEADLINE_SECONDS,
    write_spam_digest: DIGEST_SECONDS,
    sweep: SWEEP_SECONDS,
    send_canaries: CANARY_SECONDS,
    close_past_visits: VISITS_SECONDS,
    send_trials: ACCOUNT_MAIL_SECONDS,
    end_sessions: SESSIONS_SECONDS,
    send_account_mails: ACCOUNT_MAIL_SECONDS,
    publish_on_schedule: SCHEDULE_SECONDS,
    remind_reviewers: REMINDER_SECONDS,
    clear_up: FORGET_SECONDS,
    # Whatever wrote the details: SQL and a restored backup tell nobody.
    keep_details: SCHEDULE_SECONDS,
    write_proxy_pages: SCHEDULE_SECONDS,
    keep_records: RECORDS_SECONDS,
    erase_old_requests: RETENTION_SECONDS,
    erase_what_people_asked_for: ASKED_FOR_SECONDS,
}
