"""View of a page's social card. It draws only the present words of a public page."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from wagtail.models import Page, Site

from clinic.identity.details import ClinicSettings

from .canonical import canonical_url
from .card import card_text_of, fingerprint_of
from .card_drawing import draw

FOREVER = "public, max-age=31536000, immutable"


@require_safe
def card(request: HttpRequest, page_id: int, mark: str) -> HttpResponse:
    """Return the picture; redirect an outdated fingerprint to today's."""
    page = Page.objects.live().public().filter(pk=page_id).specific().first()
    site = Site.find_for_request(request)
    if page is None or site is None or not canonical_url(page):
        raise Http404
    words = card_text_of(page, ClinicSettings.for_site(site))
    today = fingerprint_of(words)
    if mark != today:
        return HttpResponseRedirect(reverse("card", args=[page_id, today]))
    etag = f'"{today}"'
    # Checked before drawing, so that a repeated visit costs nothing.
    response = get_conditional_response(request, etag=etag) or HttpResponse(
        draw(words), content_type="image/png"
    )
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = FOREVER
    return response
