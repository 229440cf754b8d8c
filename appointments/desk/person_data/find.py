"""Page on which the desk finds one person's requests, and asks a colleague to agree to a copy or erasure."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import TemplateView

from wagtail.admin import messages

from appointments.desk.access_log.recording import RecordsAccessMixin
from appointments.models import AccessAction, AppointmentRequest
from appointments.models.records.person_data import PersonDataKind, PersonDataReason
from appointments.permissions import user_can_review_requests
from appointments.services.person_data.asking import ErasureHindered, ask
from clinic.models import User
from clinic.sign_in.freshness import FreshSignInMixin

from .candidates import MOST, Candidate, alike, found_for, named
from .forms import AskForm, SearchForm
from .pages import PersonPageMixin
from .wording import hindrances


@method_decorator(sensitive_post_parameters(), name="dispatch")
class FindPersonView(RecordsAccessMixin, PersonPageMixin, TemplateView, FreshSignInMixin):
    """Page that begins with a search, or with the request in its address. Nothing typed is in an address."""

    template_name = "appointments/desk/person_data/find.html"
    page_title = _("Find a person")
    access_action = AccessAction.PERSON

    def is_open_to(self, user: User) -> bool:
        return user_can_review_requests(user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        begun_with = self.kwargs.get("pk")
        if begun_with and self.request.method != "POST":
            opened = get_object_or_404(AppointmentRequest, pk=begun_with)
            kwargs |= _listed(alike(opened), chosen=[opened.reference])
        return {"search_form": SearchForm(), "searched": "", **super().get_context_data(**kwargs)}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show whom a search finds, or ask for what was chosen."""
        return self._ask() if "ask" in request.POST else self._search()

    def access_entry(self, context: Mapping[str, Any]) -> dict[str, Any]:
        """Return the requests that are shown, and the search."""
        shown = [one.appointment_request for one in context.get("candidates", ())]
        return {"action": self.access_action, "shown": shown, "searched": context["searched"]}

    def _search(self) -> HttpResponse:
        form = SearchForm(self.request.POST)
        if not form.is_valid():
            return self._page(HTTPStatus.UNPROCESSABLE_ENTITY, search_form=form)
        words = form.cleaned_data["q"]
        return self._page(HTTPStatus.OK, search_form=form, searched=words, **_listed(found_for(words)))

    def _ask(self) -> HttpResponse:
        found = self.request.POST.getlist("found")[:MOST]
        known = AppointmentRequest.objects.filter(reference__in=found).values_list("reference", flat=True)
        form = AskForm(self.request.POST, found=known)
        chosen = self.request.POST.getlist("about")
        if not form.is_valid():
            return self._page(HTTPStatus.UNPROCESSABLE_ENTITY, **_listed(named(known), chosen, form))
        asked = form.cleaned_data
        kind, reason = PersonDataKind(asked["kind"]), PersonDataReason(asked["reason"])
        try:
            case = ask(kind, reason, asked["about"], actor=self.request.user)
        except ErasureHindered as hindered:
            listed = _listed(named(known), chosen, form)
            return self._page(HTTPStatus.CONFLICT, hindrances=hindrances(hindered.in_the_way), **listed)
        messages.success(self.request, _t("Now a colleague has to confirm it, within seven days. Tell them."))
        return redirect("person_data:case", case.case_number)

    def _page(self, status: HTTPStatus, **context: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**context), status=status)


def _listed(
    candidates: Sequence[Candidate], chosen: Sequence[str] = (), form: AskForm | None = None
) -> dict[str, Any]:
    """Return the context of a list of requests to choose from."""
    return {
        "candidates": candidates[:MOST],
        "has_more": len(candidates) > MOST,
        "most": MOST,
        "chosen": chosen,
        "form": form or AskForm(found=()),
    }
