"""`make chaos`: a run with kills, one without, and the four broken builds, each of which must fail."""

import argparse
import signal
import sys
import time

from .checker import Result, summary
from .modes import MODES, CannotBeHad
from .run import Plan, Run

# What each of the broken builds must be found by.
BROKEN = {
    "mail-in-thread": ("unnotified",),
    "no-lease": ("stuck",),
    "asynchronous-commit": ("lost",),
    "no-idempotency": ("duplicate_requests",),
}
LEASE_OF_SHORT_RUNS = 8


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def run(plan: Plan, title: str) -> Result:
    say(f"{title} (make chaos N={plan.number} SEED={plan.seed})")
    result = Run(plan, say).go()
    say(f"{summary(result)}\n{result.as_json()}\n")
    return result


def is_found(name: str, seed: int) -> bool:
    """Whether a run on the broken build fails by what is broken."""
    result = run(Plan(400, 4, seed, broken=name, lease=LEASE_OF_SHORT_RUNS), f"Broken on purpose: {name}")
    found = any(getattr(result, one) for one in BROKEN[name])
    say(f"{name}: {'found' if found else 'NOT FOUND'}\n")
    return found


def survives(name: str, seed: int, number: int) -> bool:
    """Whether nothing is lost in a trouble; one that cannot be made here is said, and counts as none."""
    try:
        return not run(Plan(number, 0, seed, mode=name), f"Trouble: {name}").faults
    except CannotBeHad as error:
        say(f"{name}: SKIPPED. {error}\n")
        return True


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("-n", "--number", type=int, default=1000, help="submissions")
    parser.add_argument("--kills", type=int, default=5, help="kills of each of the four kinds")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--mode", choices=["kills", "none", *BROKEN, *MODES, "all-modes"], help="one alone")
    given = parser.parse_args()
    # So that it clears up.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    wanted = [given.mode] if given.mode else ["kills", "none", *BROKEN]
    if given.mode == "all-modes":
        wanted = list(MODES)
    went_well = []
    if "kills" in wanted:
        result = run(Plan(given.number, given.kills, given.seed), "With kills")
        went_well.append(not result.faults)
    if "none" in wanted:
        result = run(Plan(max(given.number // 5, 100), 0, given.seed), "Without a fault")
        went_well.append(not result.faults)
    went_well += [is_found(name, given.seed) for name in BROKEN if name in wanted]
    went_well += [survives(name, given.seed, given.number) for name in MODES if name in wanted]
    say("All as it should be." if all(went_well) else "FAILED.")
    return 0 if all(went_well) else 1


if __name__ == "__main__":
    sys.exit(main())
