"""Signs of a person in a request: whether somebody waits for a page, and not a script for its answer."""

from django.http import HttpRequest


def is_navigation(request: HttpRequest) -> bool:
    """Return whether a page was asked for, and not something that a page asks for by itself."""
    if request.headers.get("x-requested-with") == "XMLHttpRequest":
        return False
    return request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"


def is_by_a_person(request: HttpRequest) -> bool:
    """Return whether a person opened or sent a page of their own: no frame, such as a preview, either.

    A browser too old to say so tells it by what it accepts: scripts take anything.
    """
    if not is_navigation(request) or request.headers.get("Sec-Fetch-Dest", "document") != "document":
        return False
    return "Sec-Fetch-Mode" in request.headers or "text/html" in request.headers.get("Accept", "text/html")
