"""`make run`: migrates, loads the demonstration into an empty database, runs web and worker to Ctrl-C."""

import http.client
import logging
import os
import signal
import socket
import sys
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.migrations.exceptions import InconsistentMigrationHistory

from wagtail.models import Page

from clinic.server.processes import Supervisor

DEMONSTRATION_PASSWORD = "needles-in-the-haystack"  # noqa: S105 - printed at each start, for invented people only
SAMPLE_ARTICLE = "nerve-pain"
HOST = "127.0.0.1"
HOST_IN_ADDRESSES = "localhost"  # Browsers keep passkeys for names, not for numbers.
START_SECONDS = 90
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Command(BaseCommand):
    help = "Run the whole site on this machine for development: database, web and worker, until Ctrl-C."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="The port of the web server on 127.0.0.1.")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError(
                "run_clinic is for development. docs/operations.md says how to run production."
            )
        port = options["port"]
        refuse_busy_port(port)
        for number in STOP_SIGNALS:
            # Also for Ctrl-C: a shell that starts this in the background ignores the signal.
            signal.signal(number, interrupt)
        supervisor = Supervisor(commands(port), environment(port), self.write_line)
        try:
            self.prepare_database()
            supervisor.start("web")
            supervisor.start("worker")
            wait_for_site(port, supervisor)
            self.write_line(welcome(address(port)))
            while True:
                time.sleep(0.5)
                supervisor.revive()
        except KeyboardInterrupt:
            self.write_line("\nStopping.")
        finally:
            for number in STOP_SIGNALS:
                signal.signal(number, signal.SIG_IGN)
            supervisor.stop()

    def prepare_database(self) -> None:
        """Migrate the tables; load the demonstration site into an empty database."""
        self.write_line("Preparing the database.")
        try:
            call_command("migrate", interactive=False, verbosity=0)
        except InconsistentMigrationHistory as error:
            raise CommandError(
                "The database was made by another state of this project, and cannot be brought to this one. "
                "Delete it to start from nothing: docs/operations.md says where it stands."
            ) from error
        call_command("clean_pictures", verbosity=0)
        if not get_user_model().objects.exists():
            self.write_line("Loading the demonstration site.")
            logging.getLogger("wagtail").setLevel(logging.WARNING)  # It logs every page.
            call_command("load_demo_site", password=DEMONSTRATION_PASSWORD, verbosity=0)
            call_command("load_demo_requests", verbosity=0)

    def write_line(self, text: str) -> None:
        """Print at once, also into a pipe."""
        self.stdout.write(text)
        self.stdout.flush()


def interrupt(*_: object) -> None:
    """End the command as Ctrl-C does."""
    raise KeyboardInterrupt


def refuse_busy_port(port: int) -> None:
    """Raise CommandError with one line when the web server could not listen on ``port``."""
    if not 1 <= port <= 65535:
        raise CommandError(f"{port} is not a port: choose one from 1024 to 65535: `make run PORT=8123`.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError as error:
            raise CommandError(f"Port {port} is reserved: choose another, `make run PORT=8123`.") from error
        except OSError as error:
            raise CommandError(f"Port {port} is in use: choose another, `make run PORT=8123`.") from error


def address(port: int) -> str:
    """Return the address that people open, without a slash at the end."""
    return f"http://{HOST_IN_ADDRESSES}:{port}"


def commands(port: int) -> dict[str, list[str]]:
    """Return the processes of the site, as in production but for the web server."""
    manage = [sys.executable, str(settings.BASE_DIR / "manage.py")]
    return {"web": [*manage, "runserver", f"{HOST}:{port}"], "worker": [*manage, "run_worker"]}


def environment(port: int) -> dict[str, str]:
    """Return the environment of the processes: links in mail lead to this port."""
    chosen = {
        "SITE_URL": address(port),
        "DJANGO_RUNSERVER_HIDE_WARNING": "true",
        "PYTHONUNBUFFERED": "1",
    }
    return chosen | os.environ


def wait_for_site(port: int, supervisor: Supervisor) -> None:
    """Wait until the web server answers; raise CommandError when it ends or takes too long."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if supervisor.has_died("web"):
            raise CommandError("The web server ended before it answered; the lines above say why.")
        connection = http.client.HTTPConnection(HOST, port, timeout=10)
        try:
            connection.request("GET", "/health/live")
            if connection.getresponse().status == http.HTTPStatus.OK:
                return
        except OSError:
            pass
        finally:
            connection.close()
        time.sleep(0.2)
    raise CommandError(f"The web server did not answer within {START_SECONDS} seconds.")


def welcome(site: str) -> str:
    """Return the addresses, the mail folder and the sign-ins that work."""
    article = Page.objects.live().filter(slug=SAMPLE_ARTICLE).first()
    rows = [
        ("Site", f"{site}/"),
        ("An article", f"{site}{article.url}" if article else f"{site}/conditions/"),
        ("Request form", f"{site}/appointments/request/"),
        ("Admin", f"{site}/admin/"),
        ("Front desk", f"{site}/admin/requests/"),
        ("Mail", mail_place()),
    ]
    lines = ["", "The clinic is running. Ctrl-C stops it; its data stays.", ""]
    lines += [f"  {name:<14}{value}" for name, value in rows]
    people = [user for user in demonstration_staff() if user.check_password(DEMONSTRATION_PASSWORD)]
    if people:
        lines += ["", f"Sign in to the admin with the password {DEMONSTRATION_PASSWORD} as"]
        lines += [f"  {user.email:<24}{role_of(user)}" for user in people]
    return "\n".join([*lines, ""])


def demonstration_staff() -> Any:
    """Return the invented people who may sign in."""
    return get_user_model().objects.filter(is_demonstration=True, is_active=True).prefetch_related("groups")


def role_of(user: Any) -> str:
    """Return what the person may do, in the words of the groups."""
    return "administrator" if user.is_superuser else ", ".join(group.name for group in user.groups.all())


def mail_place() -> str:
    """Return where mail goes: a folder, or a server."""
    mailer: Any = settings.MAILERS["default"]
    options = mailer.get("OPTIONS", {})
    folder = options.get("file_path")
    return (
        str(Path(folder).resolve())
        if folder
        else f"sent through {options.get('host', 'the configured server')}"
    )
