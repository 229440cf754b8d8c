"""Finds a page together with its ancestors, their privacy and the site's menu in one query.

Wagtail asks twice for each part of an address, and twice more whether the page is private.
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


# The attribute of an HTTP request in which the site's menu travels from routing to the header.
SITE_MENU = "site_menu"


@dataclass
class Family:
    """A page's ancestors, home page first, and the pages of the site's menu."""

    ancestors: list[Page] = field(default_factory=list)
    menu: list[Page] = field(default_factory=list)
    is_open: bool = False


def menu_pages(root: Page) -> QuerySet[Page]:
    """Live pages right below the home page that everybody may see, in their order."""
    return root.get_children().live().filter(view_restrictions__isnull=True).only(*COLUMNS).order_by("path")


def _load(home: Page, slugs: list[str]) -> list[Page]:
    ancestors = [home.path[:end] for end in range(home.steplen, len(home.path) + 1, home.steplen)]
    wanted = Q(path__in=ancestors) | Q(depth=home.depth + 1, path__startswith=home.path, live=True)
    for level, slug in enumerate(slugs, start=1):
        wanted |= Q(depth=home.depth + level, path__startswith=home.path, slug=slug)
    restricted = Exists(PageViewRestriction.objects.filter(page=OuterRef("pk")))
    return list(Page.objects.filter(wanted).only(*COLUMNS).annotate(restricted=restricted).order_by("path"))


def find_family(home: Page, slugs: list[str]) -> tuple[Page | None, Family]:
    """The page at ``slugs`` below ``home``, or None, and what surrounds it."""
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
    family = Family(
        ancestors=[page for page in chain[:-1] if page.depth >= home.depth],
        menu=menu,
        is_open=not any(page.restricted or page.alias_of_id for page in chain),
    )
    return (chain[-1] if chain[-1].depth == home.depth + len(slugs) else None), family


class PrefetchedPageMixin(Page):
    """A page whose ancestors were loaded on the way to it. It answers GET and HEAD only."""

    allowed_http_methods = [HTTPMethod.GET, HTTPMethod.HEAD]
    family: Family | None = None

    @classmethod
    def for_visitors(cls) -> QuerySet[Any]:
        """The pages with all that showing one needs. Not a manager's task: Wagtail could not delete then."""
        return cls._default_manager.all()

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        if self.family and self.family.is_open:
            return PageViewRestriction.objects.none()
        return super().get_view_restrictions()

    @property
    def breadcrumbs(self) -> list[Page]:
        """The pages above this one, home page first."""
        if self.family:
            return self.family.ancestors
        return [page for page in self.get_ancestors() if page.depth > 1]

    class Meta:
        abstract = True


class PrefetchedRootMixin(PrefetchedPageMixin):
    """The home page: finds the page of every address together with its surroundings."""

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        page, family = find_family(self, path_components)
        # Read by ``menu_of``: the header asks for the menu once more.
        setattr(request, SITE_MENU, family.menu)
        if page is None:
            return super().route(request, path_components)
        if not path_components:
            self.family = family
            return super().route(request, [])
        return _specific(page, family).route(request, [])

    class Meta:
        abstract = True


def _specific(page: Page, family: Family) -> Page:
    model = page.specific_class
    found = (
        model.for_visitors().filter(pk=page.pk).first()
        if issubclass(model, PrefetchedPageMixin)
        else page.specific
    )
    if found is None:
        # Deleted since the query before.
        raise Http404
    found.family = family
    found._cached_parent_obj = page._cached_parent_obj
    return found


def menu_of(request: HttpRequest | None, root: Page) -> list[Any]:
    """The menu that came with the page, or one query for it where no page was routed."""
    menu = getattr(request, SITE_MENU, None)
    return list(menu_pages(root)) if menu is None else menu
