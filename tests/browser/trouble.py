"""The pages that cannot be had from a site that is well, each rendered by the view that answers with it.

``manage.py shell`` runs this: beside a browser, Django refuses every query.
"""

import json
import sys

from django.core.exceptions import SuspiciousOperation
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils.datastructures import MultiValueDict

from appointments.public.forms.request import AppointmentRequestForm
from appointments.public.request.views import RequestAppointmentView
from clinic import views
from clinic.models import ClinicSettings
from tests.appointments.patients import FORM, answers


def print_pages() -> None:
    """Write one JSON object to stdout: what went wrong, and the page's HTML."""
    asked = RequestFactory().get("/")
    sent = RequestFactory().post(FORM, answers())
    typed = AppointmentRequestForm(MultiValueDict({"caller_name": ["Patience Quillfeather"]}), articles=())
    journey = RequestAppointmentView()
    journey.setup(sent)
    pages = {
        "closed form": _closed_form(),
        "400": views.bad_request(asked, SuspiciousOperation()),
        "403": views.permission_denied(asked),
        "413": views.too_large(asked),
        "429": journey.too_many(typed),
        "500": views.server_error(asked),
        "503 with what was typed": journey.not_sent(),
    }
    json.dump({state: answer.content.decode() for state, answer in pages.items()}, sys.stdout)


def _closed_form() -> HttpResponse:
    with transaction.atomic():
        ClinicSettings.objects.update(form_closed="We are moving to a new house this week. Back on Monday.")
        answer = Client(SERVER_NAME="127.0.0.1").get(FORM)
        transaction.set_rollback(True)
    return answer
