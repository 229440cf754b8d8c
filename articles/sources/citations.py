"""Protection of cited sources from deletion: a claim on a page would rest on nothing."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, ProtectedError, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Page, ReferenceIndex, Revision

from articles.models import ConditionPage, Source, TreatmentPage


def cited_in_drafts() -> dict[int, set[str]]:
    """Return, by article id, the keys of sources that unpublished revisions cite: drafts and schedules.

    Wagtail's reference index covers the content stored in the page itself, which for a published page is what
    readers see.
    """
    articles = ContentType.objects.get_for_models(ConditionPage, TreatmentPage).values()
    drafts = ConditionPage.objects.filter(has_unpublished_changes=True).values("latest_revision")
    waiting = Revision.objects.filter(content_type__in=articles).filter(
        Q(pk__in=drafts) | Q(approved_go_live_at__isnull=False)
    )
    field = ConditionPage._meta.get_field("body")
    cited: dict[int, set[str]] = {}
    for page_id, body in waiting.values_list("object_id", "content__body"):
        for model, key, _path, _place in field.extract_references(field.to_python(body)):
            if model is Source:
                cited.setdefault(int(page_id), set()).add(str(key))
    return cited


def pages_that_cite(source: Source) -> list[Model]:
    """Return the pages whose claims rest on ``source``, in published content or in drafts."""
    pages = [citing for citing, _references in ReferenceIndex.get_grouped_references_to(source)]
    indexed = {page.pk for page in pages if isinstance(page, Page)}
    in_drafts = [pk for pk, keys in cited_in_drafts().items() if str(source.pk) in keys and pk not in indexed]
    return [*pages, *ConditionPage.objects.filter(pk__in=in_drafts).order_by("title")]


def live_pages_on(source: Source) -> list[Page]:
    """Return the pages that visitors see now and whose claims rest on ``source``."""
    citing = ReferenceIndex.get_references_to(source).filter(
        base_content_type=ContentType.objects.get_for_model(Page)
    )
    keys = [int(key) for key in citing.values_list("object_id", flat=True)]
    return list(Page.objects.live().filter(pk__in=keys).order_by("title"))


def name_of(citing: Model, source: Source) -> str:
    """Return the page's title, marked when only unpublished content cites the source."""
    if not isinstance(citing, Page):
        return str(citing)
    title = citing.get_admin_display_title()
    if not citing.live:
        return _("%(title)s (draft)") % {"title": title}
    references = ReferenceIndex.get_references_to(source).filter(
        base_content_type=ContentType.objects.get_for_model(Page), object_id=str(citing.pk)
    )
    return title if references.exists() else _("%(title)s (in changes not published yet)") % {"title": title}


def refuse_deletion(instance: Source, **kwargs: Any) -> None:
    """Raise ProtectedError with the citing pages' names before any deletion of a cited source."""
    if pages := pages_that_cite(instance):
        names = ", ".join(name_of(page, instance) for page in pages)
        raise ProtectedError(f"{instance} is cited by: {names}", set(pages))


def refuse_deletion_in_admin(request: HttpRequest, instances: Iterable[Any]) -> HttpResponse | None:
    """Tell the editor which pages still cite the source and return to the list; nothing is deleted."""
    cited = {source: pages_that_cite(source) for source in instances if isinstance(source, Source)}
    cited = {source: pages for source, pages in cited.items() if pages}
    if not cited:
        return None
    finder = AdminURLFinder(request.user)
    for source, pages in cited.items():
        links = format_html_join(
            ", ",
            '<a href="{}">{}</a>',
            ((finder.get_edit_url(page) or "#", name_of(page, source)) for page in pages),
        )
        explanation = _(
            "<b>{source}</b> is still cited, so it was not deleted. "
            "First take it out of the claims on: {links}"
        )
        messages.error(request, format_html(explanation, source=source.short_name, links=links))
    return redirect(Source.snippet_viewset.get_url_name("list"))
