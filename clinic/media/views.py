"""View of stored pictures, which sends pictures only."""

import os
import re
from pathlib import Path
from typing import IO

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from .storage import PICTURES, RENDITIONS

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
_HEADERS = {
    # A file never changes. A month, so that a picture that was taken away leaves the caches some day.
    "Cache-Control": "public, max-age=2592000, immutable",
    # Opened by itself a picture has no origin of ours, runs nothing and loads nothing.
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Return a picture that no browser takes for a page or a script; anything else is not found."""
    if not _ADDRESS.fullmatch(path):
        raise Http404
    try:
        file = (Path(settings.MEDIA_ROOT) / path).open("rb")
    except OSError as error:
        raise Http404 from error
    kind = _kind_of(file)
    if kind is None:
        file.close()
        raise Http404
    changed = os.fstat(file.fileno()).st_mtime
    unchanged = get_conditional_response(request, last_modified=int(changed))
    if unchanged is not None:
        file.close()
        unchanged.headers["Cache-Control"] = _HEADERS["Cache-Control"]
        return unchanged
    return FileResponse(file, content_type=kind, headers={**_HEADERS, "Last-Modified": http_date(changed)})


def _kind_of(file: IO[bytes]) -> str | None:
    beginning = file.read(_SIGNATURE_BYTES)
    file.seek(0)
    return next((kind for signature, kind in _SIGNATURES if signature.match(beginning)), None)
