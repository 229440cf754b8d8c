"""Attacks a web server with slow and large requests, and tells what everybody else was answered."""

import os
import shlex
import signal
import subprocess
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

import psutil

from clinic.database.roles import Roles
from tests.bench.slow_clients import ATTACKS, HEALTH, PAGE, Address, ask, connected, served_during
from tests.browser.site import ROOT, running_site
from tests.databases import address_as
from tests.waiting import wait_until

OURS = ".venv/bin/gunicorn --config python:clinic.server.gunicorn --bind 127.0.0.1:{port} clinic.wsgi"
PAGES = 200


class Command(BaseCommand):
    help = "Attack a web server with slow and large requests, and tell what everybody else was answered."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--server", action="append", help="How it is started, with {port} in it. Ours.")

    def handle(self, *args: Any, **options: Any) -> None:
        with running_site() as site:
            site.kill("web")
            database = address_as(Roles().web, site.environment["DATABASE_URL"])
            environment = {**site.environment, "DATABASE_URL": database, "PYTHONPATH": str(ROOT)}
            for command in options["server"] or [OURS]:
                self.measure(shlex.split(command.format(port=site.port)), environment, site.port)

    def measure(self, command: list[str], environment: dict[str, str], port: int) -> None:
        """Run one server through all attacks, then end it."""
        self.write_line(shlex.join(command))
        address = ("127.0.0.1", port)
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        process = subprocess.Popen(command, cwd=ROOT, env=environment, **quiet)
        try:
            wait_until(lambda: ask(address, HEALTH) is not None, "the server", seconds=60)
            self.write_line(f"  {cost_of_pages(process.pid, address)}")
            for name, attack in ATTACKS.items():
                self.write_line(
                    f"  {name}: {served_during(attack, address)}, {memory_of(process.pid):.0f} MB"
                )
            self.write_line(f"  a worker killed: {seconds_without_a_worker(process.pid, address):.2f} s")
            self.write_line(f"  ended: {ending_of(process, address)}")
        finally:
            process.kill()
            process.wait()

    def write_line(self, text: str) -> None:
        """Print at once."""
        self.stdout.write(text)
        self.stdout.flush()


def family_of(pid: int) -> list[psutil.Process]:
    """The process and what it started."""
    parent = psutil.Process(pid)
    return [parent, *parent.children(recursive=True)]


def memory_of(pid: int) -> float:
    """Megabytes, shared ones counted once."""
    return sum(process.memory_full_info().pss for process in family_of(pid)) / 1024 / 1024


def cost_of_pages(pid: int, address: Address) -> str:
    """CPU for each page, one after the other."""

    def spent() -> float:
        return sum(sum(process.cpu_times()[:2]) for process in family_of(pid))

    before = spent()
    for _each in range(PAGES):
        ask(address, PAGE)
    return f"{(spent() - before) / PAGES * 1000:.1f} ms of CPU a page, {memory_of(pid):.0f} MB"


def seconds_without_a_worker(pid: int, address: Address) -> float:
    """How long a health check fails after a worker was killed."""
    workers = [process for process in family_of(pid)[1:] if process.status() != psutil.STATUS_ZOMBIE]
    workers[-1].kill()
    killed, last_failure = time.monotonic(), 0.0
    while time.monotonic() < killed + 8:
        if ask(address, HEALTH) is None:
            last_failure = time.monotonic() - killed
        time.sleep(0.02)
    return last_failure


def ending_of(process: subprocess.Popen[bytes], address: Address) -> str:
    """What became of those who asked while it ended: answered, refused before or cut off after connecting."""
    process.send_signal(signal.SIGTERM)
    ended, outcomes = time.monotonic(), {"answered": 0, "refused": 0, "cut off": 0}
    while time.monotonic() < ended + 4:
        outcomes[outcome_of(address)] += 1
        time.sleep(0.005)
    process.wait(60)
    return f"{outcomes}, after {time.monotonic() - ended:.1f} s; {os.cpu_count()} cores"


def outcome_of(address: Address) -> str:
    """What one health check became."""
    try:
        return "answered" if ask_or_raise(address) else "cut off"
    except ConnectionRefusedError:
        return "refused"
    except OSError:
        return "cut off"


def ask_or_raise(address: Address) -> bool:
    """Whether a health check was answered."""
    with connected(address) as connection:
        connection.sendall(HEALTH)
        return connection.recv(65536).startswith(b"HTTP/1.1 200")
