"""Pages for staff whose form was not taken: sign in, check and send again, or why it was refused."""

from copy import copy
from http import HTTPStatus
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.urls import resolve, reverse
from django.utils.cache import add_never_cache_headers

from allauth.account.adapter import get_adapter

from clinic.sign_in.steps import SIGN_IN, is_of_own_account, is_step

from .authors import author_of
from .fields import form_behind, offered_fields
from .sealed import KEPT, keep, opened


def keep_or_sign_in(request: HttpRequest) -> HttpResponse:
    """Return the answer to a form that was not taken, with everything in it."""
    sealed = keep(request, author_of(request))
    if request.user.is_authenticated:
        return kept_page(request, sealed, status=HTTPStatus.FORBIDDEN, why="old")
    return sign_in_page(request, sealed)


def sign_in_page(request: HttpRequest, sealed: str, *, stale: bool = False) -> HttpResponse:
    """Show the sign-in, which sends the ``sealed`` input along; ``stale`` when it was itself too old."""
    after = request.POST.get("next", "") if stale else request.path
    response = step_page(request, reverse(SIGN_IN), sealed, after=after, stale=stale)
    response.status_code = HTTPStatus.FORBIDDEN
    return response


def step_page(
    request: HttpRequest, address: str, sealed: str, *, after: str = "", stale: bool = False
) -> HttpResponse:
    """Show the step of the sign-in at ``address``, or the one it leads to, with the input in its form."""
    asking = copy(request)
    asking.method = "GET"
    asking.GET = QueryDict(urlencode({"next": after} if after else {}))
    asking.POST = QueryDict()
    asking.path = asking.path_info = address
    response = resolve(address).func(asking)
    if isinstance(response, TemplateResponse):
        carried = {KEPT: sealed, "kept_asked": True, "stale": stale}
        response.context_data = {**(response.context_data or {}), **carried}
        response.render()
    elif (led_to := urlsplit(response.headers.get("Location", "")).path) != address and is_step(led_to):
        # Somebody who had given the password is still asked for the second step.
        return step_page(request, led_to, sealed, after=after, stale=stale)
    return response


def prove_page(request: HttpRequest) -> HttpResponse:
    """Ask somebody who is signed in to prove it, before the page that they opened, or with what they sent."""
    address = get_adapter().get_reauthentication_methods(request.user)[0]["url"]
    if request.method == "POST" and not is_of_own_account(request.path):
        return step_page(request, address, keep(request, author_of(request)))
    return redirect(f"{address}?{urlencode({'next': request.get_full_path()})}")


def kept_page(
    request: HttpRequest, sealed: str, *, status: int = HTTPStatus.OK, why: str = "anew"
) -> HttpResponse:
    """Offer the input again to its author, to be checked and sent by a press; nobody else is shown it.

    ``why`` is "anew" for whoever has signed in again, "proved" for whoever was asked to prove it, "old" for
    a page that was older than the sign-in.
    """
    kept = opened(sealed)
    context: dict[str, object] = {"kept": kept, "why": why}
    if kept and kept.author not in (None, request.user.pk):
        context = {"of_another": True, "sealed": sealed}
    elif kept:
        form = form_behind(kept)
        fields = offered_fields(kept, form)
        first = next((field.name for field in fields if field.kind in ("lines", "line")), "")
        context |= {"form": form, "fields": fields, "first": first}
    response = render(request, "clinic/kept_input/kept.html", context, status=status)
    add_never_cache_headers(response)
    return response


def refused_page(request: HttpRequest, why: str) -> HttpResponse:
    """Say why nothing was done; ``why`` is "another site", "hidden", "no cookies" or "not allowed"."""
    return render(request, "clinic/kept_input/refused.html", {"why": why}, status=HTTPStatus.FORBIDDEN)
