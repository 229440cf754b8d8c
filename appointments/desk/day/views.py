"""Pages with the visits of a day. Names are short, as in the inbox; each read is recorded."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import Button, HeaderButton

from appointments.desk.access_log.recording import RecordsAccessMixin
from appointments.desk.pages import DeskPageMixin
from appointments.models import AccessAction, AppointmentRequest
from clinic.database.clock import current_time
from clinic.identity.clinic_time import clinic_day, clinic_today, day_and_time
from clinic.models import ClinicSettings, Practitioner
from clinic.typed.keys import key_in

from .day_plan import DayPlan

ONE_DAY = timedelta(days=1)
# Range of days: wide enough for every plan, and within the range of Python's dates.
FIRST_DAY, LAST_DAY = date(2000, 1, 2), date(2199, 12, 30)


class DayView(RecordsAccessMixin, PermissionCheckedMixin, DeskPageMixin, TemplateView):
    """Page of one day, for all practitioners side by side or for one.

    By default it shows all, and today or the next day on which the clinic is open.
    """

    # The model gives Wagtail a permission policy; without one it lets every user in.
    model = AppointmentRequest
    permission_required = "view"
    template_name = "appointments/desk/day/day.html"
    page_title = _("Visits of the day")
    header_icon = "calendar"
    access_action = AccessAction.DAY

    @property
    def requested_day(self) -> date | None:
        """Return the day that the address names, moved into the range; None if it names none."""
        try:
            day = parse_date(self.request.GET.get("day", ""))
        except ValueError:
            return None
        return min(max(day, FIRST_DAY), LAST_DAY) if day else None

    @cached_property
    def plan(self) -> DayPlan:
        """Return the plan of the day that the address names, or of the default day."""
        clinic = ClinicSettings.for_request(self.request).clock
        plan = DayPlan(self.requested_day or clinic_today(), clinic, chosen=self.chosen)
        # A visit may take place although the clinic is closed.
        if self.requested_day or not plan.closed or plan.visits:
            return plan
        opens = clinic.next_opening(current_time())
        return DayPlan(clinic_day(opens), clinic, chosen=self.chosen) if opens else plan

    @cached_property
    def chosen(self) -> Practitioner | None:
        """Return the practitioner that the address names; None if there is none with that key."""
        key = key_in(self.request.GET.get("practitioner", ""))
        return Practitioner.objects.filter(pk=key).first() if key is not None else None

    @cached_property
    def header_buttons(self) -> list[Button]:
        """Return the button of the page for printing: printing from the browser is not recorded."""
        address = f"{reverse('requests:day-print')}?{self._query(self.plan.day)}"
        return [HeaderButton(_t("Print"), url=address, icon_name="doc-full")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "plan": self.plan,
            "skips_today": not self.requested_day and not self.plan.is_today,
            "practitioners": Practitioner.objects.offering_visits(),
            "previous_query": self._query(self.plan.day - ONE_DAY),
            "following_query": self._query(self.plan.day + ONE_DAY),
            "today_query": self._query(clinic_today()),
            "whole_query": f"day={self.plan.day.isoformat()}",
            "query": self._query(self.plan.day),
            "printed": day_and_time(current_time()),
        }

    def access_entry(self, context: Mapping[str, Any]) -> dict[str, Any]:
        """Return the requests of the visits that are shown."""
        chosen = {"practitioner": str(self.chosen.pk)} if self.chosen else {}
        filters = {"day": self.plan.day.isoformat(), **chosen}
        return {"action": self.access_action, "shown": self.plan.requests, "filters": filters}

    def _query(self, day: date) -> str:
        chosen = f"&practitioner={self.chosen.pk}" if self.chosen else ""
        return f"day={day.isoformat()}{chosen}"


class DayPrintView(DayView):
    """Page of the day for printing."""

    template_name = "appointments/desk/day/day_print.html"
    access_action = AccessAction.PRINT
