"""Chooser of a source within a claim: marks unchecked sources, and adds a new one on the spot."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import BaseChooseView
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView, SnippetChooserViewSet

from articles.editing.source_forms import SourceForm
from articles.models import Source


def why_not_citable(source: Source) -> Any:
    """Return in a word or two why no claim can rest on the source; empty when one can."""
    if source.is_retracted:
        return _("Retracted")
    return "" if source.is_verified else _("Not checked yet")


class NewSourceForm(SourceForm):
    """Form for a new source without the retraction fields: nobody cites what was withdrawn."""

    class Meta(SourceForm.Meta):
        model = Source
        exclude = ["is_retracted", "retraction_note"]


class CitableColumnMixin(BaseChooseView):
    """Chooser list with a column that shows which sources a claim cannot rest on yet."""

    @property
    def columns(self) -> list[Column]:
        return [
            *super().columns,
            Column("why_not_citable", label=_("Can it be cited?"), accessor=why_not_citable),
        ]


class SourceChooseView(CitableColumnMixin, ChooseView):
    """Chooser's whole window."""


class SourceChooseResultsView(CitableColumnMixin, ChooseResultsView):
    """Chooser's list alone, after a search."""


class SourceChooserViewSet(SnippetChooserViewSet):
    """Chooser in which an editor searches for a source, or adds one."""

    choose_view_class = SourceChooseView
    choose_results_view_class = SourceChooseResultsView
    creation_form_class = NewSourceForm
    search_tab_label = _("Search")
    creation_tab_label = _("Add a new source")
    create_action_label = _("Add this source")
