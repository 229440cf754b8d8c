"""Choosing a source within a claim: what nobody checked yet is marked, and a new one is added on the spot."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import BaseChooseView
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView, SnippetChooserViewSet

from articles.editing.source_forms import SourceForm
from articles.models import Source


def standing(source: Source) -> Any:
    """Why a claim could not be published with it, in a word or two."""
    if source.is_retracted:
        return _("Retracted")
    return "" if source.is_verified else _("Not checked yet")


class NewSourceForm(SourceForm):
    """All that is asked of a source, save a retraction: nobody cites what was withdrawn."""

    class Meta(SourceForm.Meta):
        model = Source
        exclude = ["is_retracted", "retraction_note"]


class StandingColumnMixin(BaseChooseView):
    """A list of sources that shows which of them a claim cannot rest on yet."""

    @property
    def columns(self) -> list[Column]:
        return [*super().columns, Column("standing", label=_("Can it be cited?"), accessor=standing)]


class SourceChooseView(StandingColumnMixin, ChooseView):
    """The whole window."""


class SourceChooseResultsView(StandingColumnMixin, ChooseResultsView):
    """The list alone, after a search."""


class SourceChooserViewSet(SnippetChooserViewSet):
    """The window in which an editor searches for a source, or adds one."""

    choose_view_class = SourceChooseView
    choose_results_view_class = SourceChooseResultsView
    creation_form_class = NewSourceForm
    search_tab_label = _("Search")
    creation_tab_label = _("Add a new source")
    create_action_label = _("Add this source")
