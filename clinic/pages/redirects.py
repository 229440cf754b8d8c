"""Redirects from old addresses to where their page is today, while somebody can read it there."""

from django.http import HttpRequest, HttpResponse

from wagtail.contrib.redirects.middleware import RedirectMiddleware
from wagtail.contrib.redirects.models import Redirect


class MovedPageRedirectMiddleware(RedirectMiddleware):
    """Wagtail's redirects, but with 404 at the old addresses of an unpublished page.

    Wagtail would redirect permanently to an address that is not found; and where the page had come back to
    its first address, that redirect would lead to itself.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if response.status_code == 404 and _is_of_an_unpublished_page(request.path):
            return response
        return super().process_response(request, response)


def _is_of_an_unpublished_page(path: str) -> bool:
    old_path = Redirect.normalise_path(path)
    if "\x00" in old_path:
        return False
    return Redirect.objects.filter(old_path=old_path, redirect_page__live=False).exists()
