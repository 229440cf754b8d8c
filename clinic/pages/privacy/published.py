"""Published pages about privacy, by what they are for."""

from enum import Enum
from typing import Any, cast

from django.utils.text import capfirst

from wagtail.models import Site

from .pages import NoticePage, PrivacyPageMixin, PrivacyPolicyPage


class Purpose(Enum):
    """Purpose of a page about privacy; the value is its type."""

    PRIVACY = PrivacyPolicyPage
    NOTICE = NoticePage

    @property
    def model(self) -> Any:
        """Type of the page."""
        return self.value

    @property
    def label(self) -> str:
        """Name of the page in links: the one that the law knows, whatever its title is."""
        return str(capfirst(self.model._meta.verbose_name))


# By the name under which Django knows the type.
PURPOSES = {purpose.model._meta.model_name: purpose for purpose in Purpose}


def published_page_for(purpose: Purpose, site: Site | None = None) -> PrivacyPageMixin | None:
    """Return the public page of the site, by default the default one, or None."""
    site = site or Site.objects.select_related("root_page").filter(is_default_site=True).first()
    if site is None:
        return None
    pages = purpose.model.objects.live().public().child_of(site.root_page)
    return cast(PrivacyPageMixin | None, pages.order_by("path").first())
