"""Screen on which editors add sources from citations: paste, look at what was understood, add."""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import FormView

from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from articles.models import Source
from clinic.models import StaffRequest

from .adding import add_sources
from .csl import as_csl
from .forms import CitationsForm


class AddFromCitationsView(WagtailAdminTemplateMixin, FormView):
    """Two steps: what was understood of the citations, then the sources made of it."""

    template_name = "articles/sources/from_citations/add.html"
    page_title = _("Add sources from citations")
    header_icon = "openquote"
    form_class = CitationsForm
    request: StaffRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.request.user.has_perm("articles.add_source"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        sources = {"url": _list_of_sources(), "label": capfirst(Source._meta.verbose_name_plural)}
        return [*self.breadcrumbs_items, sources, {"url": "", "label": self.page_title}]

    def form_valid(self, form: CitationsForm) -> HttpResponse:
        """Show what was read; when the person has seen it, add it."""
        entries = form.entries()
        if "add" not in self.request.POST:
            new = [entry.source for entry in entries if entry.is_new and entry.source]
            return self.render_to_response(
                self.get_context_data(form=form, entries=entries, new=new, citations=as_csl(new))
            )
        added = len(add_sources(entries, self.request.user))
        words = ngettext(
            "%(count)d source is added. Complete it, then a clinical reviewer checks it.",
            "%(count)d sources are added. Complete each, then a clinical reviewer checks it.",
            added,
        )
        messages.success(self.request, words % {"count": added})
        return redirect(f"{_list_of_sources()}?unchecked=true")

    def form_invalid(self, form: CitationsForm) -> HttpResponse:
        return self.render_to_response(
            self.get_context_data(form=form), status=HTTPStatus.UNPROCESSABLE_ENTITY
        )


def _list_of_sources() -> str:
    return reverse(Source.snippet_viewset.get_url_name("list"))
