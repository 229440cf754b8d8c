"""Texts of the messages that the desk sends to patients, edited by the owner."""

from django.utils.translation import gettext_lazy as _

from wagtail.admin.ui.tables import Column, LiveStatusTagColumn, UpdatedAtColumn
from wagtail.snippets.views.snippets import SnippetViewSet

from appointments.models import MessageTemplate


class MessageTextViewSet(SnippetViewSet):
    """Snippets with draft, preview and publication. They may be snippets as they hold no patient's data."""

    model = MessageTemplate
    icon = "edit"
    menu_label = _("Messages to patients")
    menu_name = "message-texts"
    # Position after the menu items of the desk.
    menu_order = 53
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = True
    list_display = [
        "name",
        Column("get_kind_display", label=_("When"), sort_key="kind"),
        Column("get_language_display", label=_("Language"), sort_key="language"),
        "subject",
        LiveStatusTagColumn(),
        UpdatedAtColumn(),
    ]
    list_filter = ["kind", "language"]
    search_fields = ["name", "subject", "body"]
    ordering = ["kind", "name", "language"]
