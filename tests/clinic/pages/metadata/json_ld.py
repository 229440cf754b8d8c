"""Checks JSON-LD against the part of schema.org 30.0 that this site may use, written by hand.

schema.org's own shapes refuse plain strings and let unknown properties pass. A type or property that is
not listed here is a mistake until somebody has read what schema.org says about it, and adds it.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

Node = dict[str, Any]

# Each type with those right above it.
TYPES: dict[str, tuple[str, ...]] = {
    "Thing": (),
    "CreativeWork": ("Thing",),
    "WebSite": ("CreativeWork",),
    "WebPage": ("CreativeWork",),
    "ProfilePage": ("WebPage",),
    "AboutPage": ("WebPage",),
    "ContactPage": ("WebPage",),
    "CollectionPage": ("WebPage",),
    "FAQPage": ("WebPage",),
    "MedicalWebPage": ("WebPage",),
    "ScholarlyArticle": ("CreativeWork",),
    "MedicalScholarlyArticle": ("ScholarlyArticle",),
    "ImageObject": ("CreativeWork",),
    "Comment": ("CreativeWork",),
    "Question": ("Comment",),
    "Answer": ("Comment",),
    "EducationalOccupationalCredential": ("CreativeWork",),
    "Intangible": ("Thing",),
    "ItemList": ("Intangible",),
    "BreadcrumbList": ("ItemList",),
    "ListItem": ("Intangible",),
    "Audience": ("Intangible",),
    "MedicalAudience": ("Audience",),
    "ContactPoint": ("Intangible",),
    "PostalAddress": ("ContactPoint",),
    "OpeningHoursSpecification": ("Intangible",),
    "GeoCoordinates": ("Intangible",),
    "Person": ("Thing",),
    "EducationalOrganization": ("Organization",),
    "Organization": ("Thing",),
    "Place": ("Thing",),
    "LocalBusiness": ("Organization", "Place"),
    "MedicalBusiness": ("LocalBusiness",),
    "MedicalOrganization": ("Organization",),
    "MedicalClinic": ("MedicalBusiness", "MedicalOrganization"),
    "MedicalEntity": ("Thing",),
    "MedicalCondition": ("MedicalEntity",),
    "MedicalTherapy": ("MedicalEntity",),
}

# Each property: on which types it may stand, and what it may hold.
_WORK, _PAGE, _CLINIC = "CreativeWork", "WebPage", "Organization Place"
_PROPERTIES: dict[str, tuple[str, str]] = {
    "name": ("Thing", "Text"),
    "alternateName": ("Thing", "Text"),
    "description": ("Thing", "Text"),
    "url": ("Thing", "URL"),
    "image": ("Thing", "URL ImageObject"),
    "identifier": ("Thing", "Text URL"),
    "sameAs": ("Thing", "URL"),
    "telephone": (f"{_CLINIC} Person ContactPoint", "Text"),
    "email": ("Organization Person ContactPoint", "Text"),
    "address": (f"{_CLINIC} Person", "PostalAddress"),
    "geo": ("Place", "GeoCoordinates"),
    "latitude": ("Place GeoCoordinates", "Number Text"),
    "longitude": ("Place GeoCoordinates", "Number Text"),
    "hasMap": ("Place", "URL"),
    "areaServed": ("Organization", "Place Text"),
    "streetAddress": ("PostalAddress", "Text"),
    "addressLocality": ("PostalAddress", "Text"),
    "addressRegion": ("PostalAddress", "Text"),
    "postalCode": ("PostalAddress", "Text"),
    "addressCountry": ("PostalAddress", "Text"),
    "openingHoursSpecification": ("Place", "OpeningHoursSpecification"),
    "specialOpeningHoursSpecification": ("Place", "OpeningHoursSpecification"),
    "dayOfWeek": ("OpeningHoursSpecification", "DayOfWeek"),
    "opens": ("OpeningHoursSpecification", "Time"),
    "closes": ("OpeningHoursSpecification", "Time"),
    "validFrom": ("OpeningHoursSpecification", "Date"),
    "validThrough": ("OpeningHoursSpecification", "Date"),
    "inLanguage": (_WORK, "Text"),
    "publisher": (_WORK, "Organization Person"),
    "isPartOf": (_WORK, f"{_WORK} URL"),
    # Text beyond schema.org's own range: a journal's list of authors is one line, and not ours to take apart.
    "author": (_WORK, "Organization Person Text"),
    "datePublished": (_WORK, "Date"),
    "dateModified": (_WORK, "Date"),
    "about": (_WORK, "Thing"),
    "mentions": (_WORK, "Thing"),
    "citation": (_WORK, f"{_WORK} Text"),
    "mainEntity": (_WORK, "Thing"),
    "text": (_WORK, "Text"),
    "publishingPrinciples": (f"{_WORK} Organization Person", "URL CreativeWork"),
    "breadcrumb": (_PAGE, "BreadcrumbList"),
    "lastReviewed": (_PAGE, "Date"),
    "reviewedBy": (_PAGE, "Organization Person"),
    "medicalAudience": ("MedicalWebPage", "MedicalAudience"),
    "audienceType": ("Audience", "Text"),
    "acceptedAnswer": ("Question", "Answer"),
    "itemListElement": ("ItemList", "ListItem"),
    "position": ("ListItem CreativeWork", "Integer"),
    "item": ("ListItem", "Thing URL"),
    "honorificSuffix": ("Person", "Text"),
    "jobTitle": ("Person", "Text"),
    "knowsLanguage": ("Person Organization", "Text"),
    "worksFor": ("Person", "Organization"),
    "alumniOf": ("Person", "Organization"),
    "hasCredential": ("Person Organization", "EducationalOccupationalCredential"),
    "credentialCategory": ("EducationalOccupationalCredential", "Text"),
    "recognizedBy": ("EducationalOccupationalCredential", "Organization"),
}
PROPERTIES = {name: (set(on.split()), set(holds.split())) for name, (on, holds) in _PROPERTIES.items()}
SUPERSEDED = {"aspect": "mainContentOfPage", "serviceAudience": "audience", "reviews": "review"}

# What we owe on each type. Coordinates are not among it: a clinic may have entered none.
REQUIRED = {
    "MedicalClinic": "name url telephone address openingHoursSpecification",
    "PostalAddress": "streetAddress addressLocality addressRegion postalCode addressCountry",
    "WebSite": "name url inLanguage publisher",
    "WebPage": "name url inLanguage isPartOf publisher",
    "AboutPage": "name url inLanguage isPartOf publisher breadcrumb",
    "ProfilePage": "name url inLanguage isPartOf publisher breadcrumb mainEntity",
    "ContactPage": "name url inLanguage isPartOf publisher breadcrumb",
    "CollectionPage": "name url inLanguage isPartOf publisher breadcrumb",
    "MedicalWebPage": (
        "name url description inLanguage isPartOf publisher breadcrumb datePublished dateModified "
        "lastReviewed author reviewedBy about citation medicalAudience publishingPrinciples"
    ),
    "MedicalCondition": "name",
    "MedicalScholarlyArticle": "name author datePublished url",
    "Person": "name honorificSuffix worksFor",
    "EducationalOccupationalCredential": "credentialCategory identifier recognizedBy",
    "BreadcrumbList": "itemListElement",
    "ListItem": "position name",
    "FAQPage": "mainEntity",
    "Question": "name acceptedAnswer",
    "Answer": "text",
}

FORMS = {
    "URL": re.compile(r"https?://[^/\s]+/\S*|https?://[^/\s]+"),
    "Date": re.compile(r"\d{4}(-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01]))?"),
    "Time": re.compile(r"([01]\d|2[0-3]):[0-5]\d"),
    "DayOfWeek": re.compile(r"https://schema\.org/(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"),
    "Text": re.compile(r"(?s).*\S.*"),
}
SCRIPTS = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def data_of(html: str) -> list[Node]:
    """Every block of JSON-LD on a page."""
    return [json.loads(text) for text in SCRIPTS.findall(html)]


def as_list(value: Any) -> list[Any]:
    """A property's values: JSON-LD writes one value without brackets."""
    return value if isinstance(value, list) else [value]


