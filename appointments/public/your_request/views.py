"""Your request: where it stands, in plain words and with none of the answers, behind the patient's own link.

Looking changes nothing, however often a mail scanner looks; only a pressed button withdraws the request or
gives another number.
"""

import logging
from collections.abc import Callable
from functools import partial
from http import HTTPStatus

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from appointments.models import AppointmentRequest
from appointments.models.timeline import EventKind
from appointments.patient_data import DecryptionError
from appointments.patient_link import hash_of
from appointments.public.forms.other_phone import OtherPhoneForm
from appointments.references import spell
from appointments.services.changes import RequestMoved, TransitionRefused
from appointments.services.decisions.patient_acts import (
    NothingToDo,
    TooManyNumbers,
    call_at_other_phone,
    withdraw_by_patient,
)
from appointments.statuses import Status

from .standing import standing_of

logger = logging.getLogger(__name__)

GONE = "appointments/public/your_request/your_request_gone.html"

# How often the desk may change the request between our look and our step before the patient is asked again.
TRIES = 5


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def your_request(request: HttpRequest, token: str) -> HttpResponse:
    """Show where the request stands; on POST do what the pressed button says."""
    return keep_address_private(_answer(request, token, _act if request.method == "POST" else _page))


def your_request_again(request: HttpRequest, token: str) -> HttpResponse:
    """The page once more, after its security token was missing or too old: nothing was changed."""
    notice = _("This page was open for a long time, so nothing was changed. Press the button again.")
    again = partial(_page, notice=notice, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return keep_address_private(_answer(request, token, again))


def keep_address_private(response: HttpResponse) -> HttpResponse:
    """No search engine lists the page, and no request that follows from it names its address."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    # The host alone: "no-referrer" would make browsers send "Origin: null", which the CSRF check refuses.
    response.headers["Referrer-Policy"] = "strict-origin"
    return response


def _answer(request: HttpRequest, token: str, show: Callable[..., HttpResponse]) -> HttpResponse:
    """What ``show`` makes of the request; the same page for a token that never was and one that is over."""
    try:
        found = AppointmentRequest.objects.behind_link(hash_of(token)).first()
        if found is None:
            return render(
                request,
                "appointments/public/your_request/your_request_gone.html",
                status=HTTPStatus.NOT_FOUND,
            )
        return show(request, found)
    except (DatabaseError, DecryptionError) as error:
        logger.error("your request: %s", type(error).__name__)
        return render(
            request, "503.html", {"phone": settings.CLINIC_PHONE}, status=HTTPStatus.SERVICE_UNAVAILABLE
        )


def _act(request: HttpRequest, found: AppointmentRequest) -> HttpResponse:
    if request.POST.get("act") == "withdraw":
        return _withdraw(request, found)
    form = OtherPhoneForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return _call_other_phone(request, found, form)


def _withdraw(request: HttpRequest, found: AppointmentRequest) -> HttpResponse:
    """Withdraw what the patient saw: a visit that was booked meanwhile is shown first."""
    for _try in range(TRIES):
        if found.status == Status.WITHDRAWN:
            return _see_again(request)
        if standing_of(found, timezone.now()).mark != request.POST.get("seen"):
            break
        try:
            withdraw_by_patient(appointment_request_id=found.pk, version=found.version)
        except RequestMoved as moved:
            found = moved.appointment_request
        except (NothingToDo, TransitionRefused):
            break
        else:
            return _see_again(request)
    notice = _("Your request changed while this page was open, so nothing was withdrawn. Read it again.")
    return _page(request, found, notice=notice, status=HTTPStatus.CONFLICT)


def _call_other_phone(request: HttpRequest, found: AppointmentRequest, form: OtherPhoneForm) -> HttpResponse:
    notice = _("Your request has been closed, so we did not keep the number. Call us instead.")
    for _try in range(TRIES):
        try:
            call_at_other_phone(appointment_request_id=found.pk, version=found.version, **form.cleaned_data)
        except RequestMoved as moved:
            found = moved.appointment_request
        except NothingToDo:
            return _see_again(request)
        except TransitionRefused:
            break
        except TooManyNumbers:
            notice = _("You have given us several numbers already. Call us, so that we use the right one.")
            break
        else:
            return _see_again(request)
    return _page(request, found, notice=notice, status=HTTPStatus.CONFLICT)


def _see_again(request: HttpRequest) -> HttpResponse:
    return redirect(request.path)


def _page(
    request: HttpRequest,
    found: AppointmentRequest,
    *,
    form: OtherPhoneForm | None = None,
    notice: str = "",
    status: int = 200,
) -> HttpResponse:
    numbers = found.events.filter(kind=EventKind.OTHER_PHONE).order_by("-at", "-pk")
    context = {
        "standing": standing_of(found, timezone.now()),
        "reference": found.reference,
        "spelled_reference": spell(found.reference),
        "other_phone_at": numbers.values_list("at", flat=True).first() if found.is_open else None,
        "form": form or OtherPhoneForm(),
        "notice": notice,
    }
    return render(request, "appointments/public/your_request/your_request.html", context, status=status)
