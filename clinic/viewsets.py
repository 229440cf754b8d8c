"""How staff manage practitioners. Not a snippet: people are chosen from plain lists."""

from django.utils.translation import gettext_lazy as _

from wagtail.admin.ui.tables import BooleanColumn
from wagtail.admin.viewsets.model import ModelViewSet

from .models import Practitioner


class PractitionerViewSet(ModelViewSet):
    """The list of practitioners, and the form for one of them."""

    model = Practitioner
    icon = "group"
    menu_label = _("Practitioners")
    menu_order = 310
    add_to_admin_menu = True
    inspect_view_enabled = True
    copy_view_enabled = False
    list_display = [
        "display_name",
        "role",
        BooleanColumn("is_active", label=_("Shown on the site")),
        BooleanColumn("offers_visits", label=_("Sees patients")),
    ]
    list_filter = ["is_active", "offers_visits"]
    search_fields = ["name", "license_number"]
    sort_order_field = "sort_order"
