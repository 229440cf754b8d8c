"""Query for the articles that the form offers as topics, and for whether the desk is slow."""

from django.db.models import BooleanField, Case, Exists, F, JSONField, Value, When

from appointments.targets.queries import slower_than_promised
from articles.models import ConditionPage
from clinic.database.clock import current_time
from clinic.models import ClinicSettings


def articles_to_choose(clinic: ClinicSettings | None, *, read: str) -> list[ConditionPage]:
    """Return the articles for the list of topics, and the text of the one that was ``read``.

    The same query tells whether the desk of ``clinic`` is slow: on the form's page every query counts.
    """
    # Postgres refuses to compare with a NUL, and no slug of an article holds one.
    slug = read.replace("\x00", "")
    slow = (
        Exists(slower_than_promised(clinic, current_time()))
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
