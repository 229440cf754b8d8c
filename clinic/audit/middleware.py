"""Middleware that lets the audit trail know from where something was done, and by whom."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from clinic.senders.acting import acting_request


class ActingRequestMiddleware:
    """Keeps the request at hand for as long as it is answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        token = acting_request.set(request)
        try:
            return self.get_response(request)
        finally:
            acting_request.reset(token)
