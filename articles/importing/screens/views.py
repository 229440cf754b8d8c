"""Views on which an editor brings an article, makes drafts of it, and reads what came of each."""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import FormView, TemplateView

from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from articles.importing.bringing import Made, make_drafts, previews, read, take_file, take_paste
from articles.importing.drafts.statements import open_statements
from articles.importing.drafts.writer import CONDITIONS, INFORMATION, NoPlaceForDrafts, parent_of
from articles.importing.readers.refusals import UnreadableDocument
from articles.importing.wording import headed, told
from articles.models import BroughtFile, ImportedArticle
from clinic.database.clock import database_now
from clinic.models import StaffRequest, User

from .forms import BringForm, MakeForm

MOST_PARTS_SHOWN = 300


def may_bring(user: User, kind: str) -> bool:
    """Return whether ``user`` may add a draft of a kind."""
    try:
        return bool(parent_of(kind).permissions_for_user(user).can_add_subpage())
    except NoPlaceForDrafts:
        return False


class _BringingView(WagtailAdminTemplateMixin, FormView):
    """Form for those who may add a draft of any kind."""

    header_icon = "upload"
    request: StaffRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not any(may_bring(self.request.user, kind) for kind in (CONDITIONS, INFORMATION)):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_page_title()}]


class BringView(_BringingView):
    """Form that takes a file or a paste, above those that wait for their drafts."""

    template_name = "articles/importing/bring.html"
    page_title = _("Bring an article")
    form_class = BringForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = BroughtFile.objects.filter(brought_by=self.request.user).defer("content")
        return {**super().get_context_data(**kwargs), "waiting": waiting.order_by("-brought_at")}

    def form_valid(self, form: BringForm) -> HttpResponse:
        """Keep what was brought, and show what it would become."""
        file = form.cleaned_data["file"]
        try:
            if file:
                brought = take_file(file.name, file.read(), self.request.user)
            else:
                texts = form.cleaned_data["pasted"], form.cleaned_data["pasted_html"]
                brought = take_paste(*texts, self.request.user)
        except UnreadableDocument as refusal:
            form.add_error("file" if file else "pasted", str(refusal))
            return self.form_invalid(form)
        return redirect("articles_importing:preview", brought.pk)

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(
            self.get_context_data(form=form), status=HTTPStatus.UNPROCESSABLE_ENTITY
        )


class PreviewView(_BringingView):
    """Preview of a file: the parts, statements and what is left out. Its button makes the drafts."""

    template_name = "articles/importing/preview.html"
    page_title = _("What it would become")
    form_class = MakeForm

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        own = BroughtFile.objects.filter(brought_by=self.request.user.pk)
        self.brought = get_object_or_404(own, pk=kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return self.brought.name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reading = read(self.brought)
        shown = [
            {
                "document": document,
                "parts": [(type(part).__name__, part) for part in document.parts[:MOST_PARTS_SHOWN]],
                "statements": open_statements(page),
                "groups": headed(told(document.notes)),
            }
            for document, page in previews(reading, CONDITIONS)
        ]
        return {
            **super().get_context_data(**kwargs),
            "shown": shown,
            "broken": reading.broken,
            "brought": self.brought,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "discard" in request.POST:
            self.brought.delete()
            messages.success(request, _("It was let go. No draft was made of it."))
            return redirect("articles_importing:bring")
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: MakeForm) -> HttpResponse:
        """Make the drafts, and open the only one or its list."""
        kind = form.cleaned_data["kind"]
        if not may_bring(self.request.user, kind):
            raise PermissionDenied
        made = make_drafts(self.brought, kind, self.request.user)
        self._tell(made)
        if len(made.articles) == 1:
            return redirect("articles_importing:brought", made.articles[0].pk)
        return redirect("wagtailadmin_explore", parent_of(kind).pk)

    def _tell(self, made: Made) -> None:
        count = len(made.articles)
        text = ngettext(
            "%(count)d draft was made. Nothing of it is public.",
            "%(count)d drafts were made. Nothing of them is public.",
            count,
        )
        messages.success(self.request, text % {"count": count})
        if made.known:
            text = ngettext(
                "%(count)d article was brought before, and stays as it is.",
                "%(count)d articles were brought before, and stay as they are.",
                len(made.known),
            )
            messages.info(self.request, text % {"count": len(made.known)})
        if made.broken:
            messages.warning(self.request, made.broken)


class BroughtView(WagtailAdminTemplateMixin, TemplateView):
    """Report about a draft from elsewhere, and its statements as they are now."""

    template_name = "articles/importing/brought.html"
    page_title = _("Brought from elsewhere")
    header_icon = "upload"
    request: StaffRequest

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.article = get_object_or_404(ImportedArticle.objects.select_related("page"), pk=kwargs["pk"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.article.page.permissions_for_user(self.request.user).can_edit():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return self.article.page.get_admin_display_title()

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        editor = reverse("wagtailadmin_pages:edit", args=[self.article.page_id])
        own = [
            {"url": editor, "label": self.get_page_subtitle()},
            {"url": "", "label": self.get_page_title()},
        ]
        return [*super().get_breadcrumbs_items(), *own]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        draft = self.article.page.get_latest_revision_as_object()
        return {
            **super().get_context_data(**kwargs),
            "article": self.article,
            "groups": headed(self.article.told),
            "statements": open_statements(draft),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Tell nobody any more when the draft is opened."""
        self.article.done_at = database_now()
        self.article.save(update_fields=["done_at"])
        return redirect("wagtailadmin_pages:edit", self.article.page_id)
