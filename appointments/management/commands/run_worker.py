"""Worker process, which sends notices and runs scheduled tasks until it is told to stop.

It may be killed at any moment. A notice whose sending was cut off is sent again when its lease ends.
"""

import logging
import signal
import time
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import Error

from appointments.metrics.lanes import Lanes
from appointments.notices.dispatch import deliver_next
from appointments.notices.lanes import lanes
from appointments.worker.heart import Heart, beat_once
from appointments.worker.judge import Judge
from appointments.worker.loop import work_until_the_end
from appointments.worker.tasks import TASKS, judge_pages
from clinic.database.addresses import signed_in_as
from clinic.database.standing import refuse_mighty_role
from clinic.error_reports.roles import Role, act_as
from clinic.metrics.counting import WORKER, start_counting
from clinic.metrics.serving import serve_when_free
from clinic.wagtail_apps.api_left_out import leave_out_the_admins_api
from clinic.workers.bell import Bell

logger = logging.getLogger(__name__)

# Less than the containers' grace, and longer than clinic.mail.smtp's conversation.
STOP_SECONDS = 35


class Command(BaseCommand):
    help = "Send notices about appointment requests, and reminders to reviewers. Runs until it is stopped."

    # The others look at the code, which is the same at each start, and load all of web's for it.
    requires_system_checks = ("keys",)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="Send what is due now, then end.")

    def handle(self, *args: Any, **options: Any) -> None:
        with signed_in_as(settings.DATABASE_WORKER):
            refuse_mighty_role("DATABASE_WORKER_URL")
            if options["once"]:
                work_once()
            else:
                leave_out_the_admins_api()
                work()


def work_once() -> None:
    """Work until nothing is due."""
    beat_once()
    while deliver_next():
        pass
    for task in (*TASKS, judge_pages):
        task()
    while deliver_next():
        pass


def work() -> None:
    """Work until a signal comes."""
    bell, heart, judge = Bell(), Heart(), Judge()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_args: bell.end())
    logger.info("The worker has started.")
    bell.listen()
    sending = lanes()
    act_as(Role.WORKER)
    start_counting(WORKER)
    serve_when_free(settings.METRICS_BIND, Lanes(sending))
    threads = [thread for lane in sending for thread in lane.start(bell)]
    work_until_the_end(bell, sending, heart, judge)
    judge.stop()
    last = time.monotonic() + STOP_SECONDS
    for thread in threads:
        # What is being sent is sent to the end.
        thread.join(max(0, last - time.monotonic()))
    with suppress(Error):
        heart.stop()
    logger.info("The worker has stopped.")
