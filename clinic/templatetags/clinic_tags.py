"""Template tags and filters for the menu, for phone numbers and for addresses."""

from dataclasses import dataclass, replace
from typing import Any

from django import template
from django.http import HttpRequest

from wagtail.models import Page, Site

from phonenumber_field.phonenumber import PhoneNumber

from clinic.fragments.keeping import kept
from clinic.identity.kept_details import kept_details as read_kept_details
from clinic.identity.opening_hours import Hours
from clinic.identity.timetables import in_short as week_in_short
from clinic.models import ClinicSettings
from clinic.pages.privacy.published import PURPOSES, Purpose
from clinic.pages.routing import menu_of
from clinic.typed.emails import mail_link
from clinic.typed.phones import dial_link, read, shown

register = template.Library()


@dataclass(frozen=True)
class MenuItem:
    """Page of the menu."""

    slug: str
    title: str
    url: str
    show_in_menus: bool
    purpose: Purpose | None
    # As ``aria-current`` names it: empty, "page" on the page itself, "true" on one below it.
    current: str = ""


@register.simple_tag(takes_context=True)
def site_menu(context: dict[str, Any]) -> list[MenuItem]:
    """Return the public pages right below the home page; at most one query, none on a routed page."""
    request = context.get("request")
    site = Site.find_for_request(request)
    if request is None or site is None:
        return []
    items = kept(("menu", site.pk), lambda: _menu_items(request, site))
    return [replace(item, current=_current(item, request.path)) for item in items]


def _menu_items(request: HttpRequest, site: Site) -> list[MenuItem]:
    return [
        MenuItem(page.slug, page.title, page.get_url(request) or "", page.show_in_menus, _purpose_of(page))
        for page in menu_of(request, site.root_page)
    ]


def _current(item: MenuItem, path: str) -> str:
    if item.url == path:
        return "page"
    return "true" if item.url in path else ""


@register.filter
def here(menu: list[MenuItem] | None) -> tuple[str, ...]:
    """Return where in the menu the page stands."""
    return tuple(item.current for item in menu or [])


@register.filter
def about_privacy(menu: list[MenuItem] | None) -> list[MenuItem]:
    """Return the pages about privacy, the policy first; none on pages that must do without the database."""
    order = list(Purpose)
    items = [(order.index(item.purpose), item) for item in menu or [] if item.purpose]
    return [item for _place, item in sorted(items, key=lambda pair: pair[0])]


@register.simple_tag(takes_context=True)
def top_page(context: dict[str, Any], slug: str) -> MenuItem | None:
    """Return the public page with this slug right below the home page; no query on a routed page."""
    return next((item for item in site_menu(context) if item.slug == slug), None)


@register.simple_tag(takes_context=True)
def emergency_numbers(context: dict[str, Any]) -> ClinicSettings:
    """Return the clinic's details; without a query, the usual numbers where a page must do without them."""
    details = context.get("clinic")
    return details if isinstance(details, ClinicSettings) else ClinicSettings()


@register.simple_tag
def kept_details() -> ClinicSettings:
    """Return the clinic's details from their file, for pages that must do without the database."""
    return read_kept_details()


@register.filter
def in_short(week: list[tuple[str, list[Hours]]]) -> list[tuple[str, list[Hours]]]:
    """Return the week with one row for all days that have the same hours."""
    return week_in_short(week)


@register.filter
def national(phone: PhoneNumber | str | None) -> str:
    """Return the number as people here write it: 949-510-6333. A foreign number keeps its country code."""
    number = _number(phone)
    return shown(number) if number else str(phone or "")


@register.filter
def tel(phone: PhoneNumber | str | None) -> str:
    """Return the number as the address of a link that dials: tel:+19495106333."""
    number = _number(phone)
    return dial_link(number) if number else ""


@register.filter
def mailto(address: str) -> str:
    """Return the address of a link that writes to an e-mail address."""
    return mail_link(address)


def _purpose_of(page: Page) -> Purpose | None:
    # The name of its type is known without loading the page.
    return PURPOSES.get(page.cached_content_type.model)


def _number(phone: PhoneNumber | str | None) -> PhoneNumber | None:
    """Return the number, assigned or not; None for what is no number at all."""
    number = phone if isinstance(phone, PhoneNumber) else read(phone or "").number
    return number if number and number.country_code else None
