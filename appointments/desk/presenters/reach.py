"""Ways to reach a patient: how and when, short enough for a row of the inbox."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from appointments.patient_data import PatientData
from appointments.questions.choices import SHORT_DAYS, TIMES
from clinic.languages.spoken import language_of

_SHORT_DAYS, _TIMES = dict(SHORT_DAYS), dict(TIMES)
_USUAL_LANGUAGE = "en"


@dataclass(frozen=True)
class Reach:
    """Way to reach a patient: how and when, and voicemail; ``alert`` if that is not allowed.

    ``asked_for`` is the practitioner whom the patient wishes for.
    """

    how: str
    voicemail: str
    alert: bool
    speaks: str
    asked_for: str


def reach_of(data: PatientData) -> Reach:
    """Return the facts to know before dialing: "Call: morning", "No voicemail"."""
    has_phone, in_use = bool(data.phone_to_call), data.in_use()
    language = str(language_of(in_use["speaks"]).name) if in_use["speaks"] else ""
    by_mail = in_use["contact_by"] == "email" or not has_phone
    return Reach(
        how=_("E-mail") if by_mail else _("Call: %(when)s") % {"when": best_time_to_call(data)},
        voicemail=_voicemail(data) if has_phone else _("No phone"),
        alert=has_phone and not data.may_leave_voicemail,
        speaks="" if in_use["speaks"] == _USUAL_LANGUAGE else language,
        asked_for=data.asked_for,
    )


def best_time_to_call(data: PatientData) -> str:
    """Return when the patient asked to be called: "morning, evening", or "any time"."""
    return _times(data.in_use()["call_times"]) or _("any time")


def wishes_for_the_visit(data: PatientData) -> str:
    """Return when the patient could come, which says nothing about calls: "Mon, Thu, morning"."""
    named = [str(_SHORT_DAYS[day]) for day in data.days if day in _SHORT_DAYS]
    days = "" if len(named) >= len(SHORT_DAYS) else ", ".join(named)
    return ", ".join(filter(None, [days, _times(data.times)])) or _("any time")


def _times(codes: list[str]) -> str:
    return ", ".join(str(_TIMES[one]).lower() for one in codes if one in _TIMES)


def _voicemail(data: PatientData) -> str:
    return _("Voicemail OK") if data.may_leave_voicemail else _("No voicemail")
