"""`manage.py judge_live_pages`: one turn at the live pages and public records whose words or rules changed.

The worker starts it, for judging takes memory that a process gives back only when it ends.
"""

import logging
import signal
from typing import Any

from django import db
from django.conf import settings
from django.core.management.base import BaseCommand

from articles.withholding.turns import judge_what_waits
from clinic.database.addresses import signed_in_as
from clinic.database.clock import database_now
from clinic.database.trouble import described
from clinic.error_reports.roles import Role, act_as
from clinic.wagtail_apps.api_left_out import leave_out_the_admins_api

logger = logging.getLogger(__name__)

# Seconds after which the system ends it, whatever it hangs on, and though its worker was killed.
LONGEST = 60


class Command(BaseCommand):
    help = "Judge the live pages and public records that changed. The worker starts this by itself."

    # The worker has checked the same settings.
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        # Ctrl-C ends the worker, which says so.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        signal.alarm(LONGEST)
        act_as(Role.WORKER)
        leave_out_the_admins_api()
        try:
            with signed_in_as(settings.DATABASE_WORKER):
                judge_what_waits(database_now())
        except db.Error as error:
            logger.warning("Live pages are judged later: %s.", described(error))
        except Exception as error:  # noqa: BLE001 - its text may hold what somebody wrote
            logger.error("Live pages were not judged because of %s.", type(error).__name__)
        finally:
            signal.alarm(0)
