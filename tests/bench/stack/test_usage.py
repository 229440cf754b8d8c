"""What processes use is counted to the end, and what others use besides."""

import os
import subprocess
import sys
import time

from .usage import Moment, busy_seconds, foreign_load, memory_megabytes, processor_seconds

STAT = "cpu  100 20 300 4000 50 6 7 8 9 10\ncpu0 1 2 3 4 5 6 7 8 9 10\n"


def test_processors_are_busy_with_everything_but_waiting():
    assert busy_seconds(STAT) * os.sysconf("SC_CLK_TCK") == 100 + 20 + 300 + 6 + 7 + 8


def test_what_others_use_is_what_is_left_of_all_work():
    before = Moment(wall=100.0, busy=50.0, own=10.0)
    assert foreign_load(before, Moment(wall=110.0, busy=58.0, own=13.0)) == 0.5
    # Ticks of the machine are coarser than the processes' own clocks.
    assert foreign_load(before, Moment(wall=110.0, busy=52.0, own=12.1)) == 0.0


def test_a_process_that_has_ended_still_counts_for_who_started_it():
    before = processor_seconds(os.getpid())
    subprocess.run(
        [sys.executable, "-S", "-c", "import time\nwhile time.process_time() < 0.2: pass"], check=True
    )
    own_end = time.process_time() + 0.05
    while time.process_time() < own_end:
        pass
    assert processor_seconds(os.getpid()) - before >= 0.24


def test_memory_is_that_of_a_process_and_all_below_it():
    assert memory_megabytes(os.getpid()) > 20
