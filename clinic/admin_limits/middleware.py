"""Limits of what the admin is sent: little from visitors, forms from staff, files where a form asks for one.

They hold before a body is read. A browser that staff signed in with counts as theirs when the session has
ended, too: what they typed has to reach the sign-in page, which keeps it.
"""

from dataclasses import dataclass
from fnmatch import fnmatchcase

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.urls import Resolver404, resolve
from django.utils.deprecation import MiddlewareMixin

from clinic import views
from clinic.http.admin_input import refused
from clinic.http.limits import MOST_BYTES, MOST_FIELDS, has_a_few_fields, length_of, read_to_the_end
from clinic.http.middleware import ADMIN
from clinic.http.parameters import is_form
from clinic.kept_input.authors import is_of_an_author


@dataclass(frozen=True)
class Limit:
    """Size of a body, number of its fields, and whether its files are taken."""

    most_bytes: int
    most_fields: int
    takes_files: bool = False


_VISITOR = Limit(MOST_BYTES, MOST_FIELDS)
_STAFF = Limit(settings.DATA_UPLOAD_MAX_MEMORY_SIZE, 1_000)
_EDITOR = Limit(settings.DATA_UPLOAD_MAX_MEMORY_SIZE, settings.DATA_UPLOAD_MAX_NUMBER_FIELDS)
# Room for the other fields beside the file.
_FILES = Limit(settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE + 1024 * 1024, 1_000, takes_files=True)
_ROUTES_WITH_A_FILE = (
    "wagtailimages:add",
    "wagtailimages:edit",
    "wagtailimages:add_multiple",
    "wagtailimages_chooser:create",
    "wagtailredirects:start_import",
    "wagtailadmin_account",
    "articles_importing:bring",
    "articles_sources:from_citations",
)
# Read and dropped, so that a browser shows our answer and not that the connection broke.
_READ_OF_STAFF = 64 * 1024 * 1024


class AdminRequestLimitMiddleware(MiddlewareMixin):
    """Middleware that refuses, unread, what no form of the admin sends. It stands below the session's."""

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        if not request.path_info.startswith(ADMIN):
            return None
        length = length_of(request)
        if not length and request.method != "POST":
            return None
        limit = _limit_of(request)
        if length > limit.most_bytes:
            return _too_large(request, limit)
        try:
            is_whole = request.method != "POST" or has_a_few_fields(
                request, limit.most_fields, takes_files=limit.takes_files
            )
        except RequestDataTooBig:
            # Of a form with a file only the words beside it count.
            return _too_large(request, _VISITOR if limit is _VISITOR else _EDITOR)
        if is_whole:
            return None
        return refused(request) if request.user.is_authenticated else views.bad_request(request)


def _limit_of(request: HttpRequest) -> Limit:
    if not is_of_an_author(request) and not request.user.has_perm("wagtailadmin.access_admin"):
        return _VISITOR
    try:
        route = resolve(request.path_info).view_name
    except Resolver404:
        return _STAFF
    if any(fnmatchcase(route, pattern) for pattern in _ROUTES_WITH_A_FILE):
        return _FILES
    return _EDITOR if is_form(route) else _STAFF


def _too_large(request: HttpRequest, limit: Limit) -> HttpResponse:
    if limit is _VISITOR:
        read_to_the_end(request)
        return views.too_large(request)
    read_to_the_end(request, _READ_OF_STAFF)
    if not request.user.is_authenticated:
        return views.too_large(request)
    most = filesizeformat(settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE) if limit.takes_files else ""
    return render(request, "clinic/admin_limits/too_large.html", {"most": most}, status=413)
