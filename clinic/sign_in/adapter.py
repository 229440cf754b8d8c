"""Account adapter: how allauth signs staff in here, in the clinic's words and without sign-up."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context

from .freshness import is_fresh

NOT_RIGHT = _("The e-mail address or the password is not right. Check both, and try again.")


class AccountAdapter(DefaultAccountAdapter):
    """Signs in whom somebody has invited, and nobody else."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": NOT_RIGHT,
        "incorrect_password": _("This is not your password. Try again."),
        "enter_current_password": _("This is not your password now. Try again."),
        "incorrect_code": _("This code is wrong or has expired. Enter the one that you see now."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Show what went wrong. What went well, which allauth words in templates, the next page shows."""
        super().add_message(request, level, extra_tags=extra_tags, message=message)

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        """Answer an account that was closed as if there were none."""
        self.add_message(request, messages.ERROR, message=str(NOT_RIGHT))
        return HttpResponseRedirect(reverse("account_login"))

    def reauthenticate(self, user: Any, password: str) -> bool:
        """Return whether this is the password of ``user``, through the same door as the sign-in."""
        found = self.authenticate(context.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        return not is_fresh(context.request)
