"""Last step of a request: checked answers are stored."""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from appointments.consents import CONSENT_VERSION
from appointments.public.forms.checked import Checked, State
from appointments.public.screening.sender import stranger_behind
from appointments.public.screening.verdict import signals_of
from appointments.services.intake.submission import Submission, submit_request
from clinic.fragments.keeping import apart, are_kept
from clinic.identity.clinic_time import clinic_day
from clinic.models import ClinicSettings
from clinic.site_version.version import public_version


def state_of(request: HttpRequest, now: datetime) -> State | None:
    """Return on what it depends which answers are right; None where the version of the site is not known."""
    version = public_version(request) if are_kept() else None
    return None if version is None else (version, clinic_day(now).isoformat())


def store(request: HttpRequest, checked: Checked, clinic: ClinicSettings, now: datetime) -> Submission:
    """Store the answers, unless an earlier press of the button has stored them."""
    with apart():
        return submit_request(
            data=checked.data,
            submission_key=checked.submission_key,
            due_at=clinic.reply_due(now),
            consent_version=CONSENT_VERSION,
            now=now,
            article=checked.article,
            language=get_language() or settings.LANGUAGE_CODE,
            signals=signals_of(checked.data, checked.opened, now, is_trapped=checked.is_trapped),
            stranger=stranger_behind(request, now),
        )
