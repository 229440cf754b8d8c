"""The processes of `make run`: they come back when they die, and end with the one that started them."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from clinic.server.processes import Supervisor
from tests.waiting import wait_until

ROOT = Path(__file__).resolve().parents[3]
# Writes its own id and that of a process which it started, as `runserver` starts one to reload.
PROCESS = """
import os, subprocess, sys
child = subprocess.Popen(["sleep", "60"])
with open(sys.argv[1], "a") as file:
    print(os.getpid(), child.pid, file=file)
child.wait()
"""


def is_alive(pid: int) -> bool:
    """A process that ended and that nobody asked about is a zombie: not alive."""
    try:
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def ids_in(file: Path) -> list[int]:
    return [int(word) for word in file.read_text().split()] if file.exists() else []


@pytest.fixture
def ids(tmp_path: Path) -> Path:
    return tmp_path / "ids"


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def supervisor(ids: Path, told: list[str]) -> Iterator[Supervisor]:
    supervisor = Supervisor({"worker": [sys.executable, "-c", PROCESS, str(ids)]}, os.environ, told.append)
    yield supervisor
    supervisor.stop()


def test_a_process_that_dies_is_started_again(
    supervisor: Supervisor, ids: Path, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clinic.server.processes.SHORTEST_LIFE", 0)
    supervisor.start("worker")
    wait_until(lambda: len(ids_in(ids)) == 2, "a process and its child", seconds=10)
    os.kill(ids_in(ids)[0], signal.SIGKILL)
    wait_until(lambda: supervisor.has_died("worker"), "the supervisor to see that it is gone", seconds=10)
    supervisor.revive()
    wait_until(lambda: len(ids_in(ids)) == 4, "another process and its child", seconds=10)
    assert told == ["The worker process ended (code -9): starting it again."]
    assert not is_alive(ids_in(ids)[1])


def test_a_process_that_cannot_live_is_not_started_without_pause(supervisor: Supervisor, ids: Path) -> None:
    supervisor.start("worker")
    wait_until(lambda: len(ids_in(ids)) == 2, "a process and its child", seconds=10)
    os.kill(ids_in(ids)[0], signal.SIGKILL)
    wait_until(lambda: supervisor.has_died("worker"), "the supervisor to see that it is gone", seconds=10)
    supervisor.revive()
    assert supervisor.has_died("worker")


def test_stopping_ends_what_the_processes_started(supervisor: Supervisor, ids: Path) -> None:
    supervisor.start("worker")
    wait_until(lambda: len(ids_in(ids)) == 2, "a process and its child", seconds=10)
    supervisor.stop()
    assert not any(is_alive(pid) for pid in ids_in(ids))


def test_the_processes_end_when_their_supervisor_is_killed(ids: Path) -> None:
    code = f"""
import os, sys, time
from clinic.server.processes import Supervisor
Supervisor({{"worker": [sys.executable, "-c", {PROCESS!r}, {str(ids)!r}]}}, os.environ, print).start("worker")
time.sleep(60)
"""
    owner = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT)
    wait_until(lambda: len(ids_in(ids)) == 2, "a process and its child", seconds=10)
    owner.kill()
    owner.wait()
    wait_until(lambda: not any(is_alive(pid) for pid in ids_in(ids)), "all of them to end", seconds=10)
