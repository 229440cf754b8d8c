"""Admin viewset of what the clinic treats and has no article about."""

from django.utils.translation import gettext_lazy as _

from wagtail.admin.viewsets.model import ModelViewSet

from .records import Ailment


class AilmentViewSet(ModelViewSet):
    """List of ailments without an article, and the form for one of them."""

    model = Ailment
    icon = "list-ul"
    menu_label = _("What we treat")
    menu_order = 306
    add_to_admin_menu = True
    inspect_view_enabled = False
    copy_view_enabled = False
    list_display = ["name", "other_names", "sentence"]
    search_fields = ["name", "other_names"]
    sort_order_field = "sort_order"
