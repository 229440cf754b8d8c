"""The articles that the form offers as topics, and whether the desk is slow, in one query."""

from django.db.models import BooleanField, Case, Exists, F, JSONField, Value, When
from django.utils import timezone

from appointments.targets.queries import slower_than_promised
from articles.models import ConditionPage
from clinic.models import ClinicSettings


def articles_to_choose(clinic: ClinicSettings | None, *, read: str) -> list[ConditionPage]:
    """The titles for the list of topics and, in the same query, the text of the article that was read.

    Whether the desk of ``clinic`` is slow is asked along: on the form's page every query counts.
    """
    # Postgres does not even compare with a NUL, and no address of an article holds one.
    slug = read.replace("\x00", "")
    slow = (
        Exists(slower_than_promised(clinic, timezone.now()))
        if clinic
        else Value(None, output_field=BooleanField())
    )
    articles = list(
        ConditionPage.objects.live()
        .filter(view_restrictions__isnull=True)
        .order_by("title")
        .only("title", "slug")
        .annotate(text_read=Case(When(slug=slug, then=F("body")), output_field=JSONField()), is_slow=slow)
    )
    for article in articles:
        if article.text_read is not None:
            article.body = article.text_read
    return articles
