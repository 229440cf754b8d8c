"""Screens on which somebody approves the sentences of others, and confirms their corrections."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView

from wagtail.admin import messages
from wagtail.admin.auth import user_has_any_page_permission
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from articles.models import ConditionPage, Correction
from articles.models.four_eyes import who_can_approve
from clinic.models import StaffRequest
from clinic.typed.fields import PlainTextField
from clinic.typed.keys import key_in

from .acts import approve_sentences, decide_correction, may_approve
from .corrections import corrections_to_confirm
from .listing import writings


class SentencesView(WagtailAdminTemplateMixin, TemplateView):
    """Sentences of one article that nobody but their writers has approved, with the button that does."""

    page_title = _("Sentences to approve")
    header_icon = "check"
    template_name = "articles/approving/sentences.html"
    http_method_names = ["get", "head", "post"]
    request: StaffRequest

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.page = get_object_or_404(ConditionPage, pk=kwargs["page_id"]).specific

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_approve(self.request.user, self.page):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Approve what was shown, and say what has come since."""
        named = map(key_in, request.POST.get("shown", "").split(","))
        shown = {number for number in named if number is not None}
        approved = approve_sentences(self.page, shown, self.request.user)
        if approved < len(shown):
            changed = _("Something was changed while you were reading: what is new is listed here.")
            messages.warning(request, changed)
        if approved:
            text = ngettext(
                "You approved %(count)d sentence or value of “%(title)s”.",
                "You approved %(count)d sentences and values of “%(title)s”.",
                approved,
            )
            messages.success(
                request, text % {"count": approved, "title": self.page.get_admin_display_title()}
            )
        return redirect("articles_approving:sentences", self.page.pk)

    def get_page_subtitle(self) -> str:
        return self.page.get_admin_display_title()

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        editor = reverse("wagtailadmin_pages:edit", args=[self.page.pk])
        return [
            *self.breadcrumbs_items,
            {"url": editor, "label": self.page.get_admin_display_title()},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = writings(self.page, self.request.user)
        of_others = [writing for writing in found if not writing.is_own]
        own = next((writing for writing in found if writing.is_own), None)
        return {
            "article": self.page,
            "of_others": of_others,
            "own": own,
            "who_can": who_can_approve(self.page, self.request.user) if own else "",
            "shown": ",".join(str(row) for writing in of_others for row in writing.rows),
            **super().get_context_data(**kwargs),
        }


class ReasonForm(forms.Form):
    """Reason for which a correction is declined."""

    reason = PlainTextField(required=False, max_length=1000)


class CorrectionsView(WagtailAdminTemplateMixin, TemplateView):
    """Corrections that wait for a second person, each with its two buttons."""

    page_title = _("Corrections to confirm")
    header_icon = "history"
    template_name = "articles/approving/corrections.html"
    http_method_names = ["get", "head", "post"]
    request: StaffRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not user_has_any_page_permission(self.request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Confirm or decline one correction; a refusal says why."""
        correction = get_object_or_404(Correction, pk=key_in(request.POST.get("correction", "")))
        is_confirmed = request.POST.get("decision") == "confirm"
        form = ReasonForm(request.POST)
        if not form.is_valid():
            messages.error(request, " ".join(map(str, form.errors["reason"])))
            return redirect("articles_approving:corrections")
        reason = form.cleaned_data["reason"]
        if not is_confirmed and not reason:
            messages.error(
                request, _("Say why readers should not see it: whoever wrote it reads your words.")
            )
            return redirect("articles_approving:corrections")
        try:
            decide_correction(correction, self.request.user, is_confirmed=is_confirmed, reason=reason)
        except PermissionDenied as refusal:
            messages.error(request, str(refusal))
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, _CONFIRMED if is_confirmed else _DECLINED)
        return redirect("articles_approving:corrections")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = corrections_to_confirm(self.request.user)
        return {"waiting": waiting, **super().get_context_data(**kwargs)}


_CONFIRMED = _("The correction is published: readers see it at the end of the article.")
_DECLINED = _("The correction is declined: readers do not see it. It stays in the article's record.")
