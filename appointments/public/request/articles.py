"""Queries for the articles that the form offers as topics, and for whether the desk is slow."""

from collections.abc import Iterable

from django.db.models import BooleanField, Exists, Value

from appointments.questions.articles import ArticleToChoose
from appointments.targets.queries import is_slower_than_promised, slower_than_promised
from articles.models import ConditionPage
from clinic.database.clock import current_time
from clinic.fragments.keeping import apart, are_kept, kept
from clinic.models import ClinicSettings


def articles_to_choose(clinic: ClinicSettings | None) -> list[ArticleToChoose]:
    """Return the articles for the list of topics.

    Where they are not kept, the same query tells whether the desk of ``clinic`` is slow: every query counts.
    """
    return kept(("articles to choose",), lambda: _asked(None if are_kept() else clinic))


def _asked(clinic: ClinicSettings | None) -> list[ArticleToChoose]:
    slow = (
        Exists(slower_than_promised(clinic, current_time()))
        if clinic
        else Value(None, output_field=BooleanField())
    )
    articles = ConditionPage.objects.live().filter(view_restrictions__isnull=True).order_by("title")
    return [ArticleToChoose(*row) for row in articles.values_list("pk", "title", "slug", slow)]


def is_slow(articles: Iterable[ArticleToChoose], clinic: ClinicSettings) -> bool:
    """Return whether the desk is slower than it promises: the page then puts the phone first.

    The query for the ``articles`` has the answer, unless there are none, or they are kept.
    """
    for article in articles:
        if article.is_slow is not None:
            return article.is_slow
    with apart():
        return is_slower_than_promised(clinic, current_time())
