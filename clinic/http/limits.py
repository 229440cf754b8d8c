"""Limits of public addresses: short addresses and bodies of a few fields, and no files.

Those of the admin, which need the session, stand in clinic/admin_limits/.
"""

from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.utils.deprecation import MiddlewareMixin

from clinic import views

from .middleware import ADMIN

# Ten times the size of the request form with everything filled in.
MOST_BYTES = 64 * 1024
# The request form has forty, with every box ticked.
MOST_FIELDS = 60
# Bytes that a browser may still send before it reads the answer.
READ_TO_THE_END = 4 * 1024 * 1024
_PIECE = 64 * 1024


class SkipFilesUploadHandler(FileUploadHandler):
    """Upload handler that skips every file before its first byte is kept; other fields arrive."""

    def new_file(self, *args: object, **kwargs: object) -> None:
        raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Required by Django; never called, since every file is skipped."""

    def file_complete(self, file_size: int) -> None:
        """Required by Django; never called, since every file is skipped."""


class PublicRequestLimitMiddleware(MiddlewareMixin):
    """Middleware that refuses, unread, what is far beyond any form of ours."""

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        if request.path_info.startswith(ADMIN):
            return None
        if request.META.get("QUERY_STRING", "").count("&") >= MOST_FIELDS:
            return views.bad_request(request)
        if length_of(request) > MOST_BYTES:
            read_to_the_end(request)
            return views.too_large(request)
        if request.method == "POST" and not has_a_few_fields(request, MOST_FIELDS):
            return views.bad_request(request)
        return None


def length_of(request: HttpRequest) -> int:
    """Return the length of the body that is announced. Without one Django reads nothing."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def read_to_the_end(request: HttpRequest, most: int = READ_TO_THE_END) -> None:
    """Read a body that is refused: a browser that is cut off while it sends shows an error of its own."""
    if length_of(request) > most:
        return
    try:
        while request.read(_PIECE):
            pass
    except UnreadablePostError:
        return


def has_a_few_fields(request: HttpRequest, most: int, *, takes_files: bool = False) -> bool:
    """Read the form; return whether it is whole, with no more fields. Files are dropped or taken.

    Raises RequestDataTooBig for more words than Django takes beside files.
    """
    if not takes_files:
        request.upload_handlers = [SkipFilesUploadHandler(request)]
    try:
        fields = sum(len(values) for _name, values in request.POST.lists())
    except (UnreadablePostError, LookupError, ValueError):
        # The body was cut off, or one of its parts claims an unknown encoding.
        return False
    return fields <= most
