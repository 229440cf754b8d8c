"""Pages of cases: all of them, and one with its two steps and, for a copy, the file."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.views.generic import TemplateView

from wagtail.admin import messages
from wagtail.admin.widgets.button import Button, HeaderButton

from appointments.desk.access_log.recording import RecordsAccessMixin
from appointments.models import AccessAction
from appointments.permissions import user_can_confirm_person_data, user_can_review_requests
from appointments.services.person_data.asking import CaseIsOver, ErasureHindered, confirm, withdraw
from appointments.services.person_data.cases import Case, CaseState, case_of, latest_cases, waiting_cases
from clinic.database.clock import database_now
from clinic.identity.clinic_time import day_and_time
from clinic.models import User
from clinic.sign_in.freshness import FreshSignInMixin
from clinic.staff.decisions import Decision

from .candidates import named
from .pages import PersonPageMixin
from .wording import hindrances, state_words

MOST = 50


class CasesView(PersonPageMixin, TemplateView):
    """Page with the latest cases: what was asked, by whom, and how it stands."""

    template_name = "appointments/desk/person_data/cases.html"
    http_method_names = ["get", "head"]

    @cached_property
    def header_buttons(self) -> list[Button]:
        """Return the button that leads to the search, for those who may read requests."""
        if not user_can_review_requests(self.request.user):
            return []
        return [HeaderButton(_t("Find a person"), url=reverse("person_data:find"), icon_name="search")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = database_now()
        cases = [(one, day_and_time(one.asked.at), state_words(one, now)) for one in latest_cases(MOST)]
        return {**super().get_context_data(**kwargs), "cases": cases, "most": MOST}


class CaseView(RecordsAccessMixin, PersonPageMixin, TemplateView, FreshSignInMixin):
    """Page of one case. Whoever may read requests sees whose they are; others see references and states."""

    template_name = "appointments/desk/person_data/case.html"
    access_action = AccessAction.PERSON

    @cached_property
    def case(self) -> Case:
        """Case with the number in the address."""
        if case := case_of(self.kwargs["number"]):
            return case
        raise Http404

    def get_page_title(self) -> str:
        return self.case.asked.get_kind_display()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, asked, now = self.request.user, self.case.asked, database_now()
        may_read, state = user_can_review_requests(user), self.case.state(now)
        is_mine = asked.actor_id == user.pk
        return {
            **super().get_context_data(**kwargs),
            "case": self.case,
            "asked_at": day_and_time(asked.at),
            "words": state_words(self.case, now),
            "candidates": named(asked.about, with_answers=may_read),
            "erased": sorted(self.case.erased),
            "may_read": may_read,
            "is_mine": is_mine,
            "waits": state is CaseState.WAITS,
            "may_confirm": state is CaseState.WAITS and not is_mine and user_can_confirm_person_data(user),
            "may_end": state is CaseState.WAITS and (is_mine or user_can_confirm_person_data(user)),
            "may_copy": state is CaseState.CONFIRMED and is_copied_by(self.case, user),
        }

    def access_entry(self, context: Mapping[str, Any]) -> dict[str, Any]:
        """Return the requests, if the page says whose they are."""
        shown = [one.appointment_request for one in context["candidates"]] if context["may_read"] else []
        return {"action": self.access_action, "shown": shown}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Confirm the case or end it."""
        user, what = self.request.user, request.POST.get("what")
        try:
            if what == "confirm":
                if not user_can_confirm_person_data(user):
                    raise PermissionDenied
                confirm(self.case, actor=user)
                messages.success(request, _t("Confirmed."))
            elif what == "end":
                if user != self.case.asked.actor and not user_can_confirm_person_data(user):
                    raise PermissionDenied
                withdraw(self.case, actor=user)
                messages.success(request, _t("Ended. Nothing is done."))
        except CaseIsOver:
            messages.error(
                request, _t("Somebody else got there first, or the time for it is over. Nothing was done.")
            )
        except ErasureHindered as hindered:
            for sentence in hindrances(hindered.in_the_way):
                messages.error(request, sentence)
        return redirect("person_data:case", self.case.number)


def is_copied_by(case: Case, user: User) -> bool:
    """Return whether ``user`` makes the copy: whoever asked for it, and may still read requests."""
    return not case.is_erasure and case.asked.actor_id == user.pk and user_can_review_requests(user)


def cases_to_confirm(sender: Any, user: User, **_kwargs: Any) -> list[Decision]:
    """Return the cases that wait for ``user``, for the panel of decisions on the admin's first page."""
    if not user_can_confirm_person_data(user):
        return []
    words = _t("%(who)s asks you to confirm for a person: %(what)s. It takes two of you.")
    return [
        Decision(
            words % {"who": case.asked.actor_name, "what": case.asked.get_kind_display()},
            reverse("person_data:case", args=[case.number]),
        )
        for case in waiting_cases(database_now())
        if case.asked.actor_id != user.pk
    ]
