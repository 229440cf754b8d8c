"""A decorator for functions of the HTTP request that several parts of a page call."""

from collections.abc import Callable
from functools import update_wrapper

from django.http import HttpRequest


class cached_on_request[Request: HttpRequest, T]:
    """Decorator of a function of the HTTP request: it runs once for each request, which keeps the result."""

    def __init__(self, function: Callable[[Request], T]) -> None:
        self.function = function
        self.attribute = f"_cached_{function.__module__}.{function.__qualname__}"
        update_wrapper(self, function)

    def __call__(self, request: Request) -> T:
        if self.attribute not in vars(request):
            self.remember(request, self.function(request))
        return vars(request)[self.attribute]

    def remember(self, request: Request, result: T) -> None:
        """Keep a ``result`` that another query of the page has found along with its own."""
        setattr(request, self.attribute, result)
