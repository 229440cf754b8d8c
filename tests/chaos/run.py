"""One run: a clinic's server on a Postgres of its own, patients, a nemesis, and the count afterwards."""

import os
import shutil
import socket
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException

from cryptography.fernet import Fernet

from clinic.database.roles import Roles
from clinic.embedded_postgres.places import DATABASE
from tests.pooler import Pooler
from tests.waiting import wait_until

from .checker import DESK, STORED, Result, compare, judge, mailed
from .modes import MODES, Mode, Scene, own_disk, pooler_for
from .nemesis import POSTGRES, SECOND_WORKER, WEB, WEB_WORKER, WORKER, Nemesis
from .patients import HOST, Patients, headers_of
from .postgres import FAULTS, Postgres
from .processes import ROOT, Guard, Process, Supervisor, descendants, kill_all
from .sink import FileSink, file_sink

KEPT = ROOT / "var" / "chaos"
LEASE_SECONDS = 60
# Beside the lease, for what waits for it.
DRAIN_SECONDS = 30
MOST_DUPLICATES = 15
START_SECONDS = 120
# What a server may have taken goes to the patient again only after ten minutes.
WAITING = """
SELECT 1 FROM appointments_notice WHERE state = 'pending' AND due_at < now() + interval '5 minutes'
"""


@dataclass(frozen=True)
class Plan:
    """What a run does: ``kills`` of each of the four kinds, and which build is ``broken`` how."""

    number: int
    kills: int = 0
    seed: int = 0
    broken: str = ""
    mode: str = ""
    lease: int = LEASE_SECONDS
    # How many people send the form of one browser, one after the other.
    people_to_a_form: int = 1
    # Where a database is that is copied, for libpq; without one an empty one is migrated, and filled.
    like: str | None = None


