"""Troubles besides kills: each begins while patients send, lasts some seconds, and ends."""

import os
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from clinic.database.roles import Roles
from clinic.embedded_postgres.places import ADMINISTRATOR
from tests import pooler, smtp_sink
from tests.pooler import Pooler
from tests.waiting import wait_until

from .nemesis import SECOND_WORKER, WEB, WORKER
from .postgres import Postgres
from .processes import Process, descendants
from .sink import FileSink

FAKETIME_PLACES = ("/usr/lib/*/faketime/libfaketime.so.1", "/usr/local/lib/faketime/libfaketime.so.1")
# Before the moment in which the clocks change: the site starts, and the first patients send.
SECONDS_BEFORE = 25


class CannotBeHad(Exception):
    """What a mode needs is not on this machine."""


@dataclass
class Scene:
    """What a trouble may reach."""

    postgres: Postgres
    web: Process
    worker: Process
    sink: FileSink
    media: Path
    second_worker: Process | None = None
    # What the web goes through to Postgres.
    pooler: Pooler | None = None
    # What it ended by itself, so that nobody takes it for a fall.
    ended: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, kw_only=True)
class Mode:
    """A trouble; how long it lasts; whose clock is wrong or changes; what else it needs."""

    trouble: Callable[[Scene], AbstractContextManager[Any]] = lambda _scene: nullcontext()
    seconds: float = 15
    web_ahead: int = 0
    clocks_change: datetime | None = None
    # What the site signs in to the mail server with.
    credentials: tuple[str, str] | None = None
    most_duplicates: int = 0
    workers: int = 1
    # Connections that a pooler has for the web; without any there is none.
    pooled: int = 0
    # Megabytes of a file system of its own, for the pictures or for Postgres.
    own_disk: dict[str, int] = field(default_factory=dict)

    def environment(self) -> dict[str, str]:
        """The settings of the site that this trouble needs."""
        return dict(zip(("SMTP_USER", "SMTP_PASSWORD"), self.credentials or (), strict=False))

    def clock(self) -> dict[str, str]:
        """The environment of a process that takes the moment of the change for the present."""
        if not self.clocks_change:
            return {}
        return faked(int((self.clocks_change - datetime.now(UTC)).total_seconds()) - SECONDS_BEFORE)

    def clock_of_web(self) -> dict[str, str]:
        """The environment of a web process whose clock is wrong."""
        return faked(self.web_ahead) if self.web_ahead else {}


def faked(seconds: int) -> dict[str, str]:
    """The environment of a process whose clock is so many seconds ahead."""
    found = [os.environ.get("FAKETIME_LIBRARY", "")]
    found += [str(path) for place in FAKETIME_PLACES for path in Path("/").glob(place.lstrip("/"))]
    library = next((path for path in found if path and Path(path).exists()), None)
    if library is None:
        raise CannotBeHad("libfaketime is not here (on Debian: faketime), nor does FAKETIME_LIBRARY name it.")
    # gunicorn compares times of files with its own clock.
    return {"LD_PRELOAD": library, "FAKETIME": f"{seconds:+d}", "NO_FAKE_STAT": "1"}


