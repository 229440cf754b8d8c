"""Redirects from old addresses to where their page is today, while somebody can read it there.

Wagtail makes them from every address that a page ever had, also as a draft. Here they are made only from
addresses at which the page was public, so none takes away an address that nobody has ever seen.
"""

import copy
from typing import Any

from django.db import Error
from django.http import HttpRequest, HttpResponse

from wagtail.contrib.redirects.middleware import RedirectMiddleware
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.redirects.signal_handlers import create_redirects
from wagtail.models import Page, Site
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move


class MovedPageRedirectMiddleware(RedirectMiddleware):
    """Wagtail's redirects, but with 404 at the old addresses of an unpublished page.

    Wagtail would redirect permanently to an address that is not found; and where the page had come back to
    its first address, that redirect would lead to itself.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        try:
            if response.status_code == 404 and _is_of_an_unpublished_page(request.path):
                return response
            return super().process_response(request, response)
        except Error:
            return response


def _is_of_an_unpublished_page(path: str) -> bool:
    old_path = Redirect.normalise_path(path)
    if "\x00" in old_path:
        return False
    return Redirect.objects.filter(old_path=old_path, redirect_page__live=False).exists()


def connect_redirects() -> None:
    """Make redirects when the address of a page changes, in place of Wagtail's own receivers."""
    page_slug_changed.connect(_after_renaming, dispatch_uid="clinic.redirects")
    post_page_move.connect(_after_moving, dispatch_uid="clinic.redirects")
    page_unpublished.connect(_after_unpublishing, dispatch_uid="clinic.redirects")
    page_published.connect(_after_publishing, dispatch_uid="clinic.redirects")


def _after_renaming(instance: Page, instance_before: Page, **_kwargs: Any) -> None:
    # Read before the change: the editor that renames a draft may have published it since.
    _redirect_from(instance_before.url_path, instance, was_public=instance_before.live)


def _after_moving(instance: Page, url_path_before: str, url_path_after: str, **_kwargs: Any) -> None:
    if url_path_before != url_path_after:
        _redirect_from(url_path_before, instance.specific, was_public=instance.live)


def _redirect_from(old_path: str, page: Page, *, was_public: bool) -> None:
    """Redirect to ``page`` and what is below it from where they stood; only what was public was anywhere."""
    if was_public:
        before = copy.copy(page)
        before.url_path = old_path
        create_redirects(page=page, page_old=before, sites=_sites_of(page, old_path))
        return
    for child in page.get_children():
        below = child.url_path.removeprefix(page.url_path)
        _redirect_from(old_path + below, child.specific, was_public=child.live)


def _sites_of(page: Page, old_path: str) -> list[Site]:
    """Return the sites in which the page stands now and stood before, unless it is their root."""
    roots = [(site, site.root_page.url_path) for site in Site.objects.select_related("root_page")]
    return [
        site
        for site, root in roots
        if page.url_path.startswith(root) and old_path.startswith(root) and page.pk != site.root_page_id
    ]


def _after_unpublishing(instance: Page, **_kwargs: Any) -> None:
    """Keep the address at which the page was public: it may come back at another one."""
    where = _own_address(instance)
    # Whoever deletes a page unpublishes it without saving that; nothing may point to it then.
    is_deleted = Page.objects.filter(pk=instance.pk, live=True).exists()
    if where is None or is_deleted:
        return
    Redirect.objects.filter(**where, automatically_created=True).delete()
    if not Redirect.objects.filter(**where).exists():
        Redirect.objects.create(**where, redirect_page_id=instance.pk, automatically_created=True)


def _after_publishing(instance: Page, **_kwargs: Any) -> None:
    """Drop the redirect from the address at which the page can be read again."""
    if where := _own_address(instance):
        Redirect.objects.filter(**where, redirect_page_id=instance.pk, automatically_created=True).delete()


def _own_address(page: Page) -> dict[str, Any] | None:
    parts = page.get_url_parts()
    if parts is None or not parts[2]:
        return None
    return {"old_path": Redirect.normalise_path(parts[2]), "site_id": parts[0]}
