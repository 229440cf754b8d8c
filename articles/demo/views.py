"""Admin's page that removes the demonstration, for whoever runs the clinic."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from wagtail.admin import messages

from clinic.identity.demonstration import demonstration_left, demonstration_models
from clinic.models import StaffRequest
from clinic.opening.views import OwnersPage
from clinic.sign_in.freshness import FreshSignInMixin

from .removal import NobodyLeft, invented_pages, invented_pictures, invented_sources, remove_demonstration


class RemovalView(OwnersPage, FreshSignInMixin):
    """Page that names what is made up, and asks what becomes of its pages."""

    template_name = "articles/demo/removal.html"
    page_title = _("Remove the demonstration")
    header_icon = "bin"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST" and not self.request.user.is_superuser:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def asks_for_proof(self) -> bool:
        # Others read here what is left, and remove nothing.
        return self.request.user.is_superuser

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        left = [
            model._meta.verbose_name_plural for model in demonstration_models() if demonstration_left(model)
        ]
        return {
            **super().get_context_data(**kwargs),
            "pages": sorted(page.title for page in invented_pages()),
            "sources": invented_sources().count(),
            "pictures": invented_pictures().count(),
            "left": left,
        }

    def post(self, request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Remove it, and say what stayed."""
        try:
            removed = remove_demonstration(keep_drafts=request.POST.get("pages") == "drafts")
        except NobodyLeft:
            text = _t("Make an administrator's account of your own first: nobody could sign in afterwards.")
            messages.error(request, text)
            return redirect(request.path)
        messages.success(request, _t("What was made up is removed."))
        for sentence in removed.stayed:
            messages.warning(request, sentence)
        return redirect("opening")


def removal_urls() -> list[URLPattern]:
    """Return the address of the page."""
    return [path("opening/demonstration/", RemovalView.as_view(), name="remove_demonstration")]
