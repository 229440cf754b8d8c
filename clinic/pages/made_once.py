"""Guard of the page editor: one open form makes one page, however often and at once it is sent."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.urls import resolve, reverse
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
    made = _made_by(request, parent_page.pk)
    if made is None or made.specific_class is not page_class:
        return None
    return EditView.as_view()(request, made.pk)


class MadeOnceMiddleware(MiddlewareMixin):
    """Saves a form into the page that it has made, and sends one again that lost a race for its address."""

    def process_view(
        self, request: HttpRequest, _view: Any, _args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Save into a page that may stand once: Wagtail refuses a second one before it runs a hook."""
        if not _is_adding(request) or not request.user.is_authenticated:
            return None
        made = _made_by(request, kwargs["parent_page_id"])
        if made is None or made.content_type.model != kwargs["content_type_model_name"]:
            return None
        if made.specific_class.can_create_at(made.get_parent()):
            return None
        editing = resolve(reverse("wagtailadmin_pages:edit", args=[made.pk]))
        response: HttpResponse = editing.func(request, *editing.args, **editing.kwargs)
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Run the view again: it sees the page that was made in the meantime."""
        match = request.resolver_match
        if match is None or not _is_adding(request):
            return None
        for _try in range(TRIES):
            if not is_lost_race(error):
                return None
            try:
                response: HttpResponse = self.process_view(
                    request, match.func, match.args, match.kwargs
                ) or match.func(request, *match.args, **match.kwargs)
            except (IntegrityError, ValidationError) as again:
                error = again
            else:
                return response
        return None


def is_lost_race(error: Exception) -> bool:
    """Return whether another page took the address or the place between the form's check and its saving."""
    return isinstance(error, IntegrityError | ValidationError) and not isinstance(error, NotReadyError)


def _is_adding(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and match.view_name == ADDING and request.method == "POST"


def _made_by(request: HttpRequest, parent_id: int) -> Page | None:
    """Return the page that the same person's same open form has made below the parent."""
    key, parent = _key_of(request), Page.objects.filter(pk=parent_id).first()
    if not key or parent is None:
        return None
    made: Page | None = parent.get_children().filter(translation_key=key, owner=request.user).first()
    return made


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
