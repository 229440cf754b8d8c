"""Views for a password that is chosen anew: asked for by mail, and chosen by the link in it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import TemplateView
from django.views.generic.edit import FormView

from .forms import AddressForm, NewPasswordForm
from .links import INVITATION, RESET, Purpose, account_behind
from .mail import ask_for_reset

PURPOSES = {purpose.name: purpose for purpose in (RESET, INVITATION)}


class ForgottenPasswordView(FormView):
    """Page that asks for the address to which a link is sent. The answer is the same for every address."""

    form_class = AddressForm
    template_name = "clinic/sign_in/forgotten_password.html"
    success_url = reverse_lazy("account_reset_password_done")

    def form_valid(self, form: Any) -> HttpResponse:
        ask_for_reset(self.request, form.cleaned_data["email"])
        return super().form_valid(form)


class LinkSentView(TemplateView):
    """Page after asking."""

    template_name = "clinic/sign_in/link_sent.html"


@method_decorator([sensitive_post_parameters(), never_cache], name="dispatch")
class ChoosePasswordView(FormView):
    """Page behind the link of a reset or an invitation. It signs nobody in."""

    form_class = NewPasswordForm
    template_name = "clinic/sign_in/choose_password.html"
    purpose: Purpose

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        purpose = PURPOSES.get(kwargs["purpose"])
        if purpose is None:
            raise BadRequest
        self.purpose, self.account = purpose, account_behind(purpose, kwargs["token"])
        if self.account is None:
            return render(request, "clinic/sign_in/link_over.html", {"purpose": purpose.name}, status=410)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.account}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {**context, "account": self.account, "is_invitation": self.purpose == INVITATION}

    def form_valid(self, form: NewPasswordForm) -> HttpResponse:
        form.save()
        messages.success(self.request, _("Your password is set. Sign in with it now."))
        return redirect(reverse("account_login"))
