"""Form of a request as a page shows it: empty, or with the answers that arrived."""

from datetime import datetime
from functools import partial
from typing import Any

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict

from appointments.public.forms.opening import OpeningFields
from appointments.public.forms.request import AppointmentRequestForm
from appointments.public.forms.screens import FIRST
from appointments.questions.choices import Choices
from appointments.questions.open_times import OpenTimes
from appointments.questions.team import Team
from clinic.fragments.keeping import kept
from clinic.languages.spoken import language_of
from clinic.models import ClinicSettings

from .articles import articles_to_choose, is_slow
from .form_key import key_of_the_day


def first_screen(request: HttpRequest, clinic: ClinicSettings) -> dict[str, Any]:
    """Return the context of the empty first screen, which knows from where it was opened.

    The form is made only where the questions are not kept. What each browser gets for its own is apart.
    """
    articles = articles_to_choose(clinic)
    slug, practitioner = (request.GET.get(name, "") for name in ("article", "practitioner"))
    # The key is made when it is shown, as it asks for a cookie.
    key = partial(key_of_the_day, request)
    from_where = {"article": slug, "practitioner": practitioner}
    return {
        "opening": OpeningFields(initial={**from_where, "submission_key": key}),
        "fieldsets": lambda: AppointmentRequestForm(initial=from_where, articles=articles).fieldsets(FIRST),
        "article": next((one for one in articles if one.slug == slug), None),
        "asked_for": _team(clinic).names.get(practitioner, "") if practitioner else "",
        "is_slow": is_slow(articles, clinic),
    }


def filled_form(
    answers: MultiValueDict[str, Any], clinic: ClinicSettings, now: datetime, *, sends: bool
) -> AppointmentRequestForm:
    """Return the form with these answers, as the clinic can take them ``now``.

    Who ``sends`` has read them back: they are signed, and who works here is not asked once more.
    """
    if sends:
        languages: Choices = [(code, language_of(code).name) for code in answers.getlist("speaks")]
    else:
        team = _team(clinic)
        languages = team.choices()
        if name := team.names.get(answers.get("practitioner") or ""):
            answers["asked_for"] = name
    return AppointmentRequestForm(
        answers,
        articles=articles_to_choose(None if sends else clinic),
        open_times=OpenTimes.of(clinic.clock, now),
        languages=languages,
    )


def _team(clinic: ClinicSettings) -> Team:
    return kept(("team",), lambda: Team.of(clinic))
