"""Frame of every public page, found in one query: its site, the clinic's details, and where sites begin.

Wagtail asks for the site, for the places where all sites begin, and for the details, one after the other.
"""

from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest
from django.http.request import split_domain_port

from wagtail.models import Site
from wagtail.models.sites import SITE_ROOT_PATHS_CACHE_KEY, SITE_ROOT_PATHS_CACHE_VERSION, SiteRootPath

from .details import ClinicSettings

# As long as Wagtail remembers them itself; ``clinic.short_memory`` makes it less.
_SECONDS = 3600


@dataclass(frozen=True)
class Frame:
    """Site that a request is for, the details of its clinic, and where all sites begin."""

    site: Site
    details: ClinicSettings
    beginnings: list[SiteRootPath]

    def tell_wagtail(self) -> None:
        """Tell Wagtail where sites begin: it forgets that with each version of the site, and would ask."""
        cache.set(SITE_ROOT_PATHS_CACHE_KEY, self.beginnings, _SECONDS, version=SITE_ROOT_PATHS_CACHE_VERSION)


def find_frame(request: HttpRequest) -> Frame | None:
    """Return the frame; None without any site."""
    sites = list(
        Site.objects.select_related("root_page__locale", "clinicsettings").order_by(
            "-root_page__url_path", "-is_default_site", "hostname"
        )
    )
    # Not its checked form: which names are answered is not decided here.
    host, _port = split_domain_port(request._get_raw_host())  # type: ignore[attr-defined]  # the stubs lack it
    site = site_for(host, request.get_port(), sites)
    return Frame(site, _details_of(site), _beginnings(sites)) if site else None


def site_for(host: str, port: str, sites: list[Site]) -> Site | None:
    """Return the one of all ``sites`` that Wagtail would choose for the address."""
    named = [site for site in sites if site.hostname == host]
    default = next((site for site in sites if site.is_default_site), None)
    for site in named:
        if str(site.port) == port:
            return site
    if default in named or len(named) != 1:
        return default
    return named[0]


def _beginnings(sites: list[Site]) -> list[SiteRootPath]:
    if getattr(settings, "WAGTAIL_I18N_ENABLED", False):
        # Translations of home pages are beginnings, too, and Wagtail finds them.
        Site.clear_site_root_paths_cache()
        found: list[SiteRootPath] = Site.get_site_root_paths()
        return found
    return [
        SiteRootPath(site.pk, site.root_page.url_path, site.root_url, site.root_page.locale.language_code)
        for site in sites
    ]


def _details_of(site: Site) -> ClinicSettings:
    try:
        details: ClinicSettings = site.clinicsettings
    except ObjectDoesNotExist:
        details = ClinicSettings.for_site(site)
    return details
