"""Removal of the demonstration: what was made up goes, and nothing that a clinic has made itself.

What still holds something of a clinic's own stays, and is named with the reason.
"""

from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Model, ProtectedError, Q, QuerySet
from django.utils.translation import gettext as _

from wagtail.models import Page, ReferenceIndex

from articles.models import ConditionPage, Source, StatementAnswer
from articles.sources.citations import pages_that_cite
from clinic.identity.demonstration import demonstration_models
from clinic.models import Ailment, ClinicImage, ClinicSettings, Practitioner, PractitionerPage, User

from .records import read


class NobodyLeft(Exception):
    """Error: every administrator is made up, so that nobody could sign in afterwards."""


@dataclass
class Removed:
    """Result: how much went by kind, and a sentence for each thing that stayed."""

    counts: dict[str, int] = field(default_factory=dict)
    stayed: list[str] = field(default_factory=list)

    def count(self, kind: str, number: int = 1) -> None:
        """Add to what went of a kind."""
        if number:
            self.counts[kind] = self.counts.get(kind, 0) + number


def invented_pages() -> list[Page]:
    """Return the pages that are marked, and the articles for which invented people alone answer."""
    articles = ConditionPage.objects.filter(
        author__is_demonstration=True, clinical_reviewer__is_demonstration=True
    )
    kinds = [model for model in demonstration_models() if issubclass(model, Page)]
    pages = [page for kind in kinds for page in kind._default_manager.filter(is_demonstration=True)]
    # The deepest first: a page goes before the one that it stands below.
    return sorted([*articles, *pages], key=lambda page: -page.depth)


def invented_sources() -> QuerySet[Source]:
    """Return the sources that nobody but an invented person has checked, and those that came unchecked."""
    unchecked = [one["doi"] for one in read("sources").values() if not one["verified"]]
    return Source.objects.filter(
        Q(verified_by__is_demonstration=True) | Q(doi__in=unchecked, verified_by=None)
    )


def invented_pictures() -> QuerySet[ClinicImage]:
    """Return the pictures that came with the demonstration."""
    files = read("images").values()
    return ClinicImage.objects.filter(
        title__in=[one["title"] for one in files], credit__in=[one["credit"] for one in files]
    )


def refuse_without_administrator() -> None:
    """Raise ``NobodyLeft`` unless an administrator exists who is no invention."""
    if not User.objects.filter(is_superuser=True, is_active=True, is_demonstration=False).exists():
        raise NobodyLeft


@transaction.atomic
def remove_demonstration(*, keep_drafts: bool) -> Removed:
    """Remove it; with ``keep_drafts`` its pages stay as drafts, for a clinic to make them its own.

    Raises ``NobodyLeft``. Requests are removed before, as visits keep their practitioners.
    """
    refuse_without_administrator()
    removed = Removed()
    for page in invented_pages():
        _remove_page(page, removed, keep_drafts=keep_drafts)
    # What an invented reviewer answered for, nobody has answered for.
    StatementAnswer.objects.filter(written_by__is_demonstration=True).delete()
    _remove_pictures(removed)
    _remove_sources(removed)
    ailments, _of_each = Ailment.objects.filter(is_demonstration=True).delete()
    removed.count(_("complaints under What we treat"), ailments)
    for person in Practitioner.objects.filter(is_demonstration=True):
        _remove_practitioner(person, removed)
    for account in User.objects.filter(is_demonstration=True):
        _remove_account(account, removed)
    _empty_details(removed)
    return removed


def _remove_page(page: Page, removed: Removed, *, keep_drafts: bool) -> None:
    # Drafts of the demonstration may stand below, which an earlier run has kept.
    own = [
        below for below in page.get_descendants().specific() if not getattr(below, "is_demonstration", False)
    ]
    if own:
        words = _("The page “%(page)s” stays, because “%(own)s” stands below it. Move that page first.")
        removed.stayed.append(words % {"page": page.title, "own": own[0].title})
    elif keep_drafts and not isinstance(page, PractitionerPage):
        _make_draft(page)
        removed.count(_("pages made drafts"))
    else:
        page.delete()
        removed.count(_("pages"))


def _make_draft(page: Page) -> None:
    """Take the page off the site, and the names of invented people out of it, earlier versions included."""
    if page.live:
        page.unpublish()
    if isinstance(page, ConditionPage):
        page.author = page.clinical_reviewer = page.last_reviewed = page.next_review_due = None
        page.save(clean=False)
    latest = page.save_revision(clean=False)
    page.revisions.exclude(pk=latest.pk).delete()


def _remove_pictures(removed: Removed) -> None:
    for picture in invented_pictures():
        if ReferenceIndex.get_references_to(picture).exists():
            words = _("The picture “%(title)s” stays, because a page shows it.")
            removed.stayed.append(words % {"title": picture.title})
        else:
            picture.delete()
            removed.count(_("pictures"))


def _remove_sources(removed: Removed) -> None:
    for source in invented_sources():
        if pages_that_cite(source):
            Source.objects.filter(pk=source.pk).update(verified_by=None, verified_on=None)
            words = _(
                "The source “%(source)s” stays, because a page cites it. Nobody real has checked it yet."
            )
            removed.stayed.append(words % {"source": source.short_name})
        else:
            source.delete()
            removed.count(_("sources"))


def _remove_practitioner(person: Practitioner, removed: Removed) -> None:
    if _goes(person):
        removed.count(_("practitioners"))
    else:
        words = _("%(name)s stays, because a page or a visit names them. Name somebody else there.")
        removed.stayed.append(words % {"name": person.name})


def _remove_account(account: User, removed: Removed) -> None:
    """Delete the account; one that stands in records, which are kept, can never sign in again instead."""
    removed.count(_("accounts"))
    if _goes(account):
        return
    account.groups.clear()
    account.set_unusable_password()
    account.is_active = account.is_staff = account.is_superuser = account.is_demonstration = False
    account.save()


def _goes(one: Model) -> bool:
    try:
        with transaction.atomic():
            one.delete()
    except ProtectedError:
        return False
    return True


def _empty_details(removed: Removed) -> None:
    """Put empty details in the place of those that are made up: their form is closed, as on a new site."""
    for details in ClinicSettings.objects.filter(is_demonstration=True).select_related("site"):
        details.delete()
        ClinicSettings.for_site(details.site)
        removed.count(_("details of the clinic"))
