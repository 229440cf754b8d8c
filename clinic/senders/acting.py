"""HTTP request that is being answered, for records that are written far from any view."""

from contextvars import ContextVar

from django.http import HttpRequest

# None in commands and in the worker.
acting_request: ContextVar[HttpRequest | None] = ContextVar("acting_request", default=None)
