"""Admin viewsets of sources, safety notices and the claim lint."""

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, UsageCountColumn
from wagtail.models import ReferenceIndex
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from articles.models import AllowedSentence, LintTerm, SafetyNotice, Source
from clinic.sign_columns import YesNoColumn

from .chooser import SourceChooserViewSet


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
        UsageCountColumn("usage_count", label=_("Where it is used")),
    ]
    list_filter = ["design", "certainty", "is_retracted"]

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


class LintTermViewSet(SnippetViewSet):
    """Words that articles do not use; clinical reviewers extend the list."""

    model = LintTerm
    icon = "no-view"
    menu_label = _("Words we do not use")
    copy_view_enabled = False
    list_display = ["pattern", "language", "advice", YesNoColumn("is_active", label=_("In use"))]
    list_filter = ["language", "is_active"]
    search_fields = ["pattern", "advice"]


class AllowedSentenceViewSet(SnippetViewSet):
    """Sentences of pages that may use such a word; articles keep their own in a field."""

    model = AllowedSentence
    icon = "check"
    menu_label = _("Allowed sentences")
    copy_view_enabled = False
    list_display = ["sentence", "page", "reason", "allowed_by"]


class EvidenceGroup(SnippetViewSetGroup):
    """Menu group of everything that articles rest on."""

    menu_label = _("Evidence")
    menu_icon = "openquote"
    menu_order = 300
    # Rooms above this one add their own entries.
    submenu_hook = "register_evidence_menu_item"
    items = (SourceViewSet, SafetyNoticeViewSet, LintTermViewSet, AllowedSentenceViewSet)
