"""View on which a clinical reviewer compares a source with its publication, and says so by name."""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Field
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import include, path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from articles.models import Source
from clinic.models import StaffRequest

from .checking import Changed, check_source, may_check, obstacle
from .citations import live_pages_on, refuse_deletion_in_admin
from .comparators import comparators, comparators_script
from .forms import CheckForm
from .from_citations.views import AddFromCitationsView


class CheckSourceView(WagtailAdminTemplateMixin, FormView):
    """Every field of a source beside the link to its publication, and the button that says they agree."""

    template_name = "articles/sources/check.html"
    page_title = _("Check a source")
    header_icon = "check"
    form_class = CheckForm
    request: StaffRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_check(self.request.user):
            raise PermissionDenied
        self.source = get_object_or_404(Source, pk=kwargs["source_id"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return self.source.short_name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {
                "url": reverse(Source.snippet_viewset.get_url_name("list")),
                "label": capfirst(Source._meta.verbose_name_plural),
            },
            {"url": self.source.edit_url, "label": self.source.short_name},
            {"url": "", "label": self.page_title},
        ]

    def get_initial(self) -> dict[str, Any]:
        return {"fingerprint": self.source.fingerprint}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        source = self.source
        return {
            "source": source,
            "values": [_shown(source, field) for field in Source.compared_fields()],
            "obstacle": obstacle(source, self.request.user),
            "is_own_work": source.typed_by_id == self.request.user.pk,
            "live_pages": live_pages_on(source),
            "checks": source.checks.all(),
            **super().get_context_data(**kwargs),
        }

    def form_valid(self, form: Any) -> HttpResponse:
        """Call the service; a refusal shows the source as it is now, with what stands in the way."""
        try:
            check_source(self.source, form.reading(), self.request.user)
        except PermissionDenied as refusal:
            return self._again(form, str(refusal))
        except Changed:
            self.source.refresh_from_db()
            form.data = {**form.data.dict(), "fingerprint": self.source.fingerprint}
            return self._again(
                form, _t("Somebody changed it while you were reading. Compare every field once more.")
            )
        messages.success(self.request, _t("You checked %(source)s.") % {"source": self.source.short_name})
        return redirect(self.source.edit_url)

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(
            self.get_context_data(form=form), status=HTTPStatus.UNPROCESSABLE_ENTITY
        )

    def _again(self, form: Any, refusal: str) -> HttpResponse:
        context = self.get_context_data(form=form, refusal=refusal)
        return self.render_to_response(context, status=HTTPStatus.CONFLICT)


def _shown(source: Source, field: Field) -> tuple[str, Any]:
    display = getattr(source, f"get_{field.name}_display", None)
    value = display() if display else getattr(source, field.name)
    return capfirst(str(field.verbose_name)), "" if value is None else value


def source_urls() -> list[Any]:
    """Return the addresses of the checks, of adding sources from citations, and of what claims may name."""
    patterns = [
        path("<int:source_id>/check/", CheckSourceView.as_view(), name="check"),
        path("comparators/", comparators, name="comparators"),
        path("from-citations/", AddFromCitationsView.as_view(), name="from_citations"),
    ]
    return [path("sources/", include((patterns, "articles_sources")))]


# Read by articles/wagtail_hooks.py.
SOURCES = {
    "before_delete_snippet": refuse_deletion_in_admin,
    "insert_editor_js": comparators_script,
    "register_admin_urls": source_urls,
}
