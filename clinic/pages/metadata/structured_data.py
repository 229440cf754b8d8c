"""JSON-LD of the clinic, its people and its pages, as pure functions.

It says only what readers see as well (no coordinates, no license that is not printed), and claims nothing: no
ratings, no "Physician", no condition that a treatment is said to help.
"""

import json
import re
from collections.abc import Iterable
from html import unescape
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from clinic.identity.details import ClinicSettings
from clinic.identity.people import Practitioner
from clinic.typed.phones import written_out

from .canonical import absolute, canonical_url, language_tag
from .card import card_of, page_name

Node = dict[str, Any]

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# Number of closures that the footer shows.
CLOSURES_SHOWN = 3
# Schema types of information pages, by slug.
PAGE_TYPES = {"about": "AboutPage", "contact": "ContactPage"}
_BREAKS = re.compile(r"</(?:p|li|ul|ol)>|<br\s*/?>")


def filled(**values: Any) -> Node:
    """Return a node without its empty properties; ``type`` and ``id`` get their "@"."""
    named = {{"type": "@type", "id": "@id"}.get(name, name): value for name, value in values.items()}
    return {name: value for name, value in named.items() if value}


def reference(fragment: str) -> Node:
    """Return a reference to a node that belongs to the whole site."""
    return {"@id": f"{absolute('/')}#{fragment}"}


def clinic(details: ClinicSettings, *, image: str = "") -> Node:
    """Return the clinic as the footer of every page shows it."""
    return reference("clinic") | filled(
        type="MedicalClinic",
        name=details.clinic_name,
        url=absolute("/"),
        telephone=written_out(details.phone) if details.phone else "",
        email=details.email,
        image=image,
        address=_address(details) if details.street_address else None,
        openingHoursSpecification=_opening_hours(details),
        specialOpeningHoursSpecification=_special_hours(details),
    )


def _address(details: ClinicSettings) -> Node:
    return filled(
        type="PostalAddress",
        streetAddress=details.street_address,
        addressLocality=details.locality,
        addressRegion=details.region,
        postalCode=details.postal_code,
        # The footer leaves the country out, as a state and a ZIP code are enough for readers.
        addressCountry=settings.PHONENUMBER_DEFAULT_REGION,
    )


def _opening_hours(details: ClinicSettings) -> list[Node]:
    """Return one entry for all days with the same hours."""
    days: dict[Any, list[str]] = {}
    for day, openings in sorted(details.clock.weekly.items()):
        for hours in sorted(openings):
            days.setdefault(hours, []).append(f"https://schema.org/{DAYS[day]}")
    return [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": names,
            "opens": opens.strftime("%H:%M"),
            "closes": closes.strftime("%H:%M"),
        }
        for (opens, closes), names in days.items()
    ]


def _special_hours(details: ClinicSettings) -> list[Node]:
    """Return the closures ahead; of a day that is closed in part, the hours that are left of it."""
    found: list[Node] = []
    for closure in details.upcoming_closures[:CLOSURES_SHOWN]:
        days = {
            "@type": "OpeningHoursSpecification",
            "validFrom": closure.first_day.isoformat(),
            "validThrough": closure.last_day.isoformat(),
        }
        left = details.clock.openings_on(closure.first_day) if closure.is_partial else []
        hours = [{"opens": f"{opens:%H:%M}", "closes": f"{closes:%H:%M}"} for opens, closes in left]
        # Without "opens" and "closes" it means closed. Two closures of one day say the same.
        nodes = [days | times for times in hours or [{}]]
        found += [node for node in nodes if node not in found]
    return found


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
    itself = web_page(page, details, kind, getattr(page, "introduction", ""))
    image = itself["image"] if is_home else ""
    return [
        clinic(details, image=image),
        website(details),
        itself,
        *people_of(page),
        *questions(page),
    ]


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
