"""Page "Your request" at the patient's own link: the state of the request, without the answers.

GET changes nothing, however often a mail scanner reads the page; only a pressed button withdraws the request,
gives another number or ends the link.
"""

import logging
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus

from django import db
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from appointments.models import AppointmentRequest
from appointments.models.timeline import EventKind
from appointments.patient_data import DecryptionError
from appointments.patient_link import request_behind
from appointments.public.forms.other_phone import OtherPhoneForm
from appointments.references import spell
from appointments.services.changes import RequestMoved, TransitionRefused
from appointments.services.decisions.patient_acts import (
    NothingToDo,
    TooManyNumbers,
    call_at_other_phone,
    link_reached_stranger,
    withdraw_by_patient,
)
from appointments.statuses import Status
from clinic.database.clock import current_time
from clinic.database.trouble import described, is_out_of_time
from clinic.http.posted_from import PostedFrom, posted_from
from clinic.views import closed_for_a_moment

from .standing import standing_of

logger = logging.getLogger(__name__)

# Number of tries to write, as the desk may change the request meanwhile; then the patient is asked again.
TRIES = 5


# No token against forgery: whoever knows the address may press its buttons, and nobody else can.
@csrf_exempt
@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def your_request(request: HttpRequest, token: str) -> HttpResponse:
    """Show the state of the request; on POST carry out the pressed button."""
    return keep_address_private(_answer(request, token, _act if request.method == "POST" else _page))


def keep_address_private(response: HttpResponse) -> HttpResponse:
    """Set the headers by which no search engine lists the page and no other site learns its address."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    # Only the host: "no-referrer" would make browsers send "Origin: null", which the CSRF check refuses.
    response.headers["Referrer-Policy"] = "strict-origin"
    return response


def _answer(request: HttpRequest, token: str, show: Callable[..., HttpResponse]) -> HttpResponse:
    """Return the page that ``show`` renders. An ended token gets the same page as one that never existed."""
    try:
        appointment_request = request_behind(token)
        if appointment_request is None:
            template = "appointments/public/your_request/your_request_gone.html"
            return render(request, template, status=HTTPStatus.NOT_FOUND)
        return show(request, appointment_request)
    except (db.Error, DecryptionError) as error:
        logger.error("your request: %s", described(error))
        return closed_for_a_moment(is_slow=is_out_of_time(error))


def _act(request: HttpRequest, appointment_request: AppointmentRequest) -> HttpResponse:
    if notice := _why_not_taken(request):
        # The number that was typed stays in its field, without being judged.
        form = OtherPhoneForm(initial=request.POST.dict())
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return _page(request, appointment_request, form=form, notice=notice, status=status)
    if request.POST.get("act") == "withdraw":
        return _withdraw(request, appointment_request)
    if request.POST.get("act") == "end-link":
        return _end_link(request, appointment_request)
    form = OtherPhoneForm(request.POST)
    if not form.is_valid():
        return _page(request, appointment_request, form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return _call_other_phone(request, appointment_request, form)


def _why_not_taken(request: HttpRequest) -> str:
    """Return why a pressed button does nothing; empty when it counts."""
    match posted_from(request):
        case PostedFrom.HIDDEN:
            return _(
                "Your browser does not say which page the button was on, so nothing was changed. "
                "Saved copies of this page and some privacy settings cause this. "
                "Press the button here; if you read this again, use another browser."
            )
        case PostedFrom.ANOTHER_SITE:
            return _(
                "The button was pressed on another website, so nothing was changed. "
                "Press it here if you mean it."
            )
    return ""


def _withdraw(request: HttpRequest, appointment_request: AppointmentRequest) -> HttpResponse:
    """Withdraw the request as the patient saw it; if it changed meanwhile, show the change first."""
    for _try in range(TRIES):
        if appointment_request.status == Status.WITHDRAWN:
            return _redirect_back(request)
        if standing_of(appointment_request, current_time()).mark != request.POST.get("seen"):
            break
        try:
            withdraw_by_patient(
                appointment_request_id=appointment_request.pk, version=appointment_request.version
            )
        except RequestMoved as moved:
            appointment_request = moved.appointment_request
        except (NothingToDo, TransitionRefused):
            break
        else:
            return _redirect_back(request)
    notice = _("Your request changed while this page was open, so nothing was withdrawn. Read it again.")
    return _page(request, appointment_request, notice=notice, status=HTTPStatus.CONFLICT)


def _call_other_phone(
    request: HttpRequest, appointment_request: AppointmentRequest, form: OtherPhoneForm
) -> HttpResponse:
    notice = _("Your request has been closed, so we did not keep the number. Call us instead.")
    for _try in range(TRIES):
        try:
            call_at_other_phone(
                appointment_request_id=appointment_request.pk,
                version=appointment_request.version,
                **form.cleaned_data,
            )
        except RequestMoved as moved:
            appointment_request = moved.appointment_request
        except NothingToDo:
            return _redirect_back(request)
        except TransitionRefused:
            break
        except TooManyNumbers:
            notice = _("You have given us several numbers already. Call us, so that we use the right one.")
            break
        else:
            return _redirect_back(request)
    return _page(request, appointment_request, notice=notice, status=HTTPStatus.CONFLICT)


def _end_link(request: HttpRequest, appointment_request: AppointmentRequest) -> HttpResponse:
    """End the link of this very page, and say so at once: there is no page to return to."""
    with suppress(NothingToDo):
        link_reached_stranger(
            appointment_request_id=appointment_request.pk, generation=appointment_request.link_generation
        )
    context = {
        "reference": appointment_request.reference,
        "spelled_reference": spell(appointment_request.reference),
    }
    return render(request, "appointments/public/your_request/your_request_ended.html", context)


def _redirect_back(request: HttpRequest) -> HttpResponse:
    return redirect(request.path)


def _page(
    request: HttpRequest,
    appointment_request: AppointmentRequest,
    *,
    form: OtherPhoneForm | None = None,
    notice: str = "",
    status: int = 200,
) -> HttpResponse:
    numbers = appointment_request.events.filter(kind=EventKind.OTHER_PHONE).order_by("-at", "-pk")
    context = {
        "standing": standing_of(appointment_request, current_time()),
        "reference": appointment_request.reference,
        "spelled_reference": spell(appointment_request.reference),
        "other_phone_at": numbers.values_list("at", flat=True).first()
        if appointment_request.is_open
        else None,
        "form": form or OtherPhoneForm(),
        "notice": notice,
    }
    return render(request, "appointments/public/your_request/your_request.html", context, status=status)
