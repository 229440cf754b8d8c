"""Chooser of a source within a claim: marks unchecked sources, and adds a new one on the spot."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import BaseChooseView, CreateView, CreationFormMixin
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


class SignedFormMixin(CreationFormMixin):
    """View whose form for a new source knows who fills it in."""

    def get_creation_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_creation_form_kwargs(), "for_user": self.request.user}


class CitableColumnMixin(SignedFormMixin, BaseChooseView):
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


class SourceCreateView(SignedFormMixin, CreateView):
    """New source, from within the chooser."""


class SourceChooserViewSet(SnippetChooserViewSet):
    """Chooser in which an editor searches for a source, or adds one."""

    choose_view_class = SourceChooseView
    choose_results_view_class = SourceChooseResultsView
    create_view_class = SourceCreateView
    creation_form_class = NewSourceForm
    search_tab_label = _("Search")
    creation_tab_label = _("Add a new source")
    create_action_label = _("Add this source")