def nodes(value: Any) -> Iterator[Node]:
    """Every node below a value, references left out."""
    for each in as_list(value):
        if isinstance(each, dict):
            if set(each) != {"@id"}:
                yield each
            for inner in each.values():
                yield from nodes(inner)


def lineage(kind: str) -> set[str]:
    """A type and all above it."""
    return {kind}.union(*(lineage(above) for above in TYPES.get(kind, ())))


def problems(document: Node) -> list[str]:
    """Everything wrong with a document, one line each."""
    if document.get("@context") != "https://schema.org" or set(document) != {"@context", "@graph"}:
        return ["the document is not a graph in schema.org's words"]
    found = list(nodes(document["@graph"]))
    known = {node["@id"]: node for node in found if "@id" in node}
    names = [node["@id"] for node in found if "@id" in node]
    twice = [f"{name} stands for two nodes" for name in sorted(set(names)) if names.count(name) > 1]
    return twice + [line for node in found for line in _problems_of(node, known)]


def _problems_of(node: Node, known: dict[str, Node]) -> Iterator[str]:
    kind = node.get("@type")
    if kind not in TYPES:
        yield f"unknown type {kind}"
        return
    for name in sorted(set(REQUIRED.get(kind, "").split()) - set(node)):
        yield f"{kind} lacks {name}"
    for name, value in node.items():
        if not name.startswith("@"):
            yield from _problems_of_property(kind, name, value, known)


def _problems_of_property(kind: str, name: str, value: Any, known: dict[str, Node]) -> Iterator[str]:
    if name in SUPERSEDED:
        yield f"{kind}.{name} is superseded by {SUPERSEDED[name]}"
        return
    if name not in PROPERTIES:
        yield f"unknown property {kind}.{name}"
        return
    domain, wanted = PROPERTIES[name]
    if not domain & lineage(kind):
        yield f"{name} does not belong on {kind}"
    for each in as_list(value):
        if isinstance(each, dict) and set(each) == {"@id"} and each["@id"] not in known:
            yield f"{kind}.{name} points at {each['@id']}, which is not there"
        elif not _holds(each, wanted, known):
            yield f"{kind}.{name} cannot be {json.dumps(each)[:80]}"


def _holds(value: Any, wanted: set[str], known: dict[str, Node]) -> bool:
    """Whether a value is of one of the wanted kinds."""
    match value:
        case dict():
            kind = value.get("@type") or known[value["@id"]].get("@type", "")
            return bool(wanted & lineage(kind))
        case bool():
            return "Boolean" in wanted
        case int() | float():
            return "Number" in wanted or (isinstance(value, int) and "Integer" in wanted)
        case str():
            return any(name in wanted and form.fullmatch(value) for name, form in FORMS.items())
    return False
