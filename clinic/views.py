"""Views for robots.txt and for errors."""

import logging
import sys
from http import HTTPStatus

from django.db import Error, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from wagtail.images.models import SourceImageIOError

from clinic.database.trouble import Trouble, described, is_out_of_time, trouble_of
from clinic.media.storage import PicturesAway
from clinic.pages.metadata.canonical import absolute

logger = logging.getLogger(__name__)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Return the rules for search engines: they may visit all but the admin, where previews are too.

    The form and the search must not be listed. They say so themselves, which a crawler reads only if it may
    visit them.
    """
    lines = ["User-agent: *", "Disallow: /admin/", f"Sitemap: {absolute(reverse('sitemap'))}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain")


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Show 404 with a search box and the whole menu, or without the menu while the database is away."""
    try:
        return render(request, "404.html", status=404)
    except Error:
        return without_database("404_static.html", status=404)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Show 403 without a word about what is protected."""
    return without_database("403.html", status=403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Show 400: the browser sent something that the site does not understand."""
    return without_database("400.html", status=400)


def too_large(request: HttpRequest) -> HttpResponse:
    """Show 413 for a body larger than anybody types; none of it was read, so none can be shown again."""
    return without_database("413.html", status=413)


def server_error(request: HttpRequest) -> HttpResponse:
    """Show 500, or 503 when the database or the place of the pictures is away, or is of another version."""
    error = sys.exception()
    if isinstance(error, Error):
        logger.error("page not shown: %s", described(error))
        if isinstance(error, OperationalError | InterfaceError) or trouble_of(error) is Trouble.MISFIT:
            return closed_for_a_moment(is_slow=is_out_of_time(error))
    if isinstance(error, PicturesAway | SourceImageIOError):
        return _for_a_moment("503_pictures.html")
    return without_database("500.html", status=500)


def closed_for_a_moment(*, is_slow: bool = False) -> HttpResponse:
    """Show 503: the database is away, and will be back; or it ``is_slow``, and did not answer in time."""
    return _for_a_moment("503_slow.html" if is_slow else "503.html")


def _for_a_moment(template: str) -> HttpResponse:
    response = without_database(template, status=HTTPStatus.SERVICE_UNAVAILABLE)
    response.headers["Retry-After"] = "60"
    return response


def without_database(template: str, *, status: int) -> HttpResponse:
    """Render a page that extends ``base_static.html``, which takes the clinic's details from a file."""
    return HttpResponse(render_to_string(template), status=status)
