"""Pages that set the time of a visit. They show the plan of its day beside the form."""

from collections.abc import Mapping
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from appointments.desk.actions.forms.action import ActionForm
from appointments.desk.actions.forms.visit import ScheduleForm
from appointments.desk.day.day_plan import DayPlan
from appointments.desk.day.views import FIRST_DAY, LAST_DAY
from appointments.desk.day.visit_preferences import VisitPreferences
from appointments.desk.day.visit_times import next_free
from clinic.identity.clinic_time import clinic_day, day_and_time

from .action import Action
from .views import ActionView

# Name of the button that shows the day and changes nothing. A POST, because the form may hold a note.
SHOW_DAY = "show_day"


def view_of(action: Action) -> type[ActionView]:
    """Return the view of the page of ``action``."""
    return VisitActionView if issubclass(action.form_class, ScheduleForm) else ActionView


class VisitActionView(ActionView):
    """Page of an action that has a time, and the day of the chosen practitioner or of all."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if SHOW_DAY not in request.POST:
            return super().post(request, *args, **kwargs)
        if not self._can_be_taken():
            return self._refused()
        # The input is taken over without validation.
        typed = {name: request.POST.get(name) for name in self.get_form(self.get_form_class()).fields}
        form = self.action.form_class(initial=typed, **self._form_context(self.action))
        return self._page(form=form, status=HTTPStatus.OK)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form = context.get("form")
        return {**context, "plan": self._plan(form) if isinstance(form, ScheduleForm) else None}

    def access_entry(self, context: Mapping[str, Any]) -> dict[str, Any]:
        """Return the request and the requests of the day beside the form."""
        access_entry = super().access_entry(context)
        plan = context.get("plan")
        others = [one for one in plan.requests if one != self.object] if plan else []
        return {**access_entry, "shown": [*access_entry["shown"], *others]}

    def _plan(self, form: ScheduleForm) -> DayPlan:
        day = form.wanted_day()
        if day is None or not FIRST_DAY <= day <= LAST_DAY:
            day = clinic_day(timezone.now())
        answers = self.object.answers
        preferences = VisitPreferences.of(answers) if answers else None
        chosen = form.wanted_practitioner()
        return DayPlan(day, self.clinic.clock, chosen=chosen, about=self.object, preferences=preferences)

    def _time_taken(self, form: ActionForm) -> HttpResponse:
        """Name the practitioner and the next free time; not the patient of the other visit."""
        who, start = form.cleaned_data["practitioner"], form.arguments()["start"]
        length = timedelta(minutes=form.cleaned_data["minutes"])
        free = next_free(who, self.clinic.clock, start, length, besides=self.object)
        taken = _("%(name)s already has a visit at that time.") % {"name": who.display_name}
        if free:
            advice = _("The next free time is %(when)s.") % {"when": day_and_time(free)}
        else:
            advice = _("Choose another time or another practitioner.")
        form.add_error("starts", f"{taken} {advice}")
        return self._page(form=form, status=HTTPStatus.CONFLICT)
