"""Menu items of the desk: requests, a new request, the visits of the day, those that need a new time."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem

from appointments.desk.lists.tabs import NEW_TIME, TABS
from appointments.desk.lists.waiting import waiting_for
from appointments.desk.presenters.plan import visits_to_move_for
from appointments.permissions import user_can_review_requests
from clinic.models import StaffRequest


class DeskMenuItem(MenuItem):
    """Menu item for users who work at the desk."""

    def is_shown(self, request: StaffRequest) -> bool:
        return user_can_review_requests(request.user)


class CountMenuItem(DeskMenuItem):
    """Menu item "Requests (14), 4 late": how many wait, and how many of them are late. Never a name."""

    def render_component(self, request: StaffRequest) -> LinkMenuItem:
        # Wagtail keeps one item for all HTTP requests, so the number belongs in the component of this one.
        waiting = waiting_for(request)
        # An open inbox replaces the number in brackets. The words are short: the menu is narrow.
        label, level = self.label, ""
        numbers = {"label": label, "number": waiting.patients, "late": waiting.late, "soon": waiting.soon}
        if waiting.late:
            label, level = _("%(label)s (%(number)d), %(late)d late") % numbers, "overdue"
        elif waiting.soon:
            label, level = _("%(label)s (%(number)d), %(soon)d soon") % numbers, "soon"
        elif waiting.patients:
            label = _("%(label)s (%(number)d)") % numbers
        classname = f"{self.classname} desk-menu desk-menu--{level}" if level else self.classname
        return LinkMenuItem(
            self.name, label, self.url, icon_name=self.icon_name, classname=classname, attrs=self.attrs
        )


def add_request_menu_item() -> DeskMenuItem:
    """Return the menu item "Add request", right below the list of requests."""
    return DeskMenuItem(
        gettext_lazy("Add request"), reverse("requests:new"), name="add-request", icon_name="plus", order=51
    )


class NewTimesMenuItem(DeskMenuItem):
    """Menu item "Needs a new time (2)", while a visit does."""

    def is_shown(self, request: StaffRequest) -> bool:
        return super().is_shown(request) and bool(visits_to_move_for(request))

    def render_component(self, request: StaffRequest) -> LinkMenuItem:
        counted = {"label": self.label, "number": len(visits_to_move_for(request))}
        label = _("%(label)s (%(number)s)") % counted
        classname = f"{self.classname} desk-menu desk-menu--overdue"
        return LinkMenuItem(
            self.name, label, self.url, icon_name=self.icon_name, classname=classname, attrs=self.attrs
        )


def new_times_menu_item() -> DeskMenuItem:
    """Return the menu item of visits that need a new time, below the day's visits."""
    tab = TABS[NEW_TIME]
    return NewTimesMenuItem(tab.label, tab.address, name="new-times", icon_name="calendar-alt", order=53)


def day_menu_item() -> DeskMenuItem:
    """Return the menu item of the day's visits, below the one that adds a request."""
    return DeskMenuItem(
        gettext_lazy("Visits of the day"), reverse("requests:day"), name="day", icon_name="calendar", order=52
    )
