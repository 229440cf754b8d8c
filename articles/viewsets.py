"""How staff manage sources and safety notices."""

from django.utils.translation import gettext_lazy as _

from wagtail.admin.ui.tables import BooleanColumn
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from .models import SafetyNotice, Source


class SourceViewSet(SnippetViewSet):
    """Sources: editors look for them by author, title, year or DOI."""

    model = Source
    icon = "openquote"
    menu_label = _("Sources")
    copy_view_enabled = False
    inspect_view_enabled = True
    list_display = [
        "short_name",
        "title",
        "design",
        BooleanColumn("is_verified", label=_("Checked")),
        BooleanColumn("is_retracted", label=_("Retracted")),
    ]
    list_filter = ["design", "certainty", "is_retracted"]


class SafetyNoticeViewSet(SnippetViewSet):
    """Safety notices; most clinics have one."""

    model = SafetyNotice
    icon = "warning"
    menu_label = _("Safety notices")
    copy_view_enabled = False


class EvidenceGroup(SnippetViewSetGroup):
    """What articles rest on."""

    menu_label = _("Evidence")
    menu_icon = "openquote"
    menu_order = 300
    items = (SourceViewSet, SafetyNoticeViewSet)
