"""Template tags for people who work here: their pages, their days, and what search engines are told."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from clinic.fragments.keeping import kept
from clinic.identity.details import ClinicSettings
from clinic.identity.hours_blocks import WEEKDAYS
from clinic.identity.timetables import days_in_words
from clinic.models import Practitioner, PractitionerPage
from clinic.pages.metadata.person_data import person_page
from clinic.pages.metadata.structured_data import script

register = template.Library()


@register.simple_tag(takes_context=True)
def people_urls(context: dict[str, Any]) -> dict[int, str]:
    """Return the addresses of the public pages about those who are shown, by the practitioner's key."""
    request = context.get("request")
    return kept(("people_urls",), lambda: _urls(request))


def _urls(request: Any) -> dict[int, str]:
    pages = PractitionerPage.objects.filter(
        live=True, practitioner__in=Practitioner.objects.active(), view_restrictions__isnull=True
    ).defer("hero", "body")
    return {page.practitioner_id: page.get_url(request) or "" for page in pages}


@register.simple_tag
def person_link(urls: Mapping[int, str], person: Practitioner | str | None) -> str:
    """Return a person's name as it is printed, as a link where there is a page about them."""
    url = urls.get(person.pk) if isinstance(person, Practitioner) else ""
    return format_html('<a href="{}">{}</a>', url, person) if url else str(person or "")


@register.simple_tag
def days_here(person: Practitioner, details: ClinicSettings) -> str:
    """Return the days on which a person sees patients in the usual week, in words."""
    weekly = person.clock(details.clock).weekly
    return days_in_words([day for day, _name in WEEKDAYS if weekly.get(day)], dict(WEEKDAYS))


@register.simple_tag(takes_context=True)
def person_page_data(context: dict[str, Any]) -> SafeString:
    """Return the JSON-LD of a page about a practitioner."""
    return script(person_page(context["page"], context["clinic"]))
