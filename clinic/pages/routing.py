"""Routing that loads a page, its ancestors, their privacy and the site's menu in one query.

Wagtail makes two queries for each part of an address, and two more for the page's privacy.
"""

from dataclasses import dataclass, field
from http import HTTPMethod
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest

from wagtail.models import Page, PageViewRestriction
from wagtail.url_routing import RouteResult

COLUMNS = (
    "title", "slug", "path", "depth", "numchild", "url_path", "live", "show_in_menus",
    "alias_of", "content_type", "locale",
)  # fmt: skip


# Attribute of the HTTP request that hands the site's menu from routing to the header.
SITE_MENU = "site_menu"


@dataclass
class RoutedPages:
    """Pages loaded with the routed one: its ancestors, home page first, and the site's menu."""

    ancestors: list[Page] = field(default_factory=list)
    menu: list[Page] = field(default_factory=list)
    is_open: bool = False


def menu_pages(root: Page) -> QuerySet[Page]:
    """Return live public pages right below the home page, in their order."""
    return root.get_children().live().filter(view_restrictions__isnull=True).only(*COLUMNS).order_by("path")


def _load(home: Page, slugs: list[str]) -> list[Page]:
    ancestors = [home.path[:end] for end in range(home.steplen, len(home.path) + 1, home.steplen)]
    wanted = Q(path__in=ancestors) | Q(depth=home.depth + 1, path__startswith=home.path, live=True)
    for level, slug in enumerate(slugs, start=1):
        wanted |= Q(depth=home.depth + level, path__startswith=home.path, slug=slug)
    restricted = Exists(PageViewRestriction.objects.filter(page=OuterRef("pk")))
    return list(Page.objects.filter(wanted).only(*COLUMNS).annotate(restricted=restricted).order_by("path"))


def find_routed_pages(home: Page, slugs: list[str]) -> tuple[Page | None, RoutedPages]:
    """Return the page at ``slugs`` below ``home``, or None, with the pages around it."""
    pages = _load(home, slugs)
    chain = [page for page in pages if page.depth <= home.depth]
    for level, slug in enumerate(slugs, start=1):
        parent = chain[-1]
        for page in pages:
            if page.slug == slug and page.depth == home.depth + level and page.path.startswith(parent.path):
                page._cached_parent_obj = parent
                chain.append(page)
                break
    menu = [page for page in pages if page.depth == home.depth + 1 and page.live and not page.restricted]
    routed = RoutedPages(
        ancestors=[page for page in chain[:-1] if page.depth >= home.depth],
        menu=menu,
        is_open=not any(page.restricted or page.alias_of_id for page in chain),
    )
    return (chain[-1] if chain[-1].depth == home.depth + len(slugs) else None), routed


class PrefetchedPageMixin(Page):
    """Page whose ancestors were loaded while it was routed. It answers GET and HEAD only."""

    allowed_http_methods = [HTTPMethod.GET, HTTPMethod.HEAD]
    routed: RoutedPages | None = None

    @classmethod
    def for_visitors(cls) -> QuerySet[Any]:
        """Return the pages with everything that showing one needs.

        This is no default manager: Wagtail could not delete pages through it.
        """
        return cls._default_manager.all()

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        if self.routed and self.routed.is_open:
            return PageViewRestriction.objects.none()
        return super().get_view_restrictions()

    @property
    def breadcrumbs(self) -> list[Page]:
        """Pages above this one, home page first."""
        if self.routed:
            return self.routed.ancestors
        return [page for page in self.get_ancestors() if page.depth > 1]

    class Meta:
        abstract = True


class PrefetchedRootMixin(PrefetchedPageMixin):
    """Home page that routes every address with a single query."""

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        page, routed = find_routed_pages(self, path_components)
        # Read by ``menu_of`` for the header.
        setattr(request, SITE_MENU, routed.menu)
        if page is None:
            return super().route(request, path_components)
        if not path_components:
            self.routed = routed
            return super().route(request, [])
        return _specific(page, routed).route(request, [])

    class Meta:
        abstract = True


def _specific(page: Page, routed: RoutedPages) -> Page:
    model = page.specific_class
    specific = (
        model.for_visitors().filter(pk=page.pk).first()
        if issubclass(model, PrefetchedPageMixin)
        else page.specific
    )
    if specific is None:
        # Deleted between the two queries.
        raise Http404
    specific.routed = routed
    specific._cached_parent_obj = page._cached_parent_obj
    return specific


def menu_of(request: HttpRequest | None, root: Page) -> list[Any]:
    """Return the menu that came with the routed page, else load it with one query."""
    menu = getattr(request, SITE_MENU, None)
    return list(menu_pages(root)) if menu is None else menu