@contextmanager
def own_disk(folder: Path, megabytes: int) -> Iterator[None]:
    """Give ``folder``, which is empty, a small file system of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    status = folder.stat()
    options = f"size={megabytes}m,mode={status.st_mode & 0o777:o},uid={status.st_uid},gid={status.st_gid}"
    mount = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    made = subprocess.run(mount, check=False, capture_output=True, text=True)
    if made.returncode:
        raise CannotBeHad(f"No small disk can be mounted here (root can): {made.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@contextmanager
def _smtp(scene: Scene, **how: Any) -> Iterator[None]:
    before = {name: getattr(scene.sink, name) for name in how}
    for name, value in how.items():
        setattr(scene.sink, name, value)
    try:
        yield
    finally:
        for name, value in before.items():
            setattr(scene.sink, name, value)


def _server(**how: Any) -> Callable[[Scene], AbstractContextManager[None]]:
    """A mail server that behaves so."""
    return lambda scene: _smtp(scene, **how)


def _answering(verb: str, answer: str) -> Callable[[Scene], AbstractContextManager[None]]:
    return _server(refuses={verb: answer})


@contextmanager
def _connections_taken(scene: Scene) -> Iterator[None]:
    """Take every connection that the site may have, also those that it holds."""
    taken = []
    try:
        while len(taken) < 100:
            try:
                taken.append(scene.postgres.connect(Roles().web))
            except Exception:  # noqa: BLE001 - the last one is refused
                if not scene.postgres.query(END_SOME):
                    break
        yield
    finally:
        for connection in taken:
            connection.close()


@contextmanager
def _locked(scene: Scene) -> Iterator[None]:
    """Hold the table of requests, as a migration that rewrites it would."""
    connection = scene.postgres.connect(ADMINISTRATOR)
    try:
        connection.cursor().execute("LOCK TABLE appointments_appointmentrequest")
        yield
    finally:
        connection.close()


@contextmanager
def _stopped(scene: Scene) -> Iterator[None]:
    """Stop Postgres with all that belongs to it: it takes connections, and says nothing."""
    stopped = (scene.postgres.pid, *descendants(scene.postgres.pid))
    try:
        for pid in stopped:
            os.kill(pid, signal.SIGSTOP)
        yield
    finally:
        for pid in stopped:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)


@contextmanager
def _restarts(scene: Scene) -> Iterator[None]:
    """Tell web and worker to stop, three times each, as an update does."""
    for _time in range(3):
        for name, process in ((WEB, scene.web), (WORKER, scene.worker)):
            scene.ended[name] += 1
            os.kill(process.pid, signal.SIGTERM)
        time.sleep(8)
    yield


@contextmanager
def _workers_killed(scene: Scene) -> Iterator[None]:
    """Kill -9 one worker after the other, three times each, and only while the other one sends."""
    for _time in range(3):
        for name, process in ((WORKER, scene.worker), (SECOND_WORKER, scene.second_worker)):
            wait_until(lambda: _all_beat(scene), "the worker that was killed before")
            scene.ended[name] += 1
            killed = process.pid
            process.kill_and_leave()
            # The supervisor starts it again.
            while process.pid == killed:
                time.sleep(0.05)
    yield


def _all_beat(scene: Scene) -> bool:
    """Whether both workers live: whoever was killed has not beaten since it was started again."""
    beating = scene.postgres.query("SELECT process FROM appointments_workerheartbeat")
    workers = (scene.worker, scene.second_worker)
    return not any(worker.has_ended() or (worker.pid,) not in beating for worker in workers)


@contextmanager
def _pooler_killed(scene: Scene) -> Iterator[None]:
    """Kill the pooler, three times, each a second before it is started again."""
    for _time in range(3):
        scene.pooler.kill()
        time.sleep(1)
        scene.pooler.start()
        time.sleep(3)
    yield


@contextmanager
def pooler_for(mode: Mode, postgres: Postgres) -> Iterator[Pooler | None]:
    """Run what the web goes through in the mode, if it goes through something."""
    if not mode.pooled:
        yield None
        return
    if not pooler.is_here():
        raise CannotBeHad(pooler.NOT_HERE)
    with pooler.pooler({"HOST": postgres.places.socket}, mode.pooled) as running:
        yield running


@contextmanager
def _full(folder: Path) -> Iterator[None]:
    """Write a file until nothing more fits."""
    filler = folder / "filler"
    try:
        with filler.open("wb", buffering=0) as file:
            for size in (1 << 20, 1 << 12):
                try:
                    while True:
                        file.write(b"x" * size)
                except OSError:
                    continue
        yield
    finally:
        filler.unlink()


END_SOME = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE usename IN ('clinic_web', 'clinic_worker') AND application_name <> 'taken' LIMIT 5
"""
SIGNS_IN = ("clinic", "of the clinic")
MODES = {
    "smtp-refusing": Mode(trouble=_server(refusing=True)),
    "smtp-hanging-before-greeting": Mode(trouble=_server(mode=smtp_sink.HANG), seconds=30),
    "smtp-hanging-after-greeting": Mode(trouble=_server(mode=smtp_sink.HANG_GREETED), seconds=30),
    "smtp-dripping": Mode(trouble=_server(mode=smtp_sink.DRIP), seconds=45),
    # Each of these messages was taken, and nobody can know: the desk gets them again.
    "smtp-taking-then-dying": Mode(trouble=_server(mode=smtp_sink.DROP_AFTER_DATA), most_duplicates=1000),
    "smtp-421-at-greeting": Mode(trouble=_server(mode=smtp_sink.BUSY)),
    "smtp-451-at-mail": Mode(trouble=_answering("MAIL", "451 later")),
    "smtp-451-at-rcpt": Mode(trouble=_answering("RCPT", "451 later")),
    "smtp-451-at-data": Mode(trouble=_answering("DATA", "451 later")),
    "smtp-451-at-end": Mode(trouble=_server(mode=smtp_sink.REFUSE_MESSAGE)),
    "smtp-550": Mode(trouble=_answering("RCPT", "550 5.7.1 we do not relay")),
    "smtp-535": Mode(trouble=_server(credentials=("clinic", "another password")), credentials=SIGNS_IN),
    "connections-exhausted": Mode(trouble=_connections_taken, seconds=10),
    "table-locked": Mode(trouble=_locked, seconds=25),
    "postgres-stopped": Mode(trouble=_stopped, seconds=25),
    "pooler": Mode(pooled=2, trouble=_pooler_killed, seconds=0),
    # Whoever is killed between the mail server's answer and the database sends up to four again.
    "two-workers": Mode(workers=2, trouble=_workers_killed, seconds=0, most_duplicates=24),
    "restarts": Mode(trouble=_restarts, seconds=0),
    "media-full": Mode(trouble=lambda scene: _full(scene.media), own_disk={"media": 1}),
    "postgres-full": Mode(
        trouble=lambda scene: _full(scene.postgres.places.data), own_disk={"postgres": 250}
    ),
    "web-5-minutes-ahead": Mode(web_ahead=300),
    "web-5-minutes-behind": Mode(web_ahead=-300),
    "web-3-hours-ahead": Mode(web_ahead=3 * 3600),
    "web-3-hours-behind": Mode(web_ahead=-3 * 3600),
    "clocks-go-forward": Mode(clocks_change=datetime(2027, 3, 14, 10, tzinfo=UTC)),
    "clocks-go-back": Mode(clocks_change=datetime(2027, 11, 7, 9, tzinfo=UTC)),
}