class Run:
    """Everything that one run starts, and its folder."""

    def __init__(self, plan: Plan, report: Callable[[str], None]) -> None:
        self.plan = plan
        # The code that fills the database.
        self.root = ROOT
        self.began = time.monotonic()
        self._report = report
        self.mode = MODES[plan.mode] if plan.mode else Mode()
        self.folder = KEPT / f"{plan.seed}-{plan.broken or plan.mode or 'whole'}-{os.getpid()}"
        self.folder.mkdir(parents=True)
        self.key = Fernet.generate_key().decode()
        self.port = _free_port()
        self.guard = Guard()
        self.result = Result(plan.seed, plan.number)

    def report(self, sentence: str) -> None:
        """Say what happens, and when."""
        self._report(f"{time.monotonic() - self.began:6.1f} s  {sentence}")

    def go(self) -> Result:
        """Do it all; what was stored and written is kept where there is a fault."""
        postgres = Postgres(self.guard, self.root)
        places = {"media": self.folder / "media", "postgres": postgres.places.state}
        try:
            with ExitStack() as stack:
                for name, megabytes in self.mode.own_disk.items():
                    stack.enter_context(own_disk(places[name], megabytes))
                postgres.places.prepare()
                through = stack.enter_context(pooler_for(self.mode, postgres))
                self._serve(postgres, stack.enter_context(file_sink(self.folder / "mail.jsonl")), through)
                postgres.stop()
            judge(self.result, MOST_DUPLICATES if self.plan.kills else self.mode.most_duplicates)
        except BaseException:
            self.result.faults.append("the run itself broke off")
            raise
        finally:
            keeps = bool(self.result.faults) and not self.plan.broken
            postgres.remove(self.folder if keeps else None)
            self.guard.dismiss()
            if not keeps:
                shutil.rmtree(self.folder)
        return self.result

    def _serve(self, postgres: Postgres, sink: FileSink, pooler: Pooler | None) -> None:
        sink.credentials = self.mode.credentials
        environment = self._environment(postgres, sink)
        postgres.fill(environment, self.plan.like, self.mode.clock)
        environment |= postgres.cluster.clock
        if pooler:
            environment["DATABASE_URL"] = pooler.url(Roles().web, DATABASE)
        postgres.break_on_purpose(self.plan.broken)
        self.report("the database is ready")
        address = f"127.0.0.1:{self.port}"
        server = ["-m", "gunicorn", "--config", "python:clinic.server.gunicorn", "--bind", address]
        of_web = environment | self.mode.clock_of_web()
        web = Process([*server, "clinic.wsgi"], of_web, self.folder / "web.log", self.guard)
        # Waits of threads would never end by a clock that is faked for them as well.
        of_worker = environment | ({"FAKETIME_DONT_FAKE_MONOTONIC": "1"} if postgres.cluster.clock else {})
        workers = [
            Process(["manage.py", "run_worker"], of_worker, self.folder / f"{name}.log", self.guard)
            for name in (WORKER, SECOND_WORKER)[: self.mode.workers]
        ]
        kept = dict(zip((WORKER, SECOND_WORKER), workers, strict=False))
        supervisor = Supervisor({POSTGRES: postgres, WEB: web, **kept}, self.report)
        try:
            for worker in workers:
                worker.start()
            web.start()
            wait_until(self._answers, "the web server", START_SECONDS)
            self.report("the site answers")
            supervisor.start()
            scene = Scene(postgres, web, workers[0], sink, self.folder / "media", pooler=pooler)
            scene.second_worker = workers[-1]
            self._attack(scene, supervisor)
        finally:
            supervisor.stop()
            web.kill()
            for worker in workers:
                worker.kill()

    def _attack(self, scene: Scene, supervisor: Supervisor) -> None:
        plan, result = self.plan, self.result
        patients = Patients(
            port=self.port, number=plan.number, seed=plan.seed, people_to_a_form=plan.people_to_a_form
        )
        nemesis = self._nemesis(scene, patients)
        began = time.monotonic()
        patients.start()
        nemesis.start()
        if plan.mode:
            self._trouble(scene, patients)
        while not patients.are_done():
            assert not supervisor.error, supervisor.error
            time.sleep(0.05)
        nemesis.stop()
        result.load_seconds = round(time.monotonic() - began, 1)
        result.kills = dict(nemesis.killed)
        self._count(patients, scene.postgres)
        result.ended_unasked = dict(supervisor.ended - nemesis.killed - scene.ended)

    def _count(self, patients: Patients, postgres: Postgres) -> None:
        """Let everything be sent, and fill in what became of it."""
        result = self.result
        result.drain_seconds = self._drain(postgres)
        result.stuck = len(postgres.query(WAITING))
        self.report(f"drained in {result.drain_seconds} s")
        result.gave_up = len(patients.gave_up)
        result.errors, result.without_phone = dict(patients.errors), dict(patients.without_phone)
        rows = postgres.query(STORED)
        if postgres.cluster.clock:
            # The harness has another clock than the database.
            rows = [(*row[:3], None) for row in rows]
        compare(result, patients.sent.values(), rows, mailed(self.folder / "mail.jsonl"), self.key)

    def _nemesis(self, scene: Scene, patients: Patients) -> Nemesis:
        return Nemesis(
            kills=self.plan.kills,
            number=self.plan.number,
            seed=self.plan.seed,
            kill={
                WEB_WORKER: lambda: kill_all(descendants(scene.web.pid)[:1]),
                WEB: scene.web.kill_and_leave,
                WORKER: scene.worker.kill_and_leave,
                POSTGRES: scene.postgres.kill,
            },
            progress=lambda: len(patients.acknowledged),
            is_sending=lambda: scene.sink.being_given,
            report=self.report,
        )

    def _trouble(self, scene: Scene, patients: Patients) -> None:
        """Make the trouble of the mode once a quarter of the patients is through."""
        while len(patients.acknowledged) < self.plan.number // 4 and not patients.are_done():
            time.sleep(0.05)
        self.report(f"{self.plan.mode} begins after {len(patients.acknowledged)} submissions")
        with self.mode.trouble(scene):
            time.sleep(self.mode.seconds)
        self.report(f"{self.plan.mode} ends after {len(patients.acknowledged)} submissions")

    def _drain(self, postgres: Postgres) -> float:
        """Wait until nothing is left to send and everything is told, or for as long as that may take."""
        began = time.monotonic()
        # What is broken need not be waited for as long.
        patience = DRAIN_SECONDS + (0 if self.plan.broken else self.plan.lease)
        while postgres.query(WAITING) and time.monotonic() - began < patience:
            time.sleep(0.1)
        return round(time.monotonic() - began, 1)

    def _answers(self) -> bool:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/health/live", headers=headers_of(0, ""))
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()

    def _environment(self, postgres: Postgres, sink: FileSink) -> dict[str, str]:
        environment = {
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "tests.chaos.settings",
            "ENV_FILE": os.devnull,
            "SECRET_KEY": "of-one-run-only-" * 4,
            "ALLOWED_HOSTS": HOST,
            "SITE_URL": f"https://{HOST}",
            "CLINIC_PHONE": "949-510-6333",
            "DATABASE_URL": postgres.url(Roles().web),
            "DATABASE_WORKER_URL": postgres.url(Roles().worker),
            "PATIENT_DATA_KEYS": self.key,
            "PATIENT_LOOKUP_KEY": "lookup-of-one-run-only-" * 3,
            "PATIENT_LINK_KEYS": "link-of-one-run-only-" * 3,
            "SMTP_HOST": "127.0.0.1",
            "SMTP_PORT": str(sink.port),
            "SMTP_SECURITY": "none",
            "MAIL_FROM": "Acupuncture Halls <site@clinic.example>",
            "FRONT_DESK_EMAILS": DESK,
            "MEDIA_ROOT": str(self.folder / "media"),
            "CHAOS_LEASE_SECONDS": str(self.plan.lease),
        }
        if self.plan.broken not in FAULTS:
            environment["CHAOS_BROKEN"] = self.plan.broken
        return environment | self.mode.environment()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
