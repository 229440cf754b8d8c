"""Sites of the bench: each a gunicorn of two workers on a database, by the settings of a server."""

import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from clinic.database.roles import Roles
from tests.chaos.patients import HOST
from tests.chaos.processes import ROOT, Guard, Process
from tests.waiting import wait_until

from .asking import ask, request_bytes
from .postgres import FOLDER, Postgres
from .usage import processor_seconds

START_SECONDS = 120
# What the clinic's proxy says of a browser.
HEADERS = {
    "Host": HOST,
    "Accept-Encoding": "gzip",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-For": "198.51.100.7",
    "Connection": "close",
}
# Public, like all that the bench stores: nothing of it is a patient's.
KEYS = {
    "SECRET_KEY": "of-the-bench-only-" * 3,
    "PATIENT_DATA_KEYS": "ZGV2ZWxvcG1lbnQtb25seS1rZXktb2YtYmVuY2gtMDA=",
    "PATIENT_LOOKUP_KEY": "lookup-of-the-bench-only-" * 2,
    "PATIENT_LINK_KEYS": "link-of-the-bench-only-" * 2,
}


@dataclass
class Site:
    """One gunicorn, and where it answers."""

    name: str
    environment: dict[str, str]
    guard: Guard
    configuration: str = "clinic.server.gunicorn"
    application: str = "clinic.wsgi"
    home: str = "/health/live"
    port: int = field(init=False)
    web: Process = field(init=False)

    def __post_init__(self) -> None:
        self.port = free_port()
        bind = f"127.0.0.1:{self.port}"
        self.environment = {**self.environment, "WEB_BIND": bind}
        # Workers that leave after two thousand requests would be a round's bad luck: none does.
        options = ["--config", f"python:{self.configuration}", "--bind", bind, "--max-requests", "0"]
        arguments = ["-m", "gunicorn", *options, self.application]
        self.web = Process(arguments, self.environment, FOLDER / f"{self.name}.log", self.guard)

    def start(self) -> float:
        """Start it and wait until it answers; the seconds that took."""
        FOLDER.mkdir(parents=True, exist_ok=True)
        began = time.monotonic()
        self.web.start()
        wait_until(self._answers, f"the site {self.name}", START_SECONDS)
        return time.monotonic() - began

    def stop(self) -> None:
        """End it."""
        self.web.stop()

    def processor_seconds(self) -> float:
        """What its processes have used so far."""
        return processor_seconds(self.web.pid)

    def python(self, *arguments: str) -> str:
        """Run a program of the site to its end; what it printed."""
        return run_python(self.environment, *arguments)

    def _answers(self) -> bool:
        assert not self.web.has_ended(), f"{self.name} did not start: {self.web.log}"
        try:
            return ask(self.port, request_bytes(self.home, HEADERS)).status == 200
        except OSError:
            return False


def run_python(environment: dict[str, str], *arguments: str) -> str:
    """Run Python to its end in the project's folder; what it printed."""
    with (FOLDER / "programs.log").open("a") as log:
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=environment,
            check=True,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
    return done.stdout


def environment_of_site(postgres: Postgres, database: str, smtp_port: int) -> dict[str, str]:
    """What the processes of a clinic's server are told."""
    return {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "tests.bench.site.settings",
        "ENV_FILE": os.devnull,
        **KEYS,
        "ALLOWED_HOSTS": HOST,
        "SITE_URL": f"https://{HOST}",
        "CLINIC_PHONE": "949-510-6333",
        "DATABASE_URL": postgres.url(database, Roles().web),
        "DATABASE_WORKER_URL": postgres.url(database, Roles().worker),
        "DATABASE_OWNER_URL": postgres.url(database, Roles().owner),
        "SMTP_HOST": "127.0.0.1",
        "SMTP_PORT": str(smtp_port),
        "SMTP_SECURITY": "none",
        "MAIL_FROM": "Acupuncture Halls <site@clinic.example>",
        "FRONT_DESK_EMAILS": "front-desk@clinic.example",
        "MEDIA_ROOT": str(FOLDER / "media"),
        "METRICS_FOLDER": str(FOLDER / "metrics"),
        # As long as a run.
        "STAFF_IDLE_MINUTES": "60",
        "STAFF_MFA_REQUIRED": "false",
    }


def environment_of_bare(postgres: Postgres, project: str, smtp_port: int) -> dict[str, str]:
    """What the processes of a bare project are told."""
    return {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": f"tests.bench.bare.{project}_project",
        "DATABASE_URL": postgres.url("bare"),
        "WEB_BIND": "127.0.0.1:0",
        "SMTP_PORT": str(smtp_port),
    }


def site_of(name: str, environment: dict[str, str], guard: Guard) -> Site:
    """A clinic's site."""
    return Site(name, environment, guard)


def bare_site(name: str, environment: dict[str, str], guard: Guard, home: str) -> Site:
    """A bare project."""
    return Site(name, environment, guard, "tests.bench.bare.gunicorn", "tests.bench.bare.wsgi", home)


def worker_of(environment: dict[str, str], guard: Guard) -> Process:
    """The worker of a clinic's site."""
    return Process(["manage.py", "run_worker"], environment, FOLDER / "worker.log", guard)


def free_port() -> int:
    """A port of loopback that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def forget_logs(folder: Path = FOLDER) -> None:
    """Remove what processes of an earlier run wrote."""
    for log in folder.glob("*.log"):
        log.unlink()
