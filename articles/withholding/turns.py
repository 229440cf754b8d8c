"""Turn of the worker at live pages: judges those that wait, then tells the reviewers once of all of them."""

from datetime import datetime

from clinic.workers.turns import turn_at

from .judging import judge_live_pages, pages_to_judge
from .telling import tell_reviewers


def judge_what_changed(now: datetime) -> None:
    """Judge what waits. Nothing is told until no page waits, so that many pages make one mail."""
    if not pages_to_judge(now):
        tell_reviewers()
        return
    with turn_at("judging pages") as is_ours:
        if is_ours and judge_live_pages(now):
            tell_reviewers()
