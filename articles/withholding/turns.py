"""Turn of the worker at what is public: judges what waits, then tells the reviewers once of all of it."""

from datetime import datetime

from clinic.workers.turns import turn_at

from .judging import judge_live_pages, pages_to_judge
from .records import judge_records, records_to_judge
from .telling import tell_reviewers


def judge_what_changed(now: datetime) -> None:
    """Judge what waits. Nothing is told until nothing waits, so that many pages make one mail.

    Records come first: pages show them.
    """
    if not records_to_judge(now) and not pages_to_judge(now):
        tell_reviewers()
        return
    with turn_at("judging pages") as is_ours:
        if is_ours and judge_records(now) and judge_live_pages(now):
            tell_reviewers()
