"""Limits of public addresses: short addresses and bodies of a few fields, and no files.

The admin is left alone: Wagtail's editor posts thousands of fields, and pictures.
"""

from django.core.exceptions import RequestDataTooBig
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
        if _length_of(request) > MOST_BYTES:
            _read_to_the_end(request)
            return views.too_large(request)
        if request.method == "POST" and not _has_a_few_fields(request):
            return views.bad_request(request)
        return None


def _length_of(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def _read_to_the_end(request: HttpRequest) -> None:
    """Read a body that is refused: a browser that is cut off while it sends shows an error of its own."""
    if _length_of(request) > READ_TO_THE_END:
        return
    try:
        while request.read(_PIECE):
            pass
    except UnreadablePostError:
        return


def _has_a_few_fields(request: HttpRequest) -> bool:
    request.upload_handlers = [SkipFilesUploadHandler(request)]
    try:
        fields = sum(len(values) for _name, values in request.POST.lists())
    except (UnreadablePostError, RequestDataTooBig, LookupError, ValueError):
        # The body was cut off, or one of its parts claims an unknown encoding.
        return False
    return fields <= MOST_FIELDS
