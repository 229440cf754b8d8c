"""Links in rich text: those to other sites tell them nothing about the reader."""

from urllib.parse import urlsplit

from django.conf import settings
from django.utils.html import format_html

from wagtail.rich_text import LinkHandler
from wagtail.rich_text.feature_registry import FeatureRegistry

from .link_addresses import leads_somewhere


class ExternalLinkHandler(LinkHandler):
    """Link with an address of its own, in the same window; one to this very site is left as it is."""

    identifier = "external"

    @staticmethod
    def expand_db_attributes(attrs: dict[str, str]) -> str:
        address = attrs.get("href", "")
        if not leads_somewhere(address):
            return "<a>"
        if _host(address) == _host(settings.SITE_URL):
            return format_html('<a href="{}">', address)
        return format_html('<a href="{}" rel="noreferrer">', address)


def _host(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:
        # Malformed, such as "https://[".
        return None


def register_external_links(features: FeatureRegistry) -> None:
    """Register the link handler that tells other sites nothing about the reader."""
    features.register_link_type(ExternalLinkHandler)
