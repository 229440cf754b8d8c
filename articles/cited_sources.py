"""A source that a page cites cannot be deleted: readers would find a claim that rests on nothing."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.db.models import Model, ProtectedError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import ReferenceIndex

from articles.models import Source


def pages_that_cite(source: Source) -> list[Model]:
    """The pages whose claims rest on ``source``, published or not."""
    return [citing for citing, _references in ReferenceIndex.get_grouped_references_to(source)]


def refuse_deletion(instance: Source, **kwargs: Any) -> None:
    """Before any deletion, by whatever way: stop it and name the pages."""
    if pages := pages_that_cite(instance):
        names = ", ".join(str(page) for page in pages)
        raise ProtectedError(f"{instance} is cited by: {names}", set(pages))


def refuse_deletion_in_admin(request: HttpRequest, instances: Iterable[Any]) -> HttpResponse | None:
    """Tell the editor which pages still cite what they want to delete; nothing is deleted then."""
    cited = {source: pages_that_cite(source) for source in instances if isinstance(source, Source)}
    cited = {source: pages for source, pages in cited.items() if pages}
    if not cited:
        return None
    finder = AdminURLFinder(request.user)
    for source, pages in cited.items():
        links = format_html_join(
            ", ",
            '<a href="{}">{}</a>',
            ((finder.get_edit_url(page) or "#", str(page)) for page in pages),
        )
        explanation = _("is still cited, so it was not deleted. First take it out of the claims on:")
        messages.error(request, format_html("<b>{}</b> {} {}", source.short_name, explanation, links))
    return redirect(Source.snippet_viewset.get_url_name("list"))
