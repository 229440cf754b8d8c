"""View of stored pictures, which sends pictures only."""

import io
import re

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from .storage import PICTURES, RENDITIONS, PicturesAway, kept_pictures

# One of our folders, then a name that leads nowhere else.
_ADDRESS = re.compile(rf"(?:{PICTURES}|{RENDITIONS})/[0-9A-Za-z_-][0-9A-Za-z_.-]*")
# What a file is stands in its first bytes; its name is only a name.
_SIGNATURES = (
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg"),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "image/png"),
    (re.compile(rb"RIFF.{4}WEBPVP8", re.DOTALL), "image/webp"),
    (re.compile(rb".{4}ftypavi[fs]", re.DOTALL), "image/avif"),
)
_SIGNATURE_BYTES = 16
_GUARDS = {
    # Opened by itself a picture has no origin of ours, runs nothing and loads nothing.
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
_HEADERS = {
    # A file never changes. A month, so that a picture that was taken away leaves the caches some day.
    "Cache-Control": "public, max-age=2592000, immutable",
    **_GUARDS,
}


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Return a picture that no browser takes for a page or a script; anything else is not found."""
    if not _ADDRESS.fullmatch(path):
        raise Http404
    try:
        file, size, written = kept_pictures().read(path)
    except FileNotFoundError as error:
        raise Http404 from error
    except PicturesAway:
        return _not_now()
    # From here on the answer closes it, or we do.
    try:
        kind = _kind_of(file)
    except PicturesAway:
        file.close()
        return _not_now()
    if kind is None:
        file.close()
        raise Http404
    unchanged = get_conditional_response(request, last_modified=int(written))
    if unchanged is not None:
        file.close()
        unchanged.headers["Cache-Control"] = _HEADERS["Cache-Control"]
        return unchanged
    told = {"Last-Modified": http_date(written), "Content-Length": str(size)}
    return FileResponse(file, content_type=kind, headers={**_HEADERS, **told})


def _not_now() -> HttpResponse:
    """Say in one line that the picture is not to be had now; its page is whole without it."""
    headers = {"Retry-After": "10", "Cache-Control": "no-store", **_GUARDS}
    text = _("This picture cannot be shown just now.")
    return HttpResponse(text, content_type="text/plain; charset=utf-8", status=503, headers=headers)


def _kind_of(file: io.BufferedReader) -> str | None:
    beginning = file.peek(_SIGNATURE_BYTES)
    return next((kind for signature, kind in _SIGNATURES if signature.match(beginning)), None)
