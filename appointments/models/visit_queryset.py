"""Questions that are asked of visits."""

from django.db import models
from django.utils import timezone


class VisitQuerySet(models.QuerySet):
    """Visits, of which a request keeps those that were cancelled."""

    def active(self) -> "VisitQuerySet":
        """Those that were not cancelled, whether or not they are over: at most one for each request."""
        return self.filter(cancelled_at=None)

    def over(self) -> "VisitQuerySet":
        """Those that have ended by now."""
        return self.filter(during__endswith__lte=timezone.now())

    def to_come(self) -> "VisitQuerySet":
        """Those that have not ended yet."""
        return self.filter(during__endswith__gt=timezone.now())
