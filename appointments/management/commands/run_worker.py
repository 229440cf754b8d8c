"""The worker process: sends the notices that are owed and watches clocks and schedules until told to stop.

It may be killed at any moment. A notice whose sending was cut off is sent again when its lease ends.
"""

import logging
import signal
import threading
import time
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, close_old_connections, connection
from django.db.models.functions import Now
from django.utils import timezone

from appointments.models import WorkerHeartbeat
from appointments.notices.delivery import SEND_DEADLINE, DeadlinePassed, deadline
from appointments.notices.dispatch import deliver_next
from appointments.public.screening.bucket import forget_senders
from appointments.services.deadlines.spam_digest import tell_of_possible_spam
from appointments.services.deadlines.timekeeping import keep_time
from appointments.services.visits.ended import close_past_visits
from articles.reviews.acts import send_review_digest

logger = logging.getLogger(__name__)

POLL_SECONDS = 1
BEAT_SECONDS = 15
# How often to see whether reviewers are to be reminded. The mail itself goes once a week at most.
REMINDER_SECONDS = 600
CLOCK_SECONDS = 60
DIGEST_SECONDS = 60
VISITS_SECONDS = 60
SCHEDULE_SECONDS = 300
FORGET_SECONDS = 3600


class Command(BaseCommand):
    help = "Send notices about appointment requests, and reminders to reviewers. Runs until it is stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="Send what is due now, then end.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            beat()
            while deliver_next():
                pass
            for chore in CHORES:
                chore()
            while deliver_next():
                pass
            return
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_args: stop.set())
        logger.info("worker started")
        work_until(stop)
        logger.info("worker stopped")


def work_until(stop: threading.Event) -> None:
    """Deliver, beat, wait; a database that goes away is waited for."""
    next_beat = 0.0
    next_time = dict.fromkeys(CHORES, 0.0)
    while not stop.is_set():
        close_old_connections()
        try:
            if time.monotonic() >= next_beat:
                beat()
                next_beat = time.monotonic() + BEAT_SECONDS
            if deliver_next():
                continue
            # Only when no notice waits: an article can wait for its review, a patient cannot.
            for chore, seconds in CHORES.items():
                if time.monotonic() >= next_time[chore]:
                    next_time[chore] = time.monotonic() + seconds
                    chore()
        except DatabaseError as error:
            logger.warning("database away: %s", type(error).__name__)
            connection.close()
        stop.wait(POLL_SECONDS)


def remind_reviewers() -> None:
    """Mail the clinical reviewers what is due; no fault in it stops the notices."""
    try:
        with deadline(SEND_DEADLINE):
            send_review_digest(timezone.now())
    except DatabaseError:
        raise
    except DeadlinePassed:
        logger.warning("mail to reviewers not sent: it took too long")
    except Exception as error:  # noqa: BLE001 - notices to the desk matter more than any reminder
        logger.error("mail to reviewers not sent: %s", type(error).__name__)


def watch_the_clocks() -> None:
    """Tell desk and owner of requests that wait too long; no fault in it stops the notices."""
    try:
        keep_time(timezone.now())
    except DatabaseError:
        raise
    except Exception as error:  # noqa: BLE001 - a new request matters more than a late one
        logger.error("clocks not watched: %s", type(error).__name__)


def publish_on_schedule() -> None:
    """Publish, and take down, what editors gave a time to; no fault in it stops the notices."""
    try:
        call_command("publish_scheduled", verbosity=0)
    except DatabaseError:
        raise
    except Exception as error:  # noqa: BLE001 - an article can wait, a patient cannot
        logger.error("schedule not carried out: %s", type(error).__name__)


def clear_up() -> None:
    """Forget from which connections requests came."""
    forget_senders(timezone.now())


def beat() -> None:
    """Say in the database that the worker is alive."""
    WorkerHeartbeat.objects.update_or_create(id=1, defaults={"beat_at": Now()})


# What is done besides sending, and the seconds from one time to the next.
CHORES = {
    watch_the_clocks: CLOCK_SECONDS,
    tell_of_possible_spam: DIGEST_SECONDS,
    close_past_visits: VISITS_SECONDS,
    publish_on_schedule: SCHEDULE_SECONDS,
    remind_reviewers: REMINDER_SECONDS,
    clear_up: FORGET_SECONDS,
}
