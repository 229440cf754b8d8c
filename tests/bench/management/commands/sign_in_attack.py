"""Attacks the sign-in with many connections, and tells how long a patient waits for the form meanwhile."""

import http.client
import itertools
import os
import random
import re
import shlex
import signal
import subprocess
import threading
import time
from collections import Counter
from statistics import quantiles
from typing import Any
from urllib.parse import urlencode

from django.core.management.base import BaseCommand, CommandParser

from clinic.database.roles import Roles
from tests.bench.slow_clients import HEALTH, ask
from tests.browser.site import ROOT, running_site
from tests.databases import address_as
from tests.waiting import wait_until

from .slow_clients import OURS

FORM = "/appointments/request/"
SIGN_IN = "/admin/login/"
# Name, whether the limits are there, and whether each try comes from another connection.
ATTACKS = {
    "no attack": (True, None),
    "without limits": (False, True),
    "one connection": (True, False),
    "a connection for each try": (True, True),
}


class Command(BaseCommand):
    help = "Attack the sign-in with wrong passwords, and tell how long patients wait for the form meanwhile."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--connections", type=int, default=32, help="How many attack (32).")
        parser.add_argument("--seconds", type=int, default=20, help="How long each attack lasts (20).")

    def handle(self, *args: Any, **options: Any) -> None:
        with running_site() as site:
            site.kill("web")
            database = address_as(Roles().web, site.environment["DATABASE_URL"])
            known = {"DATABASE_URL": database, "PYTHONPATH": str(ROOT)}
            environment = {**site.environment, **known, "DJANGO_SETTINGS_MODULE": "tests.bench.attacked"}
            for name, (is_protected, spread) in ATTACKS.items():
                extra = {} if is_protected else {"UNPROTECTED": "yes"}
                server = subprocess.Popen(
                    shlex.split(OURS.format(port=site.port)),
                    cwd=ROOT,
                    env={**environment, **extra},
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    start_new_session=True,
                )
                try:
                    address = ("127.0.0.1", site.port)
                    wait_until(lambda where=address: ask(where, HEALTH) is not None, "the server", seconds=60)
                    connections = 0 if spread is None else options["connections"]
                    figures = measured(site.port, connections, options["seconds"], spread=bool(spread))
                    self.stdout.write(f"{name}: {figures}")
                    self.stdout.flush()
                finally:
                    # Its workers too, which would answer in the next one's place.
                    os.killpg(server.pid, signal.SIGKILL)
                    server.wait()


def measured(port: int, connections: int, seconds: int, *, spread: bool) -> str:
    """Attack, and ask for the form one time after the other."""
    answers: Counter[int] = Counter()
    stop = threading.Event()
    attackers = [
        threading.Thread(target=attack, args=(port, stop, answers), kwargs={"spread": spread}, daemon=True)
        for _ in range(connections)
    ]
    for attacker in attackers:
        attacker.start()
    waits, end = [], time.monotonic() + seconds
    # The first moments fill the queues.
    time.sleep(2 if connections else 0)
    while time.monotonic() < end:
        started = time.monotonic()
        status, _headers, _body = fetch(port, "GET", FORM)
        waits.append(time.monotonic() - started if status == 200 else float(seconds))
        time.sleep(0.05)
    stop.set()
    for attacker in attackers:
        attacker.join(30)
    p95 = quantiles(waits, n=20)[-1] if len(waits) > 1 else waits[0]
    return (
        f"form p95 {p95:.2f} s of {len(waits)}, longest {max(waits):.2f} s; sign-in answered {dict(answers)}"
    )


def attack(port: int, stop: threading.Event, answers: Counter[int], *, spread: bool) -> None:
    """Try passwords until told to stop."""
    _status, headers, body = fetch(port, "GET", SIGN_IN)
    cookie = next((one.partition(";")[0] for one in headers if one.startswith("csrf=")), "")
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', body)
    chance = random.Random(threading.get_ident())  # noqa: S311 - no secret
    for number in itertools.count():
        if stop.is_set() or token is None:
            return
        person = f"{number}-{threading.get_ident()}" if spread else "owner"
        fields = {"csrfmiddlewaretoken": token[1], "login": f"{person}@clinic.example", "password": "wrong"}
        sender = f"203.{chance.randrange(256)}.{chance.randrange(256)}.7" if spread else "203.0.113.7"
        status, _headers, _body = fetch(port, "POST", SIGN_IN, fields, cookie, sender)
        answers[status] += 1


def fetch(
    port: int,
    method: str,
    path: str,
    fields: dict[str, str] | None = None,
    cookie: str = "",
    sender: str = "198.51.100.1",
) -> tuple[int, list[str], str]:
    """Ask once, on a connection of its own; status 0 when there was no answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"X-Forwarded-For": sender, "Cookie": cookie, "Host": f"127.0.0.1:{port}"}
    if fields:
        headers |= {
            "Content-Type": "application/x-www-form-urlencoded",
            "Origin": f"http://127.0.0.1:{port}",
        }
    try:
        connection.request(method, path, urlencode(fields) if fields else None, headers)
        answer = connection.getresponse()
        return answer.status, answer.headers.get_all("Set-Cookie") or [], answer.read().decode()
    except (OSError, http.client.HTTPException):
        return 0, [], ""
    finally:
        connection.close()
