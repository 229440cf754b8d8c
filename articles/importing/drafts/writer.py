"""Writer of drafts: one page for each document, below the list of conditions or as an information page.

Nothing that it writes is public, and nothing that is public does it touch.
"""

import hashlib
import json
from dataclasses import dataclass, field
from itertools import chain, count
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from wagtail.models import Page, Site

from articles.importing.document import Document, Notes
from articles.importing.wording import told
from articles.importing.wordpress.export import path_of
from articles.models import ConditionIndexPage, ConditionPage, ImportedArticle
from clinic.models import InformationPage, User

from .phones import PhoneLinker
from .pictures import PictureTaker
from .streams import blocks_of

CONDITIONS, INFORMATION = "conditions", "information"
LONGEST_TITLE, LONGEST_SUMMARY, LONGEST_INTRODUCTION, LONGEST_SLUG = 255, 300, 400, 120
_REGION = "US"


class NoPlaceForDrafts(Exception):
    """Raised where the site has no page below which drafts could stand."""


@dataclass
class Drafts:
    """Maker of drafts of one kind, by one user, for as many documents as come."""

    kind: str
    user: User | None = None
    name: str = ""
    pictures: PictureTaker = field(init=False)
    phones: PhoneLinker = field(init=False)

    def __post_init__(self) -> None:
        self.pictures = PictureTaker(self.user)
        self.phones = PhoneLinker(_REGION)
        self.parent_id = parent_of(self.kind).pk

    def is_known(self, document: Document) -> bool:
        """Return whether a draft was made of the document before, and still exists."""
        origin = origin_of(document)
        return bool(origin) and ImportedArticle.objects.filter(origin=origin).exists()

    def write(self, document: Document) -> ImportedArticle:
        """Make the draft, with its first revision by the user and all that is told about it."""
        with transaction.atomic():
            keys = self.pictures.take(document)
            page = self.page_of(document, keys)
            # Anew for each: other people add pages meanwhile.
            parent = Page.objects.get(pk=self.parent_id)
            page.slug = free_slug(parent, document.slug or page.title)
            parent.add_child(instance=page)
            # As the editor saves drafts: what a page must have before it is public may be missing.
            page.save_revision(user=self.user, clean=False)
            old_path = _old_path(document)
            return ImportedArticle.objects.create(
                page=page,
                name=(self.name or document.title)[:255],
                origin=origin_of(document),
                old_path=old_path,
                told=told(document.notes),
            )

    def page_of(self, document: Document, pictures: dict[str, int]) -> Any:
        """Return the page, not stored yet, as the document says it."""
        notes = document.notes
        for kind in ("author", "date"):
            if name := getattr(document, kind):
                notes.add(kind, name)
        self.phones.link(document.parts, notes)
        body = json.dumps(blocks_of(document, pictures))
        fields = {
            "title": _cut(document.title or _("Without a title"), LONGEST_TITLE, "cut_title", notes),
            "body": body,
            "live": False,
            "has_unpublished_changes": True,
            "owner": self.user,
        }
        if self.kind == INFORMATION:
            introduction = _cut(document.summary, LONGEST_INTRODUCTION, "cut_summary", notes)
            return InformationPage(**fields, introduction=introduction)
        return ConditionPage(**fields, summary=_cut(document.summary, LONGEST_SUMMARY, "cut_summary", notes))


def parent_of(kind: str) -> Page:
    """Return the page below which drafts of a kind stand."""
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is None:
        raise NoPlaceForDrafts
    if kind == INFORMATION:
        return site.root_page
    index = ConditionIndexPage.objects.descendant_of(site.root_page).order_by("path").first()
    if index is None:
        raise NoPlaceForDrafts
    return index


def free_slug(parent: Page, words: str) -> str:
    """Return an address below ``parent`` that no page has."""
    wanted = slugify(words, allow_unicode=True)[:LONGEST_SLUG].strip("-") or "draft"
    taken = set(parent.get_children().filter(slug__startswith=wanted).values_list("slug", flat=True))
    names = chain([wanted], (f"{wanted}-{number}" for number in count(2)))
    return next(name for name in names if name not in taken)


def origin_of(document: Document) -> str:
    """Return the hash by which a document of an export is known; empty for what bears no name of its own."""
    return hashlib.sha256(document.origin.encode()).hexdigest() if document.origin else ""


def _cut(words: str, longest: int, kind: str, notes: Notes) -> str:
    if len(words) <= longest:
        return words
    notes.add(kind, words)
    return words[: longest - 1].rsplit(" ", 1)[0].rstrip(" ,;") + "…"


def _old_path(document: Document) -> str:
    """Return the path on the old site for which a redirect can be made; note it, or why there is none."""
    path = path_of(document.old_address)
    if path.startswith("/?") or path == "?" or len(path) > 255:
        document.notes.add("no_redirect", document.old_address)
        return ""
    if path.strip("/"):
        document.notes.add("old_address", path)
        return path
    return ""
