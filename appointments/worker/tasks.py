"""Tasks of the worker besides sending notices: what they are, and the seconds from one run to the next.

Of several workers each runs them all. What two at once would do twice is taken in turns; everything else
locks its rows, or writes what is the same on each machine.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django import db
from django.core.management import call_command

from appointments.notices.canaries import send_canaries
from appointments.notices.mail_trials import send_mail_trials
from appointments.services.deadlines.enforcement import enforce_deadlines
from appointments.services.deadlines.spam_digest import write_spam_digest
from appointments.services.deadlines.sweeping import sweep
from appointments.services.intake.counting import forget_counts
from appointments.services.person_data.erasing import erase_confirmed
from appointments.services.retention.schedule import erase_due
from appointments.services.visits.ended import close_past_visits
from articles.models import BroughtFile
from articles.reviews.acts import send_review_digest
from articles.withholding.turns import judge_what_changed
from clinic.accounts.ending import end_sessions_that_are_over
from clinic.audit.anchor_mail import mail_anchors
from clinic.database.anchors import anchor_chains, forget_old_records
from clinic.database.clock import database_now
from clinic.http.proxy_pages import write_proxy_pages
from clinic.identity.kept_details import keep_details
from clinic.models import AccountMail
from clinic.sign_in.mail import send_next
from clinic.sign_in_limits.counting import forget_old_tries
from clinic.staff.break_glass import end_emergency_accounts
from clinic.workers.turns import turn_at

from .heart import forget_old_heartbeats

logger = logging.getLogger(__name__)

# Seconds between two checks for reminders to reviewers, whose mail is sent once a week at most.
REMINDER_SECONDS = 600
DEADLINE_SECONDS = 60
DIGEST_SECONDS = 60
SWEEP_SECONDS = 60
CANARY_SECONDS = 30
VISITS_SECONDS = 60
SESSIONS_SECONDS = 60
MAIL_SECONDS = 2
SCHEDULE_SECONDS = 300
FORGET_SECONDS = 3600
RECORDS_SECONDS = 600
RETENTION_SECONDS = 3600
ASKED_FOR_SECONDS = 60


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
    with (
        errors_logged("Scheduled pages were not published or unpublished because of %s."),
        turn_at("scheduled pages") as is_ours,
    ):
        if is_ours:
            call_command("publish_scheduled", verbosity=0)


def judge_pages() -> None:
    """Judge live pages again, and tell reviewers what was taken down, all in this process."""
    with errors_logged("Live pages were not judged because of %s."):
        judge_what_changed(database_now())


def clear_up() -> None:
    """Delete counts of senders, recipients and tries to sign in, and files that never became drafts."""
    forget_counts(database_now())
    forget_old_tries()
    AccountMail.forget_old()
    forget_old_heartbeats()
    BroughtFile.forget_old()


def keep_records() -> None:
    """Erase records that are old enough, and tell the owners the last ones of the day."""
    with (
        errors_logged("The records of reads were not told to the owner because of %s."),
        turn_at("records") as is_ours,
    ):
        if is_ours:
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


def tell_of_possible_spam() -> None:
    """Write one notice about many requests that may be spam."""
    with turn_at("spam digest") as is_ours:
        if is_ours:
            write_spam_digest()


# The seconds from one run to the next.
TASKS: dict[Callable[[], object], int] = {
    watch_deadlines: DEADLINE_SECONDS,
    tell_of_possible_spam: DIGEST_SECONDS,
    sweep: SWEEP_SECONDS,
    send_canaries: CANARY_SECONDS,
    close_past_visits: VISITS_SECONDS,
    send_trials: MAIL_SECONDS,
    end_sessions: SESSIONS_SECONDS,
    send_account_mails: MAIL_SECONDS,
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

# Run when the bell rings, and seldom without.
RUNG_FOR: tuple[Callable[[], object], ...] = (send_trials, send_account_mails)
