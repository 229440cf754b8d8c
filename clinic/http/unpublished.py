"""Titles of unpublished pages, which nobody reads who has no right on any page, by whatever address.

Wagtail looks for a right on pages in most of its views. But its chooser lists every page to whoever may open
the admin, and the page that asks before a move names both pages first.
"""

from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.deprecation import MiddlewareMixin

from wagtail.admin.auth import permission_denied, user_has_any_page_permission
from wagtail.models import Page, PageQuerySet

_LARGEST_KEY = 2**31 - 1
PAGES, CHOOSER = "wagtailadmin_pages:", "wagtailadmin_choose_page"


class UnpublishedPagesMiddleware(MiddlewareMixin):
    """Keeps those without a right on pages from views of pages, and from choosing unpublished ones."""

    def process_view(
        self, request: HttpRequest, _view: object, _args: object, kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        name = request.resolver_match.view_name if request.resolver_match else ""
        if not name.startswith((PAGES, CHOOSER)) or not request.user.is_authenticated:
            return None
        if user_has_any_page_permission(request.user):
            return None
        if name.startswith(PAGES):
            return permission_denied(request)
        numbers = [*map(str, kwargs.values()), *request.GET.getlist("id")]
        if Page.objects.filter(pk__in=filter(None, map(_key_in, numbers))).not_live().exists():
            raise Http404
        return None


def _key_in(text: str) -> int | None:
    """Return the key that Wagtail reads in ``text``, however it is written; None where it reads none."""
    try:
        key = int(text)
    except ValueError:
        return None
    return key if 0 < key <= _LARGEST_KEY else None


def public_pages_only(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """Leave unpublished pages out of the chooser of those who have no right on pages."""
    return pages if user_has_any_page_permission(request.user) else pages.live()
