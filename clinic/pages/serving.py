"""View of all pages: Wagtail's own, for pages that are made of fragments, and with what all of them need."""

from copy import copy

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import SimpleTemplateResponse

from wagtail import views

from clinic.fragments.keeping import fragments_of, kept
from clinic.identity.details import ClinicSettings
from clinic.identity.frame import find_frame

# Attribute of the HTTP request under which Wagtail remembers the site.
_SITE = "_wagtail_site"


def serve(request: HttpRequest, path: str) -> HttpResponseBase:
    """Serve the page at ``path``."""
    with fragments_of(request):
        give_site(request)
        response: HttpResponseBase = views.serve(request, path)
        if isinstance(response, SimpleTemplateResponse):
            response.render()
    return response


def give_site(request: HttpRequest) -> None:
    """Tell Wagtail which site the request is for, and the templates the clinic's details.

    A home page that is only passed through is not loaded.
    """
    frame = kept(("site", request.get_port()), lambda: find_frame(request))
    if frame is None:
        return
    frame.tell_wagtail()
    # What is kept is shared, and Wagtail leaves things on pages.
    site, root_page = copy(frame.site), copy(frame.site.root_page)
    root_page.__dict__["specific"] = root_page.specific_deferred
    site.root_page = root_page
    setattr(request, _SITE, site)
    setattr(request, ClinicSettings.get_cache_attr_name(), frame.details)
