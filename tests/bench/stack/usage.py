"""What processes use, and what everybody else on the machine does meanwhile. Linux only."""

import contextlib
import os
import time
from dataclasses import dataclass
from pathlib import Path

from tests.chaos.processes import descendants

TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")
# In a process's stat, counted after its name: the time of children that have ended.
_REAPED = slice(13, 15)
# In the machine's: user, nice, system, irq, softirq, steal.
_BUSY = (0, 1, 2, 5, 6, 7)


def processor_seconds(pid: int) -> float:
    """What a process and all below it have used so far: utime and stime, those that have ended included.

    The same figure as in /proc/PID/stat, read from the process's own clock, which counts nanoseconds and not
    ticks of ten milliseconds.
    """
    return sum(_seconds_of(one) for one in (pid, *descendants(pid)))


def _seconds_of(pid: int) -> float:
    try:
        # What clock_getcpuclockid() makes of a pid.
        own = time.clock_gettime((~pid << 3) | 2)
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return 0.0
    reaped = stat.rpartition(")")[2].split()[_REAPED]
    return own + sum(map(int, reaped)) / TICKS_A_SECOND


def memory_megabytes(pid: int) -> float:
    """Proportional set size of a process and all below it: a shared page counts once, in parts."""
    return _megabytes(pid, "Pss:")


def resident_megabytes(pid: int) -> float:
    """Resident set sizes of a process and all below it: a shared page counts once for each."""
    return _megabytes(pid, "Rss:")


def _megabytes(pid: int, figure: str) -> float:
    kilobytes = 0
    for one in (pid, *descendants(pid)):
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/{one}/smaps_rollup").read_text().splitlines():
                if line.startswith(figure):
                    kilobytes += int(line.split()[1])
    return kilobytes / 1024


@dataclass(frozen=True)
class Moment:
    """Seconds so far: on the wall, of all processors at work, and of this process and all that it started."""

    wall: float
    busy: float
    own: float

    @classmethod
    def now(cls) -> "Moment":
        own = processor_seconds(os.getpid())
        return cls(time.monotonic(), busy_seconds(Path("/proc/stat").read_text()), own)


def busy_seconds(stat: str) -> float:
    """What all processors have worked since the machine started, by the text of /proc/stat."""
    counted = [int(number) for number in stat.splitlines()[0].split()[1:]]
    return sum(counted[place] for place in _BUSY) / TICKS_A_SECOND


def foreign_load(before: Moment, after: Moment) -> float:
    """How many processors worked for others than the bench between two moments."""
    foreign = (after.busy - before.busy) - (after.own - before.own)
    return max(foreign, 0.0) / max(after.wall - before.wall, 0.001)
