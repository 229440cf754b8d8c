"""`make upgrade`: an update and the way back while patients send, with two web servers and with one."""

import argparse
import signal
import sys
import time

from tests.chaos.__main__ import say
from tests.chaos.checker import Result, summary
from tests.chaos.run import Plan

from .run import Update


def run(number: int, seed: int, instances: int) -> Result:
    say(f"Update and back, {instances} web (make upgrade N={number} SEED={seed})")
    result = Update(Plan(number, seed=seed), say, instances).go()
    say(f"{summary(result)}\n{result.as_json()}\n")
    return result


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.updates", description=__doc__)
    parser.add_argument(
        "-n",
        "--number",
        type=int,
        default=400,
        help="submissions, and those that come while something is replaced",
    )
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--instances", type=int, choices=[1, 2], help="web servers on one socket")
    given = parser.parse_args()
    # So that it clears up.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    wanted = [given.instances] if given.instances else [2, 1]
    faults = [run(given.number, given.seed, instances).faults for instances in wanted]
    say("All as it should be." if not any(faults) else "FAILED.")
    return 1 if any(faults) else 0


if __name__ == "__main__":
    sys.exit(main())
