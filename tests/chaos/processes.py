"""The processes of a run: started as a clinic's server does, and started again when they end."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from clinic.server.processes import GUARD

ROOT = Path(__file__).parents[2]
# As systemd does it.
RESTART_SECONDS = 0.2
# A disk may be full for a while.
MOST_SECONDS_TO_START = 120


class Guard:
    """A shell that ends what a run started once the harness is gone, also by a kill -9."""

    def __init__(self) -> None:
        self.shell = subprocess.Popen(
            ["/bin/sh", "-c", GUARD], stdin=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
        )

    def watch(self, group: int) -> None:
        """End the process group, too."""
        self.shell.stdin.write(b"%d\n" % group)
        self.shell.stdin.flush()

    def dismiss(self) -> None:
        """End nothing: everything has ended in order."""
        self.shell.kill()
        self.shell.communicate()


class Process:
    """One command in a process group of its own, by the code in ``root``; ``listener`` is handed on to it."""

    def __init__(
        self,
        arguments: list[str],
        environment: dict[str, str],
        log: Path,
        guard: Guard,
        root: Path = ROOT,
        listener: int | None = None,
    ) -> None:
        self.arguments, self.environment, self.log, self.guard = arguments, environment, log, guard
        self.root, self.listener = root, listener
        self.popen: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        return self.popen.pid

    def start(self) -> None:
        self.kill()
        with self.log.open("ab") as log:
            self.popen = subprocess.Popen(
                [sys.executable, *self.arguments],
                cwd=self.root,
                env=self.environment,
                pass_fds=() if self.listener is None else (self.listener,),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.guard.watch(self.pid)

    def has_ended(self) -> bool:
        return self.popen is not None and self.popen.poll() is not None

    def stop(self) -> None:
        """Tell it to stop, as systemd does, and wait until it has."""
        self.popen.terminate()
        self.popen.wait()

    def kill_and_leave(self) -> None:
        """Kill -9 the whole group; whoever watches finds it ended."""
        if self.popen:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.pid, signal.SIGKILL)

    def kill(self) -> None:
        """Kill -9 the whole group, as systemd kills what a service leaves behind, and wait for its end."""
        self.kill_and_leave()
        if self.popen:
            self.popen.wait()


class Supervisor:
    """Starts again whatever ends, until ``stop``; counts how often that was."""

    def __init__(self, kept: dict[str, "Process"], report: Callable[[str], None]) -> None:
        self.kept, self.report = kept, report
        self.ended: Counter[str] = Counter()
        self.error = ""
        self._failing_since: dict[str, float] = {}
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Start nothing any more."""
        self._stopping.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stopping.wait(0.05):
            for name, process in self.kept.items():
                if process.has_ended():
                    self._start_again(name, process)

    def _start_again(self, name: str, process: "Process") -> None:
        began = self._failing_since.get(name)
        if began is None:
            self.ended[name] += 1
            began = self._failing_since[name] = time.monotonic()
        time.sleep(RESTART_SECONDS)
        try:
            process.start()
        except Exception as error:  # noqa: BLE001 - the run must say what ended it
            if time.monotonic() - began > MOST_SECONDS_TO_START:
                self.error = f"{name} did not start again: {error}"
            return
        del self._failing_since[name]
        self.report(f"{name} started again after {time.monotonic() - began:.1f} s")


def descendants(pid: int) -> list[int]:
    """The processes that ``pid`` started, and that those started."""
    parents = _parents()
    found, known = [], {pid}
    while new := [child for child, parent in parents.items() if parent in known and child not in known]:
        found += new
        known.update(new)
    return found


def _parents() -> dict[int, int]:
    if not Path("/proc/self/stat").exists():
        listed = subprocess.run(["ps", "-ax", "-o", "pid=,ppid="], check=True, capture_output=True, text=True)
        return {int(pid): int(parent) for pid, parent in map(str.split, listed.stdout.splitlines())}
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            # The name stands in brackets, and may hold blanks.
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
    return parents


def kill_all(pids: Iterable[int]) -> None:
    """Kill -9 each of them that is still there."""
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
