"""Changes of the product, made from outside in the processes of one run.

Two of the four broken builds are made here, two in the database (``tests.chaos.postgres``).
"""

import threading
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import Model

from appointments.models import Notice
from appointments.notices import dispatch, outbox
from appointments.notices.channels import sender_of
from appointments.reading import Reader, reading_as
from appointments.services.intake import submission
from appointments.worker import tasks
from clinic.queries.inserting import insert


def lease_of(seconds: int) -> None:
    """Let a lease end sooner, so that a short run can wait for what a killed worker held."""
    outbox.LEASE = dispatch.LEASE = timedelta(seconds=seconds)


def send_in_thread_after_commit() -> None:
    """Keep no notice: mail leaves in a thread of the web process once the request is stored."""
    submission.insert = _insert_and_mail
    # Whoever builds it so has no sweeper either.
    tasks.TASKS.pop(tasks.sweep)


def never_end_leases() -> None:
    """Let a notice belong for ever to the worker that took it up."""
    outbox.LEASE = timedelta(days=1000)


def _insert_and_mail(*new: Model) -> None:
    """Stands in for ``insert`` where requests are stored."""
    notices = [one for one in new if isinstance(one, Notice)]
    if not notices:
        return insert(*new)
    thread = threading.Thread(target=_send, args=(notices,), daemon=True)
    return transaction.on_commit(thread.start)


def _send(notices) -> None:
    for notice in notices:
        with reading_as(Reader.DELIVERY):
            sender_of(notice.channel).send(notice)
    connection.close()


PATCHES = {"mail-in-thread": send_in_thread_after_commit, "no-lease": never_end_leases}
