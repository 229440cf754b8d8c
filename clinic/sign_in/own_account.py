"""Views of one's own account: settings of the admin's look, and how one signs in."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import TemplateView, View
from django.views.generic.edit import FormView

from wagtail.admin.views.account import AccountView, ChangePasswordPanel, NameEmailSettingsPanel

from clinic.models import StaffRequest, User

from .forms import NewAddressForm, NewPasswordForm
from .freshness import FreshSignInMixin
from .links import new_address_behind
from .mail import send_address_changed, send_new_address

_OF_THE_SIGN_IN = (NameEmailSettingsPanel, ChangePasswordPanel)
WAYS_IN = (
    ("change_password", _lazy("Password"), _lazy("Choose another password.")),
    ("change_address", _lazy("E-mail address"), _lazy("Sign in with another address.")),
    ("mfa_index", _lazy("Second step"), _lazy("Passkeys, authenticator app and recovery codes.")),
)


class OwnAccountView(AccountView):
    """Wagtail's page of one's own account, with what is one's own to choose.

    The name is not: records say by name who read what, so whoever runs the clinic writes it.
    """

    template_name = "clinic/sign_in/account.html"

    def get_panels(self) -> list[Any]:
        return [panel for panel in super().get_panels() if not isinstance(panel, _OF_THE_SIGN_IN)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        ways = [{"url": reverse(name), "label": label, "explained": text} for name, label, text in WAYS_IN]
        return {**super().get_context_data(**kwargs), "ways_in": ways}


@method_decorator([sensitive_post_parameters(), never_cache, login_required], name="dispatch")
class ChangePasswordView(FormView, FreshSignInMixin):
    """Page that changes one's own password, and ends one's other sessions."""

    form_class = NewPasswordForm
    template_name = "clinic/sign_in/change_password.html"
    success_url = reverse_lazy("wagtailadmin_account")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user}

    def form_valid(self, form: NewPasswordForm) -> HttpResponse:
        form.save()
        update_session_auth_hash(self.request, form.user)
        messages.success(self.request, _("Your password is changed. Your other sessions are ended."))
        return super().form_valid(form)


@method_decorator([never_cache, login_required], name="dispatch")
class ChangeAddressView(FormView, FreshSignInMixin):
    """Page that asks for a new address. Nothing changes before a link that is sent there was opened."""

    request: StaffRequest
    form_class = NewAddressForm
    template_name = "clinic/sign_in/change_address.html"
    success_url = reverse_lazy("change_address_sent")

    def form_valid(self, form: NewAddressForm) -> HttpResponse:
        # Whether somebody else has this address is told to whoever reads its mail, and to nobody here.
        send_new_address(self.request.user, form.cleaned_data["email"])
        return super().form_valid(form)


@method_decorator(login_required, name="dispatch")
class AddressSentView(TemplateView):
    """Page after asking."""

    template_name = "clinic/sign_in/change_address_sent.html"


@method_decorator(never_cache, name="dispatch")
class ConfirmAddressView(View):
    """Page behind the link to a new address: a press there changes it, and the old one is told."""

    account: User

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        account, self.address = new_address_behind(kwargs["token"])
        if account is None:
            return render(request, "clinic/sign_in/link_over.html", {"purpose": "address"}, status=410)
        self.account = account
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return render(request, "clinic/sign_in/confirm_address.html", {"address": self.address})

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        before, self.account.email = self.account.email, self.address
        try:
            with transaction.atomic():
                self.account.save(update_fields=["email"])
        except IntegrityError:
            return render(request, "clinic/sign_in/link_over.html", {"purpose": "taken"}, status=409)
        send_address_changed(self.account, before)
        messages.success(request, _("From now on you sign in with the new address."))
        return redirect("account_login")
