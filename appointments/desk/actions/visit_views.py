"""Pages that set the time of a visit. They offer free times, and show the plan of the day beside the form."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.dateparse import parse_date
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from appointments.desk.actions.forms.action import ActionForm
from appointments.desk.actions.forms.visit import USUAL_LENGTH, ScheduleForm
from appointments.desk.day.day_plan import DayPlan
from appointments.desk.day.free_times import FreeTimes, default_of, free_times_of
from appointments.desk.day.views import FIRST_DAY, LAST_DAY
from appointments.desk.day.visit_panel import VisitPanel, best_day
from appointments.desk.day.visit_preferences import VisitPreferences
from appointments.desk.day.visit_times import LOOK_AHEAD
from appointments.models.event_kinds import AttemptOutcome, ToldBy
from appointments.models.timeline import ATTEMPTS
from clinic.database.clock import current_time
from clinic.identity.clinic_time import clinic_day, clinic_today, day_and_time
from clinic.models import Practitioner

from .action import Action
from .views import ActionView

# Names of buttons that change nothing: they show the day of the form or another, or take a free time into
# the form. A POST, because the form may hold a note.
SHOW_DAY, LOOK, TAKE = "show_day", "look", "take"


def view_of(action: Action) -> type[ActionView]:
    """Return the view of the page of ``action``."""
    return VisitActionView if issubclass(action.form_class, ScheduleForm) else ActionView


class VisitActionView(ActionView):
    """Page of an action that has a time, with free times and the day of the chosen practitioner or of all."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not {SHOW_DAY, LOOK, TAKE} & set(request.POST):
            return super().post(request, *args, **kwargs)
        if not self._can_be_taken():
            return self._refused()
        # The input is taken over without validation.
        typed = {name: request.POST.get(name) for name in self.get_form(self.get_form_class()).fields}
        typed |= _time_in(request.POST.get(TAKE, ""))
        form = self.action.form_class(initial=typed, **self._form_context(self.action))
        return self._page(form=form, status=HTTPStatus.OK)

    def get_initial(self) -> dict[str, Any]:
        if self.visit:
            return super().get_initial()
        free = default_of(self._free_times(self.practitioners), self.language)
        told_by = {"told_by": ToldBy.PHONE} if _was_just_spoken_to(self.object) else {}
        practitioner = {"practitioner": free.offer.practitioner} if free else {}
        return {**super().get_initial(), **practitioner, **told_by}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form = context.get("form")
        if not isinstance(form, ScheduleForm):
            return {**context, "plan": None}
        panel = self._panel(form)
        day = panel.day if panel else form.wanted_day() or clinic_today()
        return {**context, "panel": panel, "plan": self._plan(form, _in_range(day))}

    def access_entry(self, context: Mapping[str, Any]) -> dict[str, Any]:
        """Return the request and the requests of the day beside the form."""
        access_entry = super().access_entry(context)
        plan = context.get("plan")
        others = [one for one in plan.requests if one != self.object] if plan else []
        return {**access_entry, "shown": [*access_entry["shown"], *others]}

    @cached_property
    def practitioners(self) -> list[Practitioner]:
        """Return the practitioners to choose from."""
        return list(Practitioner.objects.offering_visits())

    @cached_property
    def preferences(self) -> VisitPreferences:
        """Return what the patient wished for."""
        answers = self.object.answers
        return VisitPreferences.of(answers) if answers else VisitPreferences([], [])

    @property
    def language(self) -> str:
        """Return the code of the language that the patient speaks; empty when it cannot be read."""
        answers = self.object.answers
        return answers.in_use()["speaks"] if answers else ""

    def _free_times(
        self,
        practitioners: list[Practitioner],
        length: timedelta = timedelta(minutes=USUAL_LENGTH),
        until: date | None = None,
    ) -> list[FreeTimes]:
        now = current_time()
        return free_times_of(
            practitioners,
            self.clinic.clock,
            length,
            now=now,
            until=until or clinic_day(now + LOOK_AHEAD),
            besides=self.object,
        )

    def _panel(self, form: ScheduleForm) -> VisitPanel | None:
        """Return the free times on the day that was asked for, or else on the one that suits best."""
        today, wanted, asked = clinic_today(), form.wanted_day(), self._day_asked()
        near = max(_in_range(wanted or today), today)
        until = min(max(asked or near, near) + LOOK_AHEAD, LAST_DAY)
        chosen = form.wanted_practitioner()
        who = [chosen] if chosen in self.practitioners else self.practitioners
        free = default_of(self._free_times(who, form.wanted_length(), until), self.language)
        if free is None:
            return None
        day = asked or (_in_range(wanted) if wanted and (self.request.POST or free.on(wanted)) else None)
        return VisitPanel(
            free, day or best_day(free, self.preferences, near) or near, self.preferences, form.wanted_start()
        )

    def _day_asked(self) -> date | None:
        """Return the day of the week that was pressed; None when any other button was."""
        posted = self.request.POST
        if SHOW_DAY in posted or TAKE in posted or LOOK not in posted:
            return None
        try:
            day = parse_date(posted[LOOK])
        except ValueError:
            return None
        return _in_range(day) if day else None

    def _plan(self, form: ScheduleForm, day: date) -> DayPlan:
        chosen = form.wanted_practitioner()
        return DayPlan(day, self.clinic.clock, chosen=chosen, about=self.object, preferences=self.preferences)

    def _time_taken(self, form: ActionForm) -> HttpResponse:
        """Name the practitioner and the free times around; not the patient of the other visit."""
        who, start = form.cleaned_data["practitioner"], form.arguments()["start"]
        length = timedelta(minutes=form.cleaned_data["minutes"])
        [free] = self._free_times([who], length, min(clinic_day(start) + LOOK_AHEAD, LAST_DAY))
        own = self.visit.during.lower if self.visit and self.visit.practitioner == who else None
        before, after = free.around(start, besides=own)
        said = [_("%(name)s already has a visit at that time.") % {"name": who.display_name}]
        if before:
            said.append(_("Free before it: %(when)s.") % {"when": day_and_time(before)})
        if after:
            said.append(_("The next free time is %(when)s.") % {"when": day_and_time(after)})
        if not before and not after:
            said.append(_("Choose another time or another practitioner."))
        form.add_error("starts", " ".join(said))
        return self._page(form=form, status=HTTPStatus.CONFLICT)


def _in_range(day: date) -> date:
    return min(max(day, FIRST_DAY), LAST_DAY)


def _time_in(value: str) -> dict[str, Any]:
    """Return what the button of a free time fills in; nothing for any other value."""
    try:
        practitioner, day, starts = value.split(" ")
        datetime.fromisoformat(f"{day} {starts}")
    except ValueError:
        return {}
    return {"practitioner": practitioner, "day": day, "starts": starts}


def _was_just_spoken_to(appointment_request: Any) -> bool:
    """Return whether the last attempt reached the patient by phone: whoever books then told them."""
    last = appointment_request.events.filter(ATTEMPTS).order_by("at", "pk").last()
    payload = last.payload if last else None
    return (getattr(payload, "channel", ""), getattr(payload, "outcome", "")) == (
        "phone",
        AttemptOutcome.SPOKE,
    )
