"""The whole site as processes, as a clinic runs it: web, worker and a mail server on loopback."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from clinic.database.roles import Roles
from clinic.embedded_postgres import ADMINISTRATOR, throwaway
from tests.databases import address_as
from tests.smtp_sink import SmtpSink, running_sink
from tests.waiting import wait_until

from .commands import ROOT, Commands

PASSWORD = "a password for the demonstration"


def environment_of(database_url: str) -> dict[str, str]:
    """What the processes of a site on a database are told."""
    return {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "clinic.settings.test",
        "DATABASE_URL": database_url,
    }


def manage(environment: dict[str, str], *arguments: str) -> str:
    """Run one command of manage.py to its end; what it printed."""
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    return done.stdout


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Site:
    """A running demonstration site. Its processes may be killed and started again at any time.

    Each of them signs in to the database as its own role; commands are run by whoever may do everything.
    """

    def __init__(self, database_url: str, sink: SmtpSink) -> None:
        self.sink = sink
        self.port = _free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.environment = {
            **environment_of(database_url),
            "SITE_URL": self.address,
            "SMTP_HOST": "127.0.0.1",
            "SMTP_PORT": str(sink.port),
            "SMTP_SECURITY": "none",
        }
        self.commands = Commands(self.environment)

    def manage(self, *arguments: str) -> str:
        """Run one command of manage.py to its end; what it printed."""
        return self.commands.run(*arguments)

    def start(self, name: str) -> None:
        """Start ``web`` or ``worker``; the web server is waited for."""
        commands = {
            "web": ["runserver", "--noreload", "--insecure", f"127.0.0.1:{self.port}"],
            "worker": ["run_worker"],
        }
        role = {"web": Roles().web, "worker": Roles().worker}[name]
        self.processes[name] = subprocess.Popen(
            [sys.executable, "manage.py", *commands[name]],
            cwd=ROOT,
            env={**self.environment, "DATABASE_URL": address_as(role, self.environment["DATABASE_URL"])},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        if name == "web":
            wait_until(self._answers, "the web server")

    def kill(self, name: str) -> None:
        """Kill -9."""
        process = self.processes.pop(name)
        process.send_signal(signal.SIGKILL)
        process.wait()

    def stop(self) -> None:
        """End whatever still runs."""
        for name in list(self.processes):
            self.kill(name)
        self.commands.stop()

    def add_request(self, **answers: Any) -> tuple[str, str]:
        """Store a request as ``make_request`` does; its reference, and its key in the desk's addresses."""
        made = f"made = make_request(**{answers!r}); print(made.reference, made.pk)"
        imports = "import datetime; from tests.appointments.factories import make_request"
        reference, key = self.manage("shell", "--no-imports", "-c", f"{imports}; {made}").split()[-2:]
        return reference, key

    def mail_about(self, reference: str) -> list[Any]:
        """The messages so far that name ``reference``."""
        plain = ((message, message.get_body(("plain",))) for message in self.sink.messages)
        return [message for message, body in plain if reference in body.get_content()]

    def _answers(self) -> bool:
        try:
            with urlopen(f"{self.address}/health/live", timeout=2) as answer:  # noqa: S310 - our own address
                return answer.status == 200
        except (URLError, OSError):
            return False


@contextmanager
def serving(database_url: str) -> Iterator[Site]:
    """The site of a database that is filled, for the block."""
    with running_sink() as sink:
        site = Site(database_url, sink)
        try:
            # Whoever waits for the web server has waited for the worker as well.
            site.start("worker")
            site.start("web")
            yield site
        finally:
            site.stop()


@contextmanager
def running_site() -> Iterator[Site]:
    """The demonstration site on an empty Postgres of its own, for the block."""
    with throwaway(ROOT) as place:
        database_url = f"postgres://{ADMINISTRATOR}@/{place['HOST']}/{place['NAME']}"
        manage(environment_of(address_as(Roles().owner, database_url)), "migrate", "--verbosity=0")
        load_demonstration(database_url)
        with serving(database_url) as site:
            yield site


def load_demonstration(database_url: str) -> None:
    """Fill a database that is migrated."""
    manage(environment_of(database_url), "load_demo_site", f"--password={PASSWORD}")


def reference_on(text: str) -> str:
    """The reference that a page shows."""
    found = re.search(r"\b[A-HJ-NP-Z2-9]{8}\b", text)
    assert found, text
    return found.group()
