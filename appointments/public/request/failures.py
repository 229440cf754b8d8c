"""What is shown when a request could not be taken: never without the answers, and the telephone."""

from http import HTTPStatus

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from appointments.public.forms.carried import CARRIED, AnswersLost, carry, open_carried
from appointments.public.forms.request import AppointmentRequestForm
from appointments.public.forms.summary import summarize
from appointments.public.your_request.views import your_request_again

from .pages import arrived_form, check_page, form_page, new_form


@sensitive_post_parameters()
@never_cache
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The security token is missing or too old: give the patient's page back with everything typed."""
    match = request.resolver_match
    if match and match.view_name == "appointments:your-request":
        return your_request_again(request, **match.kwargs)
    if not match or match.view_name != "appointments:request":
        return render(request, "403.html", {"phone": settings.CLINIC_PHONE}, status=HTTPStatus.FORBIDDEN)
    try:
        return shown_again(request, arrived_form(request).form)
    except AnswersLost:
        return answers_lost(request)
    except DatabaseError:
        return not_sent(request)


def shown_again(request: HttpRequest, form: AppointmentRequestForm) -> HttpResponse:
    """The page that was sent, once more, because too much time had passed."""
    notice = _(
        "This page was open for a long time, so your request was not sent. "
        "Check your answers and send it again."
    )
    page = check_page if CARRIED in request.POST and form.is_valid() else form_page
    return page(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY, notice=notice)


def answers_lost(request: HttpRequest) -> HttpResponse:
    """What arrived was changed on its way: nothing of it can be trusted, and nothing was stored."""
    notice = _(
        "Your answers did not arrive whole, so your request was not sent. Fill in the form again, or call us."
    )
    return form_page(request, new_form(request), status=HTTPStatus.UNPROCESSABLE_ENTITY, notice=notice)


def too_many(request: HttpRequest, form: AppointmentRequestForm) -> HttpResponse:
    """More than anybody sends by hand came from this address: say so, with the phone number."""
    return _kept(
        request, "appointments/public/request/too_many.html", form, status=HTTPStatus.TOO_MANY_REQUESTS
    )


def not_sent(request: HttpRequest) -> HttpResponse:
    """The database is away: say so, with the phone number, and keep what was typed for another try."""
    try:
        typed = open_carried(request.POST[CARRIED]).answers if CARRIED in request.POST else request.POST
    except AnswersLost:
        typed = MultiValueDict()
    form = AppointmentRequestForm(typed, articles=())
    return _kept(
        request, "appointments/public/request/not_sent.html", form, status=HTTPStatus.SERVICE_UNAVAILABLE
    )


def _kept(request: HttpRequest, template: str, form: AppointmentRequestForm, *, status: int) -> HttpResponse:
    """A page without a query, with the answers to read and to send again."""
    answers = [answer for group in summarize(form) for answer in group.answers if answer.value]
    context = {
        "answers": answers if form.data else [],
        "carried": carry(form.data),
        "step": request.POST.get("step", ""),
        "phone": settings.CLINIC_PHONE,
    }
    return render(request, template, context, status=status)
