"""Query for the articles that the form offers as topics, and for whether the desk is slow."""

from django.db.models import BooleanField, Exists, Value

from appointments.targets.queries import slower_than_promised
from articles.models import ConditionPage
from clinic.database.clock import current_time
from clinic.models import ClinicSettings


def articles_to_choose(clinic: ClinicSettings | None) -> list[ConditionPage]:
    """Return the articles for the list of topics.

    The same query tells whether the desk of ``clinic`` is slow: on the form's page every query counts.
    """
    slow = (
        Exists(slower_than_promised(clinic, current_time()))
        if clinic
        else Value(None, output_field=BooleanField())
    )
    return list(
        ConditionPage.objects.live()
        .filter(view_restrictions__isnull=True)
        .order_by("title")
        .only("title", "slug")
        .annotate(is_slow=slow)
    )
