#!/usr/bin/env python
"""Django's command line. Where the settings name the embedded Postgres, it runs as long as the command."""

import os
import signal
import sys
from contextlib import nullcontext
from pathlib import Path

try:
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line, handle_default_options
    from django.core.management.base import CommandParser
    from django.db import InterfaceError, OperationalError, connection
    from django.db.backends.signals import connection_created
except ImportError:
    sys.exit("Django is not installed for this Python. Run `make run` once, then use .venv/bin/python.")

from clinic.database.limits import take_time
from clinic.database.trouble import why_it_ended
from clinic.embedded_postgres import EmbeddedPostgresError, database_settings, running

# Limits of time that are set for the role are for these; whoever starts another command waits for its end.
WITH_LIMITS = ("migrate", "run_clinic", "run_worker", "runserver")
PROJECT_DIR = Path(__file__).resolve().parent
WITHOUT_DATABASE = ("collectstatic", "compilemessages", "diffsettings", "findstatic", "help", "makemessages")


def wants_embedded_postgres(arguments: list[str]) -> bool:
    """Say whether the command uses the database and the settings point at the embedded Postgres."""
    if not arguments or arguments[0].startswith("-") or arguments[0] in WITHOUT_DATABASE:
        return False
    parser = CommandParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--settings")
    parser.add_argument("--pythonpath")
    handle_default_options(parser.parse_known_args(arguments[1:])[0])
    return settings.DATABASES["default"].get("HOST") == database_settings(PROJECT_DIR)["HOST"]


def main() -> None:
    """Run one command; a setup that cannot work ends in one line."""
    # Whoever names a file of variables means a server.
    kind = "production" if os.environ.get("ENV_FILE", "").strip() else "dev"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", f"clinic.settings.{kind}")
    try:
        embedded = wants_embedded_postgres(sys.argv[1:])
        if embedded:
            # Python would end at once and leave Postgres running.
            signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
        if not set(sys.argv[1:2]) & set(WITH_LIMITS):
            connection_created.connect(take_time)
        with running(PROJECT_DIR) if embedded else nullcontext():
            execute_from_command_line(sys.argv)
    except (EmbeddedPostgresError, ImproperlyConfigured) as error:
        sys.exit(f"Cannot start: {error}")
    except (InterfaceError, OperationalError) as error:
        sys.exit(why_it_ended(error, connection.settings_dict))


if __name__ == "__main__":
    main()
