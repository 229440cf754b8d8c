"""Figures about requests: by week and channel, by article, by status."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from .scope import COUNTED, Scope
from .suppression import Counted, suppress

_BY_WEEK_AND_STATUS = """
SELECT kind, monday, channel, status, count(*)
FROM report_classified
GROUP BY GROUPING SETS ((kind), (kind, monday, channel), (kind, status))
"""

# Articles by their last title; a deleted article is identified by its title.
_BY_ARTICLE = f"""
WITH {COUNTED},
by_title AS (
    SELECT article_id, article_title, count(*) AS number, max(received_at) AS latest
    FROM counted
    GROUP BY article_id, article_title
)
SELECT (array_agg(article_title ORDER BY latest DESC))[1], sum(number)::integer
FROM by_title
GROUP BY article_id, CASE WHEN article_id IS NULL THEN article_title END
"""  # noqa: S608 - made of constants


@dataclass(frozen=True)
class RequestFigures:
    """Figures about requests. ``weeks`` by Monday and channel; ``articles`` are those that may be shown.

    ``other_articles`` is the sum of the rest; None when even that would say too much.
    """

    total: int
    spam: int
    errors: int
    weeks: Mapping[tuple[date, str], int]
    outcomes: Mapping[str, int]
    articles: list[Counted]
    other_articles: int | None


def request_figures(scope: Scope) -> RequestFigures:
    """Count the requests that were received in the scope; in a block of ``classified``."""
    sums: dict[str, int] = {}
    weeks: dict[tuple[date, str], int] = {}
    outcomes: dict[str, int] = {}
    for kind, monday, channel, status, number in scope.rows(_BY_WEEK_AND_STATUS):
        if monday is None and status is None:
            sums[kind] = number
        elif kind == "counted" and monday is not None:
            weeks[monday, channel] = number
        elif kind == "counted":
            outcomes[status] = number
    articles = suppress([Counted(title, number) for title, number in scope.rows(_BY_ARTICLE)])
    return RequestFigures(
        total=sums.get("counted", 0),
        spam=sums.get("spam", 0),
        errors=sums.get("error", 0),
        weeks=weeks,
        outcomes=outcomes,
        articles=articles.cells,
        other_articles=articles.others,
    )
