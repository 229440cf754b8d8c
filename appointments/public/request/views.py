"""The form: shown, read back, stored, and left for the page that says "received"."""

import logging
from http import HTTPStatus

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from appointments.consents import CONSENT_VERSION
from appointments.public.forms.carried import CARRIED, AnswersLost
from appointments.public.forms.request import AppointmentRequestForm
from appointments.public.screening.verdict import screen
from appointments.services.intake.submission import Submission, find_submission, submit_request
from clinic.models import ClinicSettings

from .failures import answers_lost, not_sent, shown_again, too_many
from .pages import arrived_form, check_page, closed_page, first_page, form_page
from .received import received_token

logger = logging.getLogger(__name__)

# What the buttons say was pressed; without either, the form was filled in and is to be read back.
SEND, CHANGE = "send", "change"


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def request_appointment(request: HttpRequest) -> HttpResponse:
    """Show the form; read the answers back; on the last press store them and redirect to a page saying so."""
    try:
        if request.method == "POST":
            # Also while the form is closed: whoever has begun may finish.
            return _answer(request)
        if ClinicSettings.for_request(request).form_closed:
            return closed_page(request)
        return first_page(request)
    except AnswersLost:
        return answers_lost(request)
    except DatabaseError as error:
        # The class only: a database error may repeat what was being stored.
        logger.error("request form: database away: %s", type(error).__name__)
        return not_sent(request)


def _answer(request: HttpRequest) -> HttpResponse:
    """What follows from the button that was pressed."""
    arrived, step = arrived_form(request), request.POST.get("step")
    if arrived.too_old:
        return shown_again(request, arrived.form)
    if step == CHANGE:
        return form_page(request, arrived.form)
    if not arrived.form.is_valid():
        return form_page(request, arrived.form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if step == SEND and CARRIED in request.POST:
        return _send(request, arrived.form)
    return check_page(request, arrived.form)


def _send(request: HttpRequest, form: AppointmentRequestForm) -> HttpResponse:
    """Store the answers, or find them stored already by an earlier press of the button."""
    now, data = timezone.now(), form.patient_data()
    same = {"data": data, "submission_key": form.cleaned_data["submission_key"]}
    verdict = screen(request, form, now)
    submission: Submission | None
    if verdict.refused:
        submission = find_submission(**same)
    else:
        submission = submit_request(
            **same,
            due_at=ClinicSettings.of_the_default_site().reply_due(now),
            consent_version=CONSENT_VERSION,
            now=now,
            article=form.article_to_tell(),
            language=get_language() or settings.LANGUAGE_CODE,
            signals=verdict.signals,
        )
    if submission is None:
        return too_many(request, form)
    return redirect(
        "appointments:received", token=received_token(submission, mail_sent=submission.acknowledged)
    )
