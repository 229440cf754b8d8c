"""What a public address takes: short addresses and bodies of a few fields, and no files.

The admin is left alone: Wagtail's editor posts thousands of fields, and pictures.
"""

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError

from clinic import views

from .middleware import ADMIN, Handler

# The form with everything filled in, its answers carried along, is a tenth of this.
MOST_BYTES = 64 * 1024
# The form has forty, with every box ticked.
MOST_FIELDS = 60
# What a browser still sends before it reads the answer; more is a program's.
READ_TO_THE_END = 4 * 1024 * 1024
_PIECE = 64 * 1024


class NoFiles(FileUploadHandler):
    """Leaves out every file before its first byte is kept; the fields beside it arrive."""

    def new_file(self, *args: object, **kwargs: object) -> None:
        raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Never called: every file is skipped."""

    def file_complete(self, file_size: int) -> None:
        """Never called either."""


class LimitPublicRequests:
    """Answers what is far beyond any form of ours with the clinic's phone number, and reads none of it."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(ADMIN):
            return self.get_response(request)
        if request.META.get("QUERY_STRING", "").count("&") >= MOST_FIELDS:
            return views.bad_request(request)
        if _length_of(request) > MOST_BYTES:
            _read_to_the_end(request)
            return views.too_large(request)
        if request.method == "POST" and not _has_a_few_fields(request):
            return views.bad_request(request)
        return self.get_response(request)


def _length_of(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def _read_to_the_end(request: HttpRequest) -> None:
    """Browsers that are cut off while they still send show an error of their own instead of our answer."""
    if _length_of(request) > READ_TO_THE_END:
        return
    try:
        while request.read(_PIECE):
            pass
    except UnreadablePostError:
        return


def _has_a_few_fields(request: HttpRequest) -> bool:
    request.upload_handlers = [NoFiles(request)]
    try:
        fields = sum(len(values) for _name, values in request.POST.lists())
    except (UnreadablePostError, RequestDataTooBig, LookupError, ValueError):
        # Cut off on the way, or parts that claim an encoding which is none.
        return False
    return fields <= MOST_FIELDS
