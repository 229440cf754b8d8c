"""Links within the site that lead nowhere: to pages or parts of pages that are gone or not public."""

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from clinic.pages.routing import find_routed_pages

from .reading import Link, links_of

# Names that the templates give to parts of their own.
_OWN_PARTS = re.compile(r"main|sources|emergency|(?:source|claim)-\d+|region-[a-z]+")


class DeadLink(NamedTuple):
    """Link that leads nowhere, the page on which it stands, and why."""

    page: Any
    link: Link
    target: str
    reason: str


def dead_links(pages: Iterable[Page]) -> Iterator[DeadLink]:
    """Yield the links of these specific, public pages that lead nowhere on this site."""
    site = Site.objects.select_related("root_page").filter(is_default_site=True).first()
    if site is None:
        return
    home = site.root_page
    asked: dict[tuple[Any, str], tuple[str, str]] = {}
    for page in pages:
        for link in links_of(page):
            # The same part of the same page is asked for once; a part alone belongs to its own page.
            owner = page.pk if link.address.startswith("#") else None
            key = (link.page_id or owner, link.address)
            if key not in asked:
                asked[key] = _judge(link, page, home)
            target, reason = asked[key]
            if reason:
                yield DeadLink(page, link, target, reason)


def _judge(link: Link, page: Page, home: Page) -> tuple[str, str]:
    """Return what the link leads to in words, and why it does not; empty when it does."""
    if link.page_id is not None:
        target = Page.objects.filter(pk=link.page_id).first()
        if target is None:
            return _("a page that was deleted"), _("The page was deleted.")
        return target.title, "" if target.live else _("The page is not published.")
    if link.address.startswith("#"):
        return link.address, _without_part(page, link.address[1:])
    if not link.address.startswith("/") or link.address.startswith("//"):
        return link.address, ""
    return link.address, _of_path(link.address, home)


def _of_path(address: str, home: Page) -> str:
    parts = urlsplit(address)
    try:
        match = resolve(parts.path if parts.path.endswith("/") else f"{parts.path}/")
    except Resolver404:
        match = None
    if match is not None and match.view_name != "wagtail_serve":
        return ""
    slugs = [unquote(slug) for slug in parts.path.split("/") if slug]
    found, _routed = find_routed_pages(home, slugs)
    if found is None or not found.live:
        path = Redirect.normalise_path(parts.path)
        if Redirect.objects.filter(old_path=path).exclude(redirect_page__live=False).exists():
            return ""
        return _("The page is not published.") if found else _("Nothing has this address.")
    return _without_part(found.specific, parts.fragment) if parts.fragment else ""


def _without_part(page: Any, name: str) -> str:
    name = unquote(name)
    anchors = {section.anchor for section in getattr(page, "sections", ())}
    if not name or name in anchors or _OWN_PARTS.fullmatch(name):
        return ""
    return _("The page has no part of this name any more.")
