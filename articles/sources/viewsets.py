"""Admin viewsets of sources and safety notices, and the menu of all that articles rest on."""

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, UsageCountColumn
from wagtail.admin.widgets.button import Button
from wagtail.models import Page, ReferenceIndex
from wagtail.snippets.views.snippets import (
    EditView,
    IndexView,
    InspectView,
    SnippetViewSet,
    SnippetViewSetGroup,
)

import django_filters

from articles.models import SafetyNotice, Source
from articles.rules.viewsets import AllowedSentenceViewSet, LintTermViewSet
from clinic.identity.clinic_time import clinic_today

from .checking import may_check
from .chooser import SourceChooserViewSet
from .citations import live_pages_on
from .panels import SOURCE_PANELS


def _check_buttons(view: EditView | InspectView) -> list[Button]:
    """Return the button that leads to the check of the view's source, for those who may check it."""
    if not may_check(view.request.user):
        return []
    url = reverse("articles_sources:check", args=[view.object.pk])
    return [Button(_("Check this source"), url=url, icon_name="check", priority=5)]


class SourceEditView(EditView):
    """Form of a source, which says afterwards which live pages lost their footing."""

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        return [*super().header_more_buttons, *_check_buttons(self)]

    def save_instance(self) -> Source:
        """Save, and name the pages whose claims rested on a check that is gone, or on what was retracted."""
        before = Source.objects.get(pk=self.object.pk)
        source = super().save_instance()
        lost_check = before.is_verified and not source.is_verified
        is_newly_retracted = source.is_retracted and not before.is_retracted
        if lost_check or is_newly_retracted:
            self._tell(source, live_pages_on(source))
        return source

    def _tell(self, source: Source, pages: list[Page]) -> None:
        words = (
            _t("It is marked as retracted.")
            if source.is_retracted
            else _t("You changed what had been checked, so the check is gone until somebody checks it again.")
        )
        if pages:
            words += " " + _t("Claims on these live pages rest on it:")
        titles = ((reverse("wagtailadmin_pages:edit", args=[page.pk]), page.title) for page in pages)
        rows = format_html_join("", '<li><a href="{}">{}</a></li>', titles)
        messages.warning(self.request, format_html("{}<ul>{}</ul>", words, rows) if pages else words)


class SourceIndexView(IndexView):
    """List of sources, with the way to add many at once."""

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        buttons = super().header_more_buttons
        if self.request.user.has_perm("articles.add_source"):
            url = reverse("articles_sources:from_citations")
            buttons.append(Button(_("Add sources from citations"), url=url, icon_name="openquote"))
        return buttons


class SourceInspectView(InspectView):
    """Every field of a source, for reading."""

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        return [*super().header_more_buttons, *_check_buttons(self)]


class SourceFilterSet(WagtailFilterSet):
    """Filters by what a source is, and by whether somebody has to look at it."""

    unchecked = django_filters.BooleanFilter(
        label=_("Not checked yet"), field_name="verified_by", lookup_expr="isnull"
    )
    recheck = django_filters.BooleanFilter(label=_("To be checked again now"), method="filter_recheck")

    class Meta:
        model = Source
        fields = ["unchecked", "recheck", "design", "certainty", "not_read", "is_retracted"]

    def filter_recheck(self, sources: QuerySet[Source], _name: str, value: bool) -> QuerySet[Source]:
        """Filter for sources whose day of a new check has come, or for the others."""
        due = Q(recheck_due__lte=clinic_today())
        return sources.filter(due) if value else sources.exclude(due)


class SourceViewSet(SnippetViewSet):
    """Sources, found by author, title, year or DOI, with the pages where each is used."""

    model = Source
    icon = "openquote"
    menu_label = _("Sources")
    chooser_viewset_class = SourceChooserViewSet
    copy_view_enabled = False
    inspect_view_enabled = True
    list_display = [
        "short_name",
        "title",
        StatusTagColumn("retraction", label=_("Retraction"), primary=True),
        Column("verified_by", label=_("Checked by")),
        DateColumn("verified_on", label=_("Checked on")),
        DateColumn("recheck_due", label=_("To be checked again by")),
        UsageCountColumn("usage_count", label=_("Where it is used")),
    ]
    filterset_class = SourceFilterSet
    edit_handler = SOURCE_PANELS
    index_view_class = SourceIndexView
    edit_view_class = SourceEditView
    inspect_view_class = SourceInspectView

    def get_queryset(self, request: HttpRequest) -> QuerySet[Source]:
        return Source.objects.select_related("verified_by").annotate(
            usage_count=ReferenceIndex.usage_count_subquery(Source)
        )


class SafetyNoticeViewSet(SnippetViewSet):
    """Safety notices; most clinics have one."""

    model = SafetyNotice
    icon = "warning"
    menu_label = _("Safety notices")
    copy_view_enabled = False


class EvidenceGroup(SnippetViewSetGroup):
    """Menu group of everything that articles rest on."""

    menu_label = _("Evidence")
    menu_icon = "openquote"
    menu_order = 300
    # Rooms above this one add their own entries.
    submenu_hook = "register_evidence_menu_item"
    items = (SourceViewSet, SafetyNoticeViewSet, LintTermViewSet, AllowedSentenceViewSet)
