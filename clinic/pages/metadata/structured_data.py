"""JSON-LD of the clinic, its people and its pages, as pure functions.

It says only what readers see as well (no license that is not printed), and claims nothing: no
ratings, no "Physician", no condition that a treatment is said to help.
"""

import json
import re
from collections.abc import Iterable
from html import unescape
from typing import Any

from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from clinic.identity.details import ClinicSettings
from clinic.identity.people import Practitioner
from clinic.pages.blocks.way_in import shows_way_in

from .canonical import absolute, canonical_url, language_tag
from .card import card_of, page_name
from .clinic_data import clinic
from .nodes import Node, filled, reference

# Schema types of information pages, by slug.
PAGE_TYPES = {"about": "AboutPage", "contact": "ContactPage"}
_BREAKS = re.compile(r"</(?:p|li|ul|ol)>|<br\s*/?>")


def website(details: ClinicSettings) -> Node:
    """Return the site that all pages are part of."""
    return reference("website") | filled(
        type="WebSite",
        name=details.clinic_name,
        url=absolute("/"),
        inLanguage=language_tag(get_language()),
        publisher=reference("clinic"),
    )


def person_reference(practitioner: Practitioner | None) -> Node | None:
    """Return a person's name and identifier, the same on every page."""
    return _person(practitioner) if practitioner else None


def _person(practitioner: Practitioner) -> Node:
    return reference(f"person-{practitioner.pk}")


def person(practitioner: Practitioner, *, shows_license: bool = True, shows_role: bool = True) -> Node:
    """Return a person who works here or writes for the clinic, with as much as the page prints."""
    return _person(practitioner) | filled(
        type="Person",
        name=practitioner.name,
        honorificSuffix=practitioner.post_nominals,
        jobTitle=practitioner.role if shows_role else "",
        knowsLanguage=_words(practitioner.languages) if shows_role else [],
        worksFor=reference("clinic") if practitioner.is_active else None,
        hasCredential=_credential(practitioner) if shows_license else None,
    )


def _credential(practitioner: Practitioner) -> Node | None:
    if not practitioner.license_number:
        return None
    return {
        "@type": "EducationalOccupationalCredential",
        "credentialCategory": _("License"),
        "identifier": practitioner.license_number,
        "recognizedBy": {"@type": "Organization", "name": practitioner.licensing_board},
    }


def people_of(page: Any) -> list[Node]:
    """Return the people whom a page of ours lists."""
    listed = any(block.block_type == "people" for block in getattr(page, "body", ()))
    return [person(each) for each in page.people] if listed else []


def web_page(page: Any, details: ClinicSettings, kind: str, description: str) -> Node:
    """Return the page itself; ``description`` is what readers see of it below the title."""
    url = canonical_url(page)
    return filled(
        type=kind,
        id=f"{url}#page",
        url=url,
        name=page_name(page),
        description=description,
        image=card_of(page, details).url,
        inLanguage=language_tag(get_language()),
        isPartOf=reference("website"),
        publisher=reference("clinic"),
        breadcrumb=_breadcrumb(page),
    )


def _breadcrumb(page: Any) -> Node | None:
    """Return the path from the home page to this page; none on the home page."""
    if not page.breadcrumbs:
        return None
    trail = [{"name": above.title, "item": canonical_url(above)} for above in page.breadcrumbs]
    # As readers see it.
    trail[0]["name"] = _("Home")
    steps = enumerate([*trail, {"name": page.title}], start=1)
    items = [{"@type": "ListItem", "position": position, **step} for position, step in steps]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def questions(page: Any) -> list[Node]:
    """Return the questions and answers in the page's FAQ blocks."""
    items = [
        {
            "@type": "Question",
            "name": item["question"],
            "acceptedAnswer": {"@type": "Answer", "text": plain(item["answer"].source)},
        }
        for block in getattr(page, "body", ())
        if block.block_type == "faq"
        for item in block.value["items"]
    ]
    url = canonical_url(page)
    node = {
        "@type": "FAQPage",
        "@id": f"{url}#questions",
        "isPartOf": {"@id": f"{url}#page"},
        "mainEntity": items,
    }
    return [node] if items else []


def plain_page(page: Any, details: ClinicSettings, kind: str = "") -> list[Node]:
    """Return the graph of a page that is no article: the home page, a list, or a page about the clinic."""
    is_home = not page.breadcrumbs
    kind = kind or ("WebPage" if is_home else PAGE_TYPES.get(page.slug, "WebPage"))
    description = getattr(page, "introduction", "") or getattr(page, "summary", "")
    itself = web_page(page, details, kind, description)
    image = itself["image"] if is_home else ""
    return [
        clinic(details, image=image, map_link=_map_link(page, details)),
        website(details),
        itself,
        *people_of(page),
        *questions(page),
    ]


def _map_link(page: Any, details: ClinicSettings) -> str:
    """Return the address on a map where the page shows the way in, and the clinic is there."""
    return details.map_link if shows_way_in(page) and not details.is_demonstration else ""


def plain(rich_text: str) -> str:
    """Return rich text as words alone."""
    return " ".join(unescape(strip_tags(_BREAKS.sub(" ", rich_text))).split())


def iso_day(moment: Any) -> str:
    """Return the day of a moment in the clinic's time zone, in ISO format."""
    return timezone.localdate(moment).isoformat() if moment else ""


def script(nodes: Iterable[Node]) -> SafeString:
    """Return the graph as a script element for the page's head. No text in it can end the element."""
    data = {"@context": "https://schema.org", "@graph": list(nodes)}
    graph = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        graph = graph.replace(character, f"\\u{ord(character):04x}")
    # Every character that HTML could read as markup was written as JSON's own escape above.
    return mark_safe(f'<script type="application/ld+json">{graph}</script>')  # noqa: S308 - escaped above


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]
