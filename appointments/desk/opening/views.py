"""Page on which whoever runs the clinic sends a test message to the front desk."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from wagtail.admin import messages

from appointments.models import MailTrial
from appointments.permissions import desk_emails
from clinic.models import StaffRequest
from clinic.opening.views import OwnersPage


class MailTrialView(OwnersPage):
    """Page with the last test message: whether it was sent, and whether somebody confirmed it."""

    template_name = "appointments/desk/opening/mail_trial.html"
    page_title = _("Try the mail")
    header_icon = "mail"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "addresses": desk_emails(),
            "last": MailTrial.objects.order_by("-pk").first(),
            "confirmed": MailTrial.objects.confirmed().exists(),
        }

    def post(self, request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask for a message, which the worker sends."""
        MailTrial.ask(request.user)
        messages.success(request, _t("A test message is on its way to the front desk."))
        return redirect(request.path)


def trial_urls() -> list[URLPattern]:
    """Return the address of the page."""
    return [path("opening/mail/", MailTrialView.as_view(), name="mail_trial")]
