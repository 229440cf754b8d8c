"""Page that lists where an account is signed in, and ends it: one's own, and for whoever manages accounts."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView

from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from clinic.accounts.ending import end_sessions
from clinic.accounts.sessions import StaffSession
from clinic.identity.clinic_time import day_and_time
from clinic.models import StaffRequest, User
from clinic.staff.accounts import may_change

from .idle import InputView, TimeLeftView

ALL = "all"


class SessionsView(WagtailAdminTemplateMixin, TemplateView):
    """List of the sessions of an account, each with a button that ends it."""

    template_name = "clinic/sessions/sessions.html"
    page_title = _("Where you are signed in")
    header_icon = "key"
    request: StaffRequest

    @cached_property
    def account(self) -> User:
        """The account: one's own."""
        return self.request.user

    @property
    def sessions(self) -> QuerySet[StaffSession]:
        """Sessions in which the account is signed in."""
        return StaffSession.objects.of_account(self.account)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        title = {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}
        return [*super().get_breadcrumbs_items(), title]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        this = self.request.session.session_key
        rows = [
            {
                "session": one,
                "is_this": one.pk == this,
                "since": day_and_time(one.began_at),
                "used": day_and_time(one.last_input_at),
            }
            for one in self.sessions
        ]
        others = any(not row["is_this"] for row in rows)
        return {**super().get_context_data(**kwargs), "rows": rows, "account": self.account, "others": others}

    def post(self, request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """End one session, by its number, or all but the one that asks."""
        wanted, sessions = request.POST.get("end", ""), self.sessions
        if wanted != ALL:
            # Compared as text: what is no number at all is nobody's.
            numbers = [one.number for one in sessions if str(one.number) == wanted]
            sessions = sessions.filter(number__in=numbers)
        ended = end_sessions(sessions.exclude(pk=request.session.session_key), self.account)
        text = ngettext("%(count)d session is ended.", "%(count)d sessions are ended.", ended)
        messages.success(request, text % {"count": ended})
        return redirect(request.path)


class SessionsOfAccountView(SessionsView):
    """The same list for another account, for whoever may change it."""

    page_title = _("Signed in")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.account = get_object_or_404(User, pk=kwargs["pk"])
        if not request.user.has_perm("clinic.change_user") or not may_change(self.request.user, self.account):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return str(self.account)


def session_urls() -> list[URLPattern]:
    """Return the addresses of the lists, and those that the script of an open page asks."""
    return [
        path("sessions/", SessionsView.as_view(), name="sessions"),
        path("sessions/<int:pk>/", SessionsOfAccountView.as_view(), name="sessions_of_account"),
        path("session/input/", InputView.as_view(), name="session_input"),
        path("session/left/", TimeLeftView.as_view(), name="session_left"),
    ]


def sessions_menu_item(_request: HttpRequest) -> dict[str, str]:
    """Return the entry of the account page that leads to the list."""
    return {
        "url": reverse("sessions"),
        "label": _t("Where you are signed in"),
        "help_text": _t("See on which devices you are signed in, and end what is not yours."),
    }
