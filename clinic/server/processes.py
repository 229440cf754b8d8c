"""Runs the development processes side by side: each in its own process group, started again when it dies."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

SHORTEST_LIFE = 5  # Seconds between two starts of one process, so that a broken one does not spin.
STOP_SECONDS = 15
KILL_SECONDS = 5

# Reads the groups that we start. Its input ends when we are gone, kill -9 included: then they end, too.
GUARD = (
    'while read -r group; do groups="$groups $group"; done; for g in $groups; do kill -s TERM -- "-$g"; done'
)


@dataclass
class _Running:
    process: subprocess.Popen[bytes]
    started: float


class Supervisor:
    """Keeps a set of named commands running until `stop`."""

    def __init__(
        self, commands: Mapping[str, list[str]], environment: Mapping[str, str], tell: Callable[[str], None]
    ) -> None:
        self.commands = commands
        self.environment = dict(environment)
        self.tell = tell
        self.running: dict[str, _Running] = {}
        self.guard = subprocess.Popen(  # noqa: S603 - a constant script
            ["/bin/sh", "-c", GUARD], stdin=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
        )

    def start(self, name: str) -> None:
        """Start one of the commands. Its own group keeps the terminal's Ctrl-C, meant for us, from it."""
        process = subprocess.Popen(  # noqa: S603 - commands that the caller wrote down
            self.commands[name], env=self.environment, stdin=subprocess.DEVNULL, start_new_session=True
        )
        self.running[name] = _Running(process, time.monotonic())
        if self.guard.stdin is not None:
            self.guard.stdin.write(b"%d\n" % process.pid)
            self.guard.stdin.flush()

    def has_died(self, name: str) -> bool:
        """Say whether the command ended."""
        return self.running[name].process.poll() is not None

    def revive(self) -> None:
        """Start again what has died."""
        for name, entry in list(self.running.items()):
            if self.has_died(name) and time.monotonic() > entry.started + SHORTEST_LIFE:
                self._signal(entry, signal.SIGKILL)
                self.tell(f"The {name} process ended (code {entry.process.returncode}): starting it again.")
                self.start(name)

    def stop(self) -> None:
        """Ask all of them to end, with everything that they started; insist after a while."""
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
        """Signal the whole group, which may outlive its first process; say whether anybody was there."""
        try:
            os.killpg(entry.process.pid, number)
        except ProcessLookupError:
            return False
        return True
