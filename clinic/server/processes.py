"""Supervisor of development processes: each in its own process group, started again when it dies."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

SHORTEST_LIFE = 5  # Seconds between two starts of one process, so that a broken one does not spin.
STOP_SECONDS = 15
KILL_SECONDS = 5

# Reads the started process groups. When its input ends, because the supervisor is gone, it ends them.
GUARD = (
    'while read -r group; do groups="$groups $group"; done; for g in $groups; do kill -s TERM -- "-$g"; done'
)


@dataclass
class _Running:
    process: subprocess.Popen[bytes]
    started: float


class Supervisor:
    """Set of named commands that is kept running until `stop`."""

    def __init__(
        self, commands: Mapping[str, list[str]], environment: Mapping[str, str], report: Callable[[str], None]
    ) -> None:
        self.commands = commands
        self.environment = dict(environment)
        self.report = report
        self.running: dict[str, _Running] = {}
        self.guard = subprocess.Popen(  # noqa: S603 - a constant script
            ["/bin/sh", "-c", GUARD], stdin=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
        )

    def start(self, name: str) -> None:
        """Start one of the commands in its own process group, which the terminal's Ctrl-C does not reach."""
        process = subprocess.Popen(  # noqa: S603 - commands from the caller's own code
            self.commands[name], env=self.environment, stdin=subprocess.DEVNULL, start_new_session=True
        )
        self.running[name] = _Running(process, time.monotonic())
        if self.guard.stdin is not None:
            self.guard.stdin.write(b"%d\n" % process.pid)
            self.guard.stdin.flush()

    def has_died(self, name: str) -> bool:
        """Return whether the command ended."""
        return self.running[name].process.poll() is not None

    def revive(self) -> None:
        """Restart commands that ended."""
        for name, entry in list(self.running.items()):
            if self.has_died(name) and time.monotonic() > entry.started + SHORTEST_LIFE:
                self._signal(entry, signal.SIGKILL)
                self.report(f"The {name} process ended (code {entry.process.returncode}): starting it again.")
                self.start(name)

    def stop(self) -> None:
        """End all commands and everything that they started; kill what is left after a while."""
        entries = list(self.running.values())
        for number, seconds in ((signal.SIGTERM, STOP_SECONDS), (signal.SIGKILL, KILL_SECONDS)):
            for entry in entries:
                self._signal(entry, number)
            deadline = time.monotonic() + seconds
            while any(self._lives(entry) for entry in entries) and time.monotonic() < deadline:
                time.sleep(0.05)
        self.running.clear()
        self.guard.kill()
        self.guard.communicate()

    def _lives(self, entry: _Running) -> bool:
        entry.process.poll()
        return self._signal(entry, 0)

    @staticmethod
    def _signal(entry: _Running, number: int) -> bool:
        """Signal the whole group, which may outlive its first process; return whether one was left."""
        try:
            os.killpg(entry.process.pid, number)
        except ProcessLookupError:
            return False
        return True
