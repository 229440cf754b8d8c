"""UTF-8 for everything that arrives: the only encoding in which this site sends its forms."""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.http import parse_header_parameters

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Utf8OnlyApplication:
    """WSGI application around the site's that drops the encoding which a request claims for itself.

    With names such as "hex" Django crashes before the first middleware could answer; with others it would
    store something else than what was typed.
    """

    def __init__(self, application: Application) -> None:
        self.application = application

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if ";" in environ.get("CONTENT_TYPE", ""):
            environ["CONTENT_TYPE"] = _without_encoding(environ["CONTENT_TYPE"])
        return self.application(environ, start_response)


def _without_encoding(content_type: str) -> str:
    """Return the content type with the boundary of multipart forms as its only parameter."""
    try:
        kind, parameters = parse_header_parameters(content_type)
    except ValueError:
        return ""
    boundary = parameters.get("boundary")
    return f"{kind}; boundary={boundary}" if boundary else kind
