"""Pages on which colleagues help somebody to sign in: invite again, reset a lost second factor."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button

from clinic.models import StaffRequest, User
from clinic.sign_in.freshness import FreshSignInMixin
from clinic.sign_in.lost_factors import ask_for_reset, confirm_reset, take_back_reset, waiting_reset
from clinic.sign_in.mail import send_invitation
from clinic.sign_in.second_factors import has_second_factor

from .accounts import may_change


class HelpView(WagtailAdminTemplateMixin, TemplateView, FreshSignInMixin):
    """Page about the sign-in of somebody else, whose account the user may change, after a fresh proof."""

    request: StaffRequest
    header_icon = "user"

    @cached_property
    def account(self) -> User:
        """Account whose sign-in it is about."""
        return get_object_or_404(User, pk=self.kwargs["pk"], is_active=True)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = self.request.user
        if user == self.account or not user.has_perm("clinic.change_user"):
            raise PermissionDenied
        if not may_change(user, self.account):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("wagtailusers_users:index"), "label": _t("Staff accounts")},
            {"url": self.back, "label": str(self.account)},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "account": self.account, "back": self.back}

    @property
    def back(self) -> str:
        """Return the address of the account's form."""
        return reverse("wagtailusers_users:edit", args=[self.account.pk])


class InviteAgainView(HelpView):
    """Page that asks before another invitation is sent to somebody who has not answered one."""

    page_title = _("Send the invitation again")
    template_name = "clinic/staff/invite_again.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.account.has_usable_password():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        send_invitation(self.account)
        messages.success(request, _t("The invitation is on its way to %(name)s.") % {"name": self.account})
        return redirect(self.back)


class SecondFactorResetView(HelpView):
    """Page on which one person asks for the reset of a lost second factor, and another confirms it."""

    page_title = _("Reset the second step")
    template_name = "clinic/staff/second_factor_reset.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = waiting_reset(self.account)
        return {
            **super().get_context_data(**kwargs),
            "waiting": waiting,
            "is_mine": waiting is not None and waiting.asked_by == self.request.user,
            "has_second_factor": has_second_factor(self.account),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        name, user = {"name": self.account}, self.request.user
        what = request.POST.get("what")
        if what == "ask":
            ask_for_reset(self.account, user)
            messages.success(request, _t("Now somebody else has to confirm it, within a day."))
        elif what == "take_back":
            take_back_reset(self.account, user)
            messages.success(request, _t("Nothing is reset."))
        elif what == "confirm" and confirm_reset(self.account, user):
            messages.success(request, _t("%(name)s sets up a new second step with the next sign-in.") % name)
        else:
            messages.error(request, _t("Nobody asks for this any more. Nothing was reset."))
        return redirect(self.back)


def buttons_of_help(user: User, account: User) -> list[Button]:
    """Return the buttons that lead to these pages from the form of ``account``."""
    if user == account or not account.is_active:
        return []
    if account.has_usable_password():
        url = reverse("wagtailusers_users:second_factor", args=[account.pk])
        return [Button(_("Reset the second step"), url=url, icon_name="lock-open", priority=5)]
    url = reverse("wagtailusers_users:invite", args=[account.pk])
    return [Button(_("Send the invitation again"), url=url, icon_name="mail", priority=5)]
