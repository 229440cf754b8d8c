"""Admin viewsets of practitioners and of what is treated. No snippets: people are chosen from lists."""

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from wagtail.admin.views import generic
from wagtail.admin.views.generic.mixins import HookResponseMixin
from wagtail.admin.viewsets.model import ModelViewSet

from clinic.leaving.views import LeavingView
from clinic.sign_columns import YesNoColumn

from .ailments.viewset import AilmentViewSet
from .people import Practitioner


class AfterEditMixin(HookResponseMixin):
    """View that runs the hook ``after_edit_practitioner``, as Wagtail has one for settings."""

    def run_after_hook(self) -> HttpResponse | None:
        return self.run_hook("after_edit_practitioner", self.request, self.object)


class PractitionerEditView(AfterEditMixin, generic.EditView):
    """Form of a practitioner."""


class PractitionerLeavingView(AfterEditMixin, LeavingView):
    """Page on which a practitioner leaves. Articles and visits keep theirs, so few can be deleted."""

    stays = _("The name in articles and past visits: visitors see it nowhere else")
    left_message = _("%(name)s is no longer shown, and cannot be booked.")

    def _switch_off(self) -> None:
        super()._switch_off()
        self.run_after_hook()


class PractitionerViewSet(ModelViewSet):
    """List of practitioners, and the form for one of them."""

    model = Practitioner
    icon = "group"
    menu_label = _("Practitioners")
    menu_order = 310
    add_to_admin_menu = True
    inspect_view_enabled = True
    copy_view_enabled = False
    edit_view_class = PractitionerEditView
    delete_view_class = PractitionerLeavingView
    list_display = [
        "display_name",
        "role",
        YesNoColumn("is_active", label=_("Shown on the site")),
        YesNoColumn("offers_visits", label=_("Sees patients")),
    ]
    list_filter = ["is_active", "offers_visits"]
    search_fields = ["name", "license_number"]
    sort_order_field = "sort_order"


def viewsets() -> list[ModelViewSet]:
    """Return the lists of who works here and what is treated."""
    return [PractitionerViewSet("practitioners"), AilmentViewSet("ailments")]
