"""The entry in the admin's menu, with the number of requests that wait and, in a word, whether it is late."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem

from appointments.desk.lists.waiting import waiting_for
from appointments.permissions import user_can_review_requests


class CountMenuItem(MenuItem):
    """Reads "Requests (3)": a number, never a name."""

    def is_shown(self, request: HttpRequest) -> bool:
        return user_can_review_requests(request.user)

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        # Wagtail keeps one item for all requests, so the number goes into a component of this one.
        waiting = waiting_for(request)
        label, level = self.label, ""
        # The number stays last: an open inbox puts a new one in its place. Short: the menu is narrow.
        if waiting.late:
            label, level = _("%(label)s: late") % {"label": label}, "overdue"
        elif waiting.soon:
            label, level = _("%(label)s: soon") % {"label": label}, "soon"
        if waiting.patients:
            label = _("%(label)s (%(number)s)") % {"label": label, "number": waiting.patients}
        classname = f"{self.classname} desk-menu desk-menu--{level}" if level else self.classname
        return LinkMenuItem(
            self.name, label, self.url, icon_name=self.icon_name, classname=classname, attrs=self.attrs
        )
