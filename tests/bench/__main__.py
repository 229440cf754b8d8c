"""`make bench`: what the site costs, beside what it is compared with, and whether it keeps its limits.

Ends with 0 where all limits hold, 1 where one does not, and 2 where the machine was too busy to judge.
"""

import argparse
import signal
import sys

from .judging.limits import read_limits
from .judging.record import KEPT, ROOT, last_record, told, write
from .run import PARTS, Plan, alone, missed, record_of_run, say, stage_for
from .stack.postgres import FOLDER

HOLDS, MISSED, NOT_JUDGED = 0, 1, 2


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a short run, to see where one stands")
    parser.add_argument("--part", choices=PARTS, default="", help="one part alone")
    given = parser.parse_args()
    # So that it clears up.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    plan = Plan.of(given.part, quick=given.quick)
    with alone(), stage_for(plan) as stage:
        record = record_of_run(plan, stage)
    last = last_record()
    write(record, last, FOLDER / "result")
    say(f"\n{told(record, last)}\n")
    foreign, most = record["foreign_processors"], read_limits()[0]
    if not record["judged"]:
        say(
            f"NOT JUDGED: the machine was busy. Others used {foreign['value']:.2f} processors (at worst "
            f"{foreign['high']:.2f}), and {most:g} is the most that figures can be judged by."
        )
        return NOT_JUDGED
    if plan == Plan():
        write(record, last, ROOT / KEPT)
        say(f"Written to {KEPT}: commit it as the record.")
    if wrong := missed(record):
        say(f"Missed: {'; '.join(wrong)}")
        return MISSED
    say("All limits hold.")
    return HOLDS


if __name__ == "__main__":
    sys.exit(main())
