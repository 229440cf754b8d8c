"""Answer to staff whose browser sent the admin something that no form of it sends: 400, with a way back."""

import re
import sys
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.urls import ResolverMatch, reverse
from django.utils.deprecation import MiddlewareMixin
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.generic.edit import DeletionMixin

from wagtail.models import Page

from .middleware import ADMIN
from .parameters import SENDS_A_FORM, broken_rules, is_form
from .posted_forms import is_whole

# Python reads no longer one: whatever reads a number, or JSON with numbers in it, would end in a fault.
MOST_DIGITS = sys.int_info.default_max_str_digits
_DIGITS = re.compile(r"[\d_]+")


class AdminInputMiddleware(MiddlewareMixin):
    """Checks the parameters of the admin's addresses before their views; visitors are left to the sign-in."""

    def process_view(
        self, request: HttpRequest, view: object, _args: object, _kwargs: object
    ) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or not request.path_info.startswith(ADMIN):
            return None
        if any(map(holds_endless_number, _values(request))):
            return refused(request)
        if not request.user.is_authenticated or not request.user.has_perm("wagtailadmin.access_admin"):
            return None
        if _goes_past_the_form(request, view):
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
        if any(broken_rules(request, match.view_name)) or _lacks_parts(request, match):
            return refused(request)
        return None


def holds_endless_number(value: str) -> bool:
    """Return whether a number of more digits stands in ``value`` than Python reads."""
    return len(value) > MOST_DIGITS and any(len(run) > MOST_DIGITS for run in _DIGITS.findall(value))


def _values(request: HttpRequest) -> Iterator[str]:
    """Yield every value that was sent, as views read it."""
    yield request.path_info
    for sent in (request.GET, request.POST):
        for name, values in sent.lists():
            yield from (name, *values)
    if request.content_type == "application/json":
        yield request.body.decode("latin-1")


def _goes_past_the_form(request: HttpRequest, view: object) -> bool:
    """Return whether a view would delete without what its ``post`` asks first.

    Django's views take DELETE too, which no page of the admin sends them. The question what becomes of
    somebody's work, and the answer that others need it, stand in ``post``.
    """
    return request.method == "DELETE" and issubclass(getattr(view, "view_class", object), DeletionMixin)


def _lacks_parts(request: HttpRequest, match: ResolverMatch) -> bool:
    if request.method not in SENDS_A_FORM or not is_form(match.view_name):
        return False
    model = _model_of(match)
    return model is not None and not is_whole(model, request.POST)


def _model_of(match: ResolverMatch) -> type[Model] | None:
    """Return the model of the form at an address; None where there is none, which the view says."""
    kwargs: dict[str, Any] = match.kwargs
    if "page_id" in kwargs:
        page = Page.objects.filter(pk=kwargs["page_id"]).first()
        return page.specific_class if page else None
    for app, name in (("content_type_app_name", "content_type_model_name"), ("app_name", "model_name")):
        if app in kwargs:
            return apps.all_models.get(kwargs[app], {}).get(kwargs[name])
    model = getattr(match.func, "view_initkwargs", {}).get("model")
    return apps.get_model(model) if isinstance(model, str) else model


def refused(request: HttpRequest) -> HttpResponse:
    """Say that what was sent is damaged, with the way back."""
    came_from = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, request.is_secure())
    back = came_from if is_ours and came_from != request.build_absolute_uri() else ""
    context = {"back": back, "home": reverse("wagtailadmin_home")}
    return render(request, "clinic/http/admin_input.html", context, status=400)
