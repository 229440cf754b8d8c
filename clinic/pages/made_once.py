"""Guard of the page editor: one open form makes one page, however often and at once it is sent."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation import gettext as _

from wagtail.admin import messages
from wagtail.admin.views.pages.edit import EditView
from wagtail.models import Page

from clinic.gate import NotReadyError
from clinic.identity.people import StaffRequest

from .addresses import holder_of

ADDING = "wagtailadmin_pages:add"
TRIES = 5


def tell_given_address(request: StaffRequest, page: Page) -> None:
    """Say after saving a draft that its address was taken; a save in the background is told by the script."""
    wanted = request.POST.get("slug", "").strip()
    if not wanted or wanted == page.slug or not request.accepts("text/html"):
        return
    if holder := holder_of(wanted, page.get_parent(), page):
        message = _(
            "“%(title)s” already has the address “%(wanted)s”. Your draft is saved, for now at “%(given)s”: "
            "change it under Promote."
        )
        titles = {"title": holder.get_admin_display_title(), "wanted": wanted, "given": page.slug}
        messages.warning(request, message % titles)


def go_on_with_what_was_made(
    request: StaffRequest, parent_page: Page, page_class: type[Page]
) -> HttpResponse | None:
    """Save into the page that the same open form has made already, such as by itself a moment before."""
    key = _key_of(request)
    made = parent_page.get_children().filter(translation_key=key, owner=request.user).first() if key else None
    if made is None or made.specific_class is not page_class:
        return None
    return EditView.as_view()(request, made.pk)


class MadeOnceMiddleware(MiddlewareMixin):
    """Sends a form again that lost a race for its address to another page."""

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Run the view again: it sees the page that was made in the meantime."""
        match = request.resolver_match
        if match is None or match.view_name != ADDING or request.method != "POST":
            return None
        for _try in range(TRIES):
            if not is_lost_race(error):
                return None
            try:
                response: HttpResponse = match.func(request, *match.args, **match.kwargs)
            except (IntegrityError, ValidationError) as again:
                error = again
            else:
                return response
        return None


def is_lost_race(error: Exception) -> bool:
    """Return whether another page took the address or the place between the form's check and its saving."""
    return isinstance(error, IntegrityError | ValidationError) and not isinstance(error, NotReadyError)


def _key_of(request: HttpRequest) -> Any:
    """Return the form's key, None for a form without one."""
    if request.method != "POST":
        return None
    try:
        return forms.UUIDField(required=False).clean(request.POST.get("creation_key", ""))
    except ValidationError:
        return None


SAVING = {
    "before_create_page": go_on_with_what_was_made,
    "after_create_page": tell_given_address,
    "after_edit_page": tell_given_address,
}
