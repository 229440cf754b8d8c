"""Turn at what is public: judges what waits, and tells the reviewers once of all of it."""

from datetime import datetime

from clinic.workers.turns import turn_at

from .judging import judge_live_pages, pages_to_judge
from .records import judge_records, records_to_judge
from .telling import tell_reviewers

TURN = "judging pages"


def what_waits(now: datetime) -> frozenset[object]:
    """Return what is to be judged, each with the digest of its words and rules: cheap, and loads nothing."""
    return frozenset([*records_to_judge(now), *pages_to_judge(now)])


def judging_is_free() -> bool:
    """Return whether nobody judges at this moment."""
    with turn_at(TURN) as is_ours:
        return is_ours


def judge_what_waits(now: datetime) -> bool:
    """Judge what waits, if nobody else is at it; return whether nothing is left.

    Records come first: pages show them.
    """
    with turn_at(TURN) as is_ours:
        return is_ours and judge_records(now) and judge_live_pages(now)


def judge_what_changed(now: datetime) -> None:
    """Judge what waits, in this process. Nothing is told until nothing waits: many pages make one mail."""
    if not what_waits(now) or judge_what_waits(now):
        tell_reviewers()
