"""Routing that loads a page, its ancestors, their privacy and the site's menu in one query.

Wagtail makes two queries for each part of an address, and two more for the page's privacy.
"""

from copy import copy
from dataclasses import dataclass, field, replace
from http import HTTPMethod
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest

from wagtail.models import Page, PageViewRestriction
from wagtail.url_routing import RouteResult

from clinic.fragments.keeping import is_kept, kept

COLUMNS = (
    "title", "slug", "path", "depth", "numchild", "url_path", "live", "show_in_menus",
    "alias_of", "content_type", "locale",
)  # fmt: skip


# Parts of a page that ``{% kept %}`` keeps: where all of them are, little of the page has to be loaded.
PARTS = ("head", "content")
# Attribute of the HTTP request that hands the site's menu from routing to the header.
SITE_MENU = "site_menu"


@dataclass
class RoutedPages:
    """Pages loaded with the routed one: its ancestors, home page first, and the site's menu."""

    ancestors: list[Page] = field(default_factory=list)
    menu: list[Page] = field(default_factory=list)
    is_open: bool = False

    def own(self) -> "RoutedPages":
        """Return copies of the ancestors: Wagtail leaves things on pages."""
        return replace(self, ancestors=[copy(page) for page in self.ancestors])


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
    # Columns for what stands outside of its kept parts.
    BRIEF: tuple[str, ...] = ("seo_title",)
    routed: RoutedPages | None = None
    variant = ""

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

    @classmethod
    def in_brief(cls) -> QuerySet[Any]:
        """Return the pages with as much as stands outside of their kept parts."""
        return cls._default_manager.only(*COLUMNS, *cls.BRIEF)

    @classmethod
    def variant_of(cls, request: HttpRequest) -> str:
        """Return which of several forms of the page is asked for; most have one."""
        return ""

    @property
    def is_in_brief(self) -> bool:
        """True where no more was loaded, as the parts are kept."""
        return bool(self.get_deferred_fields())

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
        found = kept(("route", self.pk, *path_components), lambda: self._find(request, path_components))
        if found is None:
            return super().route(request, path_components)
        page, routed = found
        setattr(request, SITE_MENU, routed.menu)
        return Page.route(_specific(request, copy(page), routed.own()), request, [])

    def _find(self, request: HttpRequest, slugs: list[str]) -> tuple[Page, RoutedPages] | None:
        page, routed = find_routed_pages(self, slugs)
        # Read by ``menu_of``, on a page that says that there is none, too.
        setattr(request, SITE_MENU, routed.menu)
        return (page, routed) if page else None

    class Meta:
        abstract = True


def _specific(request: HttpRequest, page: Page, routed: RoutedPages) -> Page:
    model = page.specific_class
    if issubclass(model, PrefetchedPageMixin):
        variant = model.variant_of(request)
        are_kept = all(is_kept(("part", name, page.pk, variant)) for name in PARTS)
        specific = (model.in_brief() if are_kept else model.for_visitors()).filter(pk=page.pk).first()
        if specific is not None:
            specific.variant = variant
    else:
        specific = page.specific
    if specific is None:
        # Deleted between the two queries.
        raise Http404
    specific.routed = routed
    if hasattr(page, "_cached_parent_obj"):
        specific._cached_parent_obj = page._cached_parent_obj
    return specific


def menu_of(request: HttpRequest | None, root: Page) -> list[Any]:
    """Return the menu that came with the routed page, else load it with one query."""
    menu = getattr(request, SITE_MENU, None)
    return list(menu_pages(root)) if menu is None else menu
