"""Pages to enter a request by phone or at the counter: the form, and the reference to read out after it.

No input is ever in an address: finding a number and taking over earlier answers are POSTs too.
"""

import logging
import secrets
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django import db
from django.conf import settings
from django.forms import MultipleChoiceField
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView, TemplateView

from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from appointments.consents import DESK_CONSENT_VERSION
from appointments.desk.access_log.recording import RecordsAccessMixin
from appointments.desk.actions.registry import ACTIONS
from appointments.desk.pages import DeskPageMixin
from appointments.desk.presenters.dialling import remark_on
from appointments.desk.presenters.one_request import OneRequestMixin
from appointments.models import AccessAction, AppointmentRequest
from appointments.questions.articles import ArticleToChoose
from appointments.questions.open_times import OpenTimes
from appointments.questions.team import Team
from appointments.references import spell
from appointments.services.intake.desk_entry import enter_request
from articles.models import ConditionPage
from clinic.database.clock import current_time, database_now
from clinic.database.dead_connection import close_if_dead
from clinic.database.trouble import described
from clinic.identity.clinic_time import day_and_time
from clinic.kept_input.fields import KnownForm
from clinic.models import ClinicSettings

from .caller_lookup import Caller, look_up_caller
from .form import PHONE, DeskRequestForm, answers_taken_over

# Names of the buttons: look up the number, or take over the answers of the request with this id.
FIND, USE = "find", "use"
logger = logging.getLogger(__name__)


@method_decorator(sensitive_post_parameters(), name="dispatch")
class DeskRequestView(RecordsAccessMixin, PermissionCheckedMixin, DeskPageMixin, FormView):
    """Form of a new request. Looking up a number is recorded as a search."""

    # The model gives Wagtail a permission policy; without one it lets every user in.
    model = AppointmentRequest
    permission_required = "change"
    access_action = AccessAction.SEARCH
    form_class = DeskRequestForm
    template_name = "appointments/desk/intake/desk_request.html"
    page_title = _("Add a request")
    header_icon = "plus"
    http_method_names = ["get", "head", "post"]

    @classmethod
    def kept_form(cls, **kwargs: Any) -> KnownForm:
        """Describe the form, for input that its author was signed out with."""
        return KnownForm(cls.page_title, DeskRequestForm(articles=()).fields)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if USE in request.POST:
            return self._take_over(request.POST[USE])
        if FIND in request.POST:
            return self._page(self._kept(request.POST))
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: DeskRequestForm) -> HttpResponse:
        """Store the request, unless an earlier press of the button did; then show its reference."""
        try:
            stored = enter_request(
                data=form.patient_data(),
                actor=self.request.user,
                channel=form.cleaned_data["channel"],
                submission_key=form.cleaned_data["submission_key"],
                consent_version=DESK_CONSENT_VERSION,
                language=get_language() or settings.LANGUAGE_CODE,
                now=database_now(),
            )
        except db.Error as error:
            logger.error("request by the desk not stored: %s", described(error))
            close_if_dead()
            return self._page(form, not_stored=True, caller=None, status=HTTPStatus.SERVICE_UNAVAILABLE)
        return redirect("requests:entered", stored.appointment_request.pk)

    def form_invalid(self, form: DeskRequestForm) -> HttpResponse:
        return self._page(form, problems=form.problems(), status=HTTPStatus.UNPROCESSABLE_ENTITY)

    def get_initial(self) -> dict[str, Any]:
        return {"submission_key": secrets.token_hex(16)}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), **self._offered()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if not context["form"].is_bound:
            started = "caller_name" if context.get("started") else PHONE
            context["form"].fields[started].widget.attrs["autofocus"] = True
        clinic = ClinicSettings.for_staff(self.request)
        typed = context["form"][PHONE].value() or ""
        # What a page gives itself is not looked up: a database that is away would be asked once more.
        caller = {} if "caller" in context else {"caller": look_up_caller(typed)}
        return {
            **caller,
            "remark": "" if context.get("problems") else remark_on(typed),
            "clinic": clinic,
            "receptionist": self.request.user.first_name or self.request.user.get_username(),
            "reply_due": day_and_time(clinic.reply_due_now),
            **context,
        }

    def access_entry(self, context: Mapping[str, Any]) -> dict[str, Any]:
        """Return the requests with the number, and the number as the search."""
        caller: Caller | None = context["caller"]
        shown = [entry.appointment_request for entry in caller.entries] if caller else []
        return {"action": self.access_action, "shown": shown, "searched": caller.number if caller else ""}

    def _take_over(self, chosen: str) -> HttpResponse:
        """Show the form with name and e-mail address of an earlier request with the same number."""
        typed = self.request.POST.copy()
        caller = look_up_caller(typed.get(PHONE, ""))
        for entry in caller.entries if caller else []:
            if str(entry.appointment_request.pk) == chosen and entry.patient:
                for name, answer in answers_taken_over(entry.patient).items():
                    typed[name] = answer
        return self._page(self._kept(typed))

    def _kept(self, typed: QueryDict) -> DeskRequestForm:
        """Return a form with the input so far, without validation."""
        answers = {
            name: typed.getlist(name) if isinstance(field, MultipleChoiceField) else typed[name]
            for name, field in DeskRequestForm.base_fields.items()
            if name in typed
        }
        return DeskRequestForm(initial={**self.get_initial(), **answers}, **self._offered())

    def _offered(self) -> dict[str, Any]:
        """Return the topics, and the times at which the clinic opens."""
        clinic = ClinicSettings.for_staff(self.request)
        live = ConditionPage.objects.live().filter(view_restrictions__isnull=True).order_by("title")
        return {
            "articles": [ArticleToChoose(*row) for row in live.values_list("pk", "title", "slug")],
            "open_times": OpenTimes.of(clinic.clock, current_time()),
            "languages": Team.of(clinic).choices(),
        }

    def _page(self, form: DeskRequestForm, *, status: int = 200, **context: Any) -> HttpResponse:
        context = self.get_context_data(form=form, started=True, **context)
        return self.render_to_response(context, status=status)


class EnteredView(PermissionCheckedMixin, OneRequestMixin, DeskPageMixin, TemplateView):
    """Page after saving: the reference to read out, and the next action; none of the answers."""

    model = AppointmentRequest
    permission_required = "change"
    template_name = "appointments/desk/intake/entered.html"
    page_title = _("Request saved")
    header_icon = "check"
    http_method_names = ["get", "head"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        appointment_request = self.get_object()
        actions = [ACTIONS["schedule"], ACTIONS["attempt"]]
        return {
            **super().get_context_data(**kwargs),
            "object": appointment_request,
            "spelled_reference": spell(appointment_request.reference),
            "actions": [
                action for action in actions if action.is_offered(appointment_request, self.request.user)
            ],
            "due": day_and_time(appointment_request.due_at),
        }
