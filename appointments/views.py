"""The patient's side: the form, the page that says "received", and what is shown when something failed.

The views only parse, call one service and redirect.
"""

import logging
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from articles.models import ConditionPage
from clinic.models import ClinicSettings

from .forms import CONSENT_VERSION, AppointmentRequestForm
from .references import spell
from .services import Submission, submit_request

logger = logging.getLogger(__name__)

RECEIVED_SALT = "appointments.received"
RECEIVED_MAX_AGE = timedelta(hours=1)
UNPROCESSABLE = 422
UNAVAILABLE = 503


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def request_appointment(request: HttpRequest) -> HttpResponse:
    """Show the form; on POST store the request and redirect to the page that says so."""
    try:
        if request.method != "POST":
            return _form_page(request, _form(request))
        form = _form(request)
        if not form.is_valid():
            return _form_page(request, form, status=UNPROCESSABLE)
        submission = _submit(request, form)
    except DatabaseError as error:
        # The class only: a database error may repeat what was being stored.
        logger.error("request form: database away: %s", type(error).__name__)
        return _not_sent(request)
    return redirect("appointments:received", token=_received_token(submission, form))


@never_cache
@require_safe
def received(request: HttpRequest, token: str) -> HttpResponse:
    """Say "received". The token, good for an hour, holds the reference and no personal data."""
    try:
        known = signing.loads(token, salt=RECEIVED_SALT, max_age=RECEIVED_MAX_AGE)
    except signing.BadSignature:
        known = None
    context = {"reference": None}
    if known:
        context = {
            "reference": known["reference"],
            "spelled_reference": spell(known["reference"]),
            "due_at": parse_datetime(known["due_at"]),
            "mail_sent": known["mail"],
        }
    return render(request, "appointments/request_received.html", context)


@sensitive_post_parameters()
@never_cache
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The security token is missing or too old: give the patient's form back with everything typed."""
    match = request.resolver_match
    if not match or match.view_name != "appointments:request":
        return render(request, "403.html", {"phone": settings.CLINIC_PHONE}, status=403)
    notice = _(
        "This page was open for a long time, so your request was not sent. "
        "Check your answers and send it again."
    )
    try:
        return _form_page(request, _form(request), status=UNPROCESSABLE, notice=notice)
    except DatabaseError:
        return _not_sent(request)


def _form(request: HttpRequest) -> AppointmentRequestForm:
    articles = ConditionPage.objects.live().order_by("title").select_related(None).only("title", "slug")
    if request.method == "POST":
        return AppointmentRequestForm(request.POST, articles=articles)
    slug = request.GET.get("article", "")
    return AppointmentRequestForm(initial={"article": slug, "topic": slug}, articles=articles)


def _form_page(
    request: HttpRequest, form: AppointmentRequestForm, *, status: int = 200, notice: str = ""
) -> HttpResponse:
    context = {"form": form, "article": form.article_page(), "notice": notice}
    return render(request, "appointments/request_form.html", context, status=status)


def _submit(request: HttpRequest, form: AppointmentRequestForm) -> Submission:
    now = timezone.now()
    return submit_request(
        data=form.patient_data(),
        submission_key=form.cleaned_data["submission_key"],
        due_at=ClinicSettings.for_request(request).reply_due(now),
        consent_version=CONSENT_VERSION,
        now=now,
        article=form.article_page(),
        language=get_language() or settings.LANGUAGE_CODE,
    )


def _received_token(submission: Submission, form: AppointmentRequestForm) -> str:
    stored = submission.request
    known = {
        "reference": stored.reference,
        "due_at": stored.due_at.isoformat(),
        "mail": bool(form.cleaned_data["email"]),
    }
    return signing.dumps(known, salt=RECEIVED_SALT)


def _not_sent(request: HttpRequest) -> HttpResponse:
    """The database is away: say so, with the phone number, and keep what was typed for another try."""
    labels = {name: field.label for name, field in AppointmentRequestForm.base_fields.items()}
    typed = [
        (name, value) for name, values in request.POST.lists() for value in values if name in labels and value
    ]
    shown = [(labels[name], value) for name, value in typed if labels[name]]
    context = {"fields": shown, "form_data": typed, "phone": settings.CLINIC_PHONE}
    return render(request, "appointments/not_sent.html", context, status=UNAVAILABLE)
