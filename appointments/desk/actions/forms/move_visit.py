"""Form that moves a visit."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from appointments.models import Visit

from .visit import ScheduleForm


class MoveVisitForm(ScheduleForm):
    """Form that moves a visit; it is filled in with the present time of the visit."""

    too_early = _("This is in the past. Enter a time to come.")

    def __init__(self, *args: Any, initial: dict[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["anyway"].label = _("Move it there all the same")
        if self.visit:
            self.initial = {**self._initial_of(self.visit), **self.initial}

    @cached_property
    def visit(self) -> Visit | None:
        """Return the visit that is to be moved."""
        return self.appointment_request.visits.active().select_related("practitioner").first()

    def clean(self) -> None:
        """Refuse the same time with the same practitioner, which would move nothing."""
        super().clean()
        if self.start and self.visit and self._changes_nothing(self.visit, self.start):
            self.add_error("starts", _("This is the time that the visit has already. Enter another one."))

    def _may_have_been_seen(self, now: datetime) -> bool:
        # A visit that took place at another time than agreed is not moved: it took place.
        return False

    def _changes_nothing(self, visit: Visit, start: datetime) -> bool:
        end = start + timedelta(minutes=self.cleaned_data.get("minutes", 0))
        same_time = (visit.during.lower, visit.during.upper) == (start, end)
        return same_time and visit.practitioner == self.cleaned_data.get("practitioner")

    @staticmethod
    def _initial_of(visit: Visit) -> dict[str, Any]:
        starts = timezone.localtime(visit.during.lower, timezone.get_default_timezone())
        minutes = int((visit.during.upper - visit.during.lower).total_seconds() // 60)
        return {
            "practitioner": visit.practitioner_id,
            "day": starts.date(),
            "starts": starts.time(),
            "minutes": minutes,
        }
