"""Form of a request as a page shows it: empty, or with the answers that arrived."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict

from appointments.public.forms.request import AppointmentRequestForm
from appointments.questions.choices import Choices
from appointments.questions.open_times import OpenTimes
from appointments.questions.team import Team
from clinic.languages.spoken import language_of
from clinic.models import ClinicSettings

from .articles import articles_to_choose
from .form_key import key_of_the_day


def empty_form(request: HttpRequest, clinic: ClinicSettings) -> AppointmentRequestForm:
    """Return an empty form that knows from where it was opened."""
    practitioner = request.GET.get("practitioner", "")
    initial = {
        "article": request.GET.get("article", ""),
        "practitioner": practitioner,
        "asked_for": Team.of(clinic).names.get(practitioner, "") if practitioner else "",
        "submission_key": key_of_the_day(request),
    }
    return AppointmentRequestForm(initial=initial, articles=articles_to_choose(clinic))


def filled_form(
    answers: MultiValueDict[str, Any], clinic: ClinicSettings, now: datetime, *, sends: bool
) -> AppointmentRequestForm:
    """Return the form with these answers, as the clinic can take them ``now``.

    Who ``sends`` has read them back: they are signed, and who works here is not asked once more.
    """
    if sends:
        languages: Choices = [(code, language_of(code).name) for code in answers.getlist("speaks")]
    else:
        team = Team.of(clinic)
        languages = team.choices()
        if name := team.names.get(answers.get("practitioner") or ""):
            answers["asked_for"] = name
    return AppointmentRequestForm(
        answers,
        articles=articles_to_choose(None if sends else clinic),
        open_times=OpenTimes.of(clinic.clock, now),
        languages=languages,
    )
