"""Address of the documents that the site does not have: Wagtail writes it into every page of the admin."""

from typing import Any, Never

from django.http import Http404, HttpRequest
from django.urls import URLPattern, path

from wagtail.api.v2.router import WagtailAPIRouter


class NoDocuments:
    """Endpoint of the admin's API that has an address and nothing behind it."""

    # No model is one of these: the API never describes anything by this endpoint.
    model = type(None)

    @staticmethod
    def get_urlpatterns() -> list[URLPattern]:
        """Return the one address that is looked up."""
        return [path("", not_found, name="listing")]


def not_found(request: HttpRequest, *args: Any, **kwargs: Any) -> Never:
    """Answer 404."""
    raise Http404


def leave_out_documents(router: WagtailAPIRouter) -> None:
    """Register the endpoint in the place of that of `wagtail.documents`, which is not installed."""
    router.register_endpoint("documents", NoDocuments)
