"""One run: the latest release is updated to this version and taken back, while patients send requests."""

import os
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from clinic.database.roles import Roles
from tests.chaos.patients import ASKED_AGAIN, Patients
from tests.chaos.postgres import Postgres
from tests.chaos.processes import ROOT, Process
from tests.chaos.run import START_SECONDS, Plan, Run
from tests.chaos.sink import FileSink
from tests.pooler import Pooler
from tests.waiting import wait_until

from . import release

# As a backup or a report does, and takes long.
READ = "SELECT count(*) FROM appointments_appointmentrequest"
# systemd hands sockets over from number 3 on, to the process that it names.
LAUNCH = (
    "import os, sys; os.dup2(int(sys.argv[1]), 3); os.environ['LISTEN_PID'] = str(os.getpid());"
    " os.execv(sys.executable, [sys.executable, *sys.argv[2:]])"
)
SERVER = ["-m", "gunicorn", "--config", "python:clinic.server.gunicorn", "clinic.wsgi"]


class Web(Process):
    """Instance of the web server on a socket that stays open whichever instance comes and goes."""

    def __init__(self, run: "Update", number: int, root: Path) -> None:
        self.address = f"clinic-update-{os.getpid()}-{number}"
        told = {"LISTEN_FDS": "1", "NOTIFY_SOCKET": f"@{self.address}"}
        arguments = ["-c", LAUNCH, str(run.listener.fileno()), *SERVER, "--workers", str(run.workers)]
        log = run.folder / f"web-{number}.log"
        super().__init__(arguments, run.environment | told, log, run.guard, root, run.listener.fileno())

    def start(self) -> None:
        """Start it, and wait until it says that it serves."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as told:
            told.bind(f"\0{self.address}")
            told.settimeout(START_SECONDS)
            super().start()
            while b"READY=1" not in told.recv(4096):
                pass


class Update(Run):
    """Run with so many ``instances`` of the web server beside each other."""

    def __init__(self, plan: Plan, report: Callable[[str], None], instances: int) -> None:
        super().__init__(plan, report)
        self.root = self.folder / "release"
        release.extract(self.root)
        self.instances, self.workers = instances, 2 // instances
        self.listener = socket.create_server(("127.0.0.1", self.port), backlog=1024)
        self.environment: dict[str, str] = {}

    def _serve(self, postgres: Postgres, sink: FileSink, pooler: Pooler | None) -> None:
        assert not pooler, "an update is tried without a pooler"
        self.environment = self._environment(postgres, sink)
        postgres.fill(self.environment, None)
        self.report(f"the database of {release.TAG} is ready")
        webs = [Web(self, number, self.root) for number in range(self.instances)]
        worker = Process(
            ["manage.py", "run_worker"], self.environment, self.folder / "worker.log", self.guard, self.root
        )
        try:
            for process in (worker, *webs):
                process.start()
            wait_until(self._answers, "the web server", START_SECONDS)
            self._update_under_load(postgres, webs, worker)
        finally:
            for process in (*webs, worker):
                process.kill()
            self.listener.close()

    def _update_under_load(self, postgres: Postgres, webs: list[Web], worker: Process) -> None:
        patients = Patients(port=self.port, number=sys.maxsize, seed=self.plan.seed)
        began = time.monotonic()
        patients.start()
        self._let_send(patients)
        self._manage("upgrade_check")
        self._migrate_beside_a_reader(postgres)
        self._let_send(patients)
        self._replace(ROOT, webs, worker)
        self._let_send(patients)
        asked_again = patients.errors[str(ASKED_AGAIN)]
        self._replace(self.root, webs, worker)
        self._let_send(patients)
        patients.send_no_more()
        while not patients.are_done():
            time.sleep(0.05)
        # Back, whoever was between two screens of this version's form is shown the release's: nothing fails.
        self.report(f"asked once more on the way back: {patients.errors[str(ASKED_AGAIN)] - asked_again}")
        patients.errors += Counter({str(ASKED_AGAIN): asked_again - patients.errors[str(ASKED_AGAIN)]})
        self.result.load_seconds = round(time.monotonic() - began, 1)
        self.result.number = len(patients.sent)
        self._count(patients, postgres)
        self.result.faults += [f"failed, {kind}: {count}" for kind, count in self.result.errors.items()]

    def _let_send(self, patients: Patients) -> None:
        """Wait until a quarter of the submissions has been acknowledged since now."""
        enough = len(patients.acknowledged) + self.plan.number // 4
        wait_until(lambda: len(patients.acknowledged) >= enough, "patients", START_SECONDS)

    def _replace(self, root: Path, webs: list[Web], worker: Process) -> None:
        """Let one process after the other go on with the code in ``root``."""
        to = "this version" if root == ROOT else release.TAG
        for process in (*webs, worker):
            began = time.monotonic()
            process.stop()
            process.root = root
            process.start()
            self.report(f"{Path(process.log).stem} runs {to} after {time.monotonic() - began:.1f} s")

    def _migrate_beside_a_reader(self, postgres: Postgres) -> None:
        """Migrate while somebody reads the requests, who ends once `migrate` has tried in vain."""
        reader = postgres.connect(Roles().worker)
        reader.cursor().execute(READ)

        def heard(line: str) -> None:
            if "in use" in line:
                reader.rollback()

        self._manage("migrate", heard, DATABASE_OWNER_URL=postgres.url(Roles().owner))
        reader.close()

    def _manage(self, command: str, heard: Callable[[str], object] = len, **more: str) -> None:
        """Run a command of this version to its end, and say what it says."""
        began = time.monotonic()
        with subprocess.Popen(
            [sys.executable, "-u", "manage.py", command],
            cwd=ROOT,
            env=self.environment | more,
            stdout=subprocess.PIPE,
            text=True,
        ) as running:
            for line in running.stdout:
                self.report(f"    {line.rstrip()}")
                heard(line)
        assert not running.returncode, f"{command} ended with {running.returncode}"
        self.report(f"{command} took {time.monotonic() - began:.1f} s")
