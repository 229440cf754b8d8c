"""Visits that need a new time, where the admin tells of them: after saving, on the home page, in lists."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import ngettext

from wagtail.admin import messages
from wagtail.admin.ui.components import Component
from wagtail.contrib.settings.models import BaseSiteSetting

from appointments.desk.day.visit_times import in_words
from appointments.desk.presenters.plan import visits_to_move_for
from appointments.permissions import user_can_read_report, user_can_review_requests
from appointments.targets.visits_to_move import VisitToMove, clinic_with_visits, visits_to_move
from clinic.database.clock import current_time
from clinic.identity.clinic_time import day_and_time
from clinic.models import ClinicSettings, Practitioner, StaffRequest

from .tabs import NEW_TIME, TABS

MOST_SHOWN = 5


def in_number(visits: Sequence[VisitToMove]) -> str:
    """Return how many visits need a new time, in words."""
    number = len(visits)
    return ngettext("%(number)d visit needs a new time", "%(number)d visits need a new time", number) % {
        "number": number
    }


def new_times_for(request: StaffRequest) -> dict[str, Any]:
    """Return the context of ``lists/new_times.html``; empty when every visit can stay."""
    visits = visits_to_move_for(request)
    return {"words": in_number(visits), "address": TABS[NEW_TIME].address} if visits else {}


def tell_after_leave(request: StaffRequest, practitioner: Practitioner) -> None:
    """Tell whoever saved a practitioner how many visits with that person need a new time."""
    _tell(request, [visit for visit in _visits_now() if visit.offer.practitioner == practitioner])


def tell_after_closure(request: StaffRequest, setting: BaseSiteSetting) -> None:
    """Tell whoever saved the clinic's details how many visits need a new time."""
    if isinstance(setting, ClinicSettings):
        _tell(request, _visits_now())


def _visits_now() -> list[VisitToMove]:
    return visits_to_move(clinic_with_visits(current_time()))


def _tell(request: StaffRequest, visits: Sequence[VisitToMove]) -> None:
    if not visits:
        return
    is_desk = user_can_review_requests(request.user)
    text = ngettext(
        "%(visits)s. Nobody is told by this: the front desk calls the patient.",
        "%(visits)s. Nobody is told by this: the front desk calls the patients.",
        len(visits),
    )
    buttons = [messages.button(TABS[NEW_TIME].address, str(TABS[NEW_TIME].label))] if is_desk else []
    messages.warning(request, text % {"visits": in_number(visits)}, buttons=buttons)


class NewTimesPanel(Component):
    """Panel of the admin's first page with the visits that need a new time. It names no patient."""

    name = "visits_need_new_time"
    order = 40
    template_name = "appointments/desk/lists/new_times_panel.html"

    class Media:
        css = {"all": ["appointments/desk/desk.css"]}

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        request = parent_context["request"]
        visits = visits_to_move_for(request)
        return {
            "words": in_number(visits),
            "is_desk": user_can_review_requests(request.user),
            "address": TABS[NEW_TIME].address,
            "visits": [(visit, day_and_time(visit.start), _why(visit)) for visit in visits[:MOST_SHOWN]],
            "more": len(visits) - MOST_SHOWN,
        }


def add_new_times_panel(request: StaffRequest, panels: list[Component]) -> None:
    """Add the panel for the front desk and the owner, while a visit needs a new time."""
    concerns = user_can_review_requests(request.user) or user_can_read_report(request.user)
    if concerns and visits_to_move_for(request):
        panels.append(NewTimesPanel())


def _why(visit: VisitToMove) -> str:
    return " ".join(in_words(visit.objections, visit.offer, visit.start, visit.end))
