"""Admin viewset of practitioners. No snippet, because people are chosen from plain lists."""

from django.db import transaction
from django.db.models import ProtectedError
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from wagtail.admin import messages
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from .people import Practitioner


class PractitionerDeleteView(generic.DeleteView):
    """Deletion of a practitioner whom nothing refers to; articles and visits protect theirs."""

    def form_valid(self, form: Form) -> HttpResponse:
        try:
            with transaction.atomic():
                return super().form_valid(form)
        except ProtectedError:
            text = _t("%(name)s has articles or visits and cannot be deleted. Untick “%(shown)s” instead.")
            shown = Practitioner._meta.get_field("is_active").verbose_name
            messages.error(self.request, text % {"name": self.object.display_name, "shown": shown})
            return redirect("practitioners:edit", self.object.pk)


class PractitionerViewSet(ModelViewSet):
    """List of practitioners, and the form for one of them."""

    model = Practitioner
    icon = "group"
    menu_label = _("Practitioners")
    menu_order = 310
    add_to_admin_menu = True
    inspect_view_enabled = True
    copy_view_enabled = False
    delete_view_class = PractitionerDeleteView
    list_display = [
        "display_name",
        "role",
        BooleanColumn("is_active", label=_("Shown on the site")),
        BooleanColumn("offers_visits", label=_("Sees patients")),
    ]
    list_filter = ["is_active", "offers_visits"]
    search_fields = ["name", "license_number"]
    sort_order_field = "sort_order"
