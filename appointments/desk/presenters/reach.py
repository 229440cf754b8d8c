"""Ways to reach a patient: how and when, short enough for a row of the inbox."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from appointments.patient_data import PatientData
from appointments.questions.choices import DAYS, SPEAKS, TIMES

_CHANNELS = {"phone": gettext_lazy("Phone"), "email": gettext_lazy("E-mail")}
_SHORT_DAYS = {
    "mon": gettext_lazy("Mon"),
    "tue": gettext_lazy("Tue"),
    "wed": gettext_lazy("Wed"),
    "thu": gettext_lazy("Thu"),
    "fri": gettext_lazy("Fri"),
    "sat": gettext_lazy("Sat"),
    "sun": gettext_lazy("Sun"),
}
_TIMES = dict(TIMES)
_USUAL_LANGUAGE = "en"


@dataclass(frozen=True)
class Reach:
    """``by`` is the way, ``when`` the time, ``voicemail`` whether one may be left; ``alert`` marks a no."""

    by: str
    when: str
    voicemail: str
    alert: bool
    speaks: str


def reach_of(data: PatientData) -> Reach:
    """Facts to know before dialing: "Phone", "morning", "No voicemail"."""
    has_phone, answers = bool(data.phone_to_call), data.in_use()
    speaks = answers["speaks"]
    return Reach(
        by=str(_CHANNELS.get(answers["contact_by"], answers["contact_by"])),
        when=_when(data, answers["call_times"]),
        voicemail=_voicemail(data) if has_phone else _("No phone"),
        alert=has_phone and not data.may_leave_voicemail,
        speaks="" if speaks in ("", _USUAL_LANGUAGE) else str(dict(SPEAKS).get(speaks, "")),
    )


def _voicemail(data: PatientData) -> str:
    return _("Voicemail OK") if data.may_leave_voicemail else _("No voicemail")


def _when(data: PatientData, call_times: list[str]) -> str:
    """The best times to call; else when the patient could come, which is when the patient is free."""
    times = ", ".join(str(_TIMES[one]).lower() for one in call_times or data.times if one in _TIMES)
    if call_times:
        return times
    days = (
        ""
        if len(data.days) >= len(DAYS) - 1
        else ", ".join(str(_SHORT_DAYS[day]) for day in data.days if day in _SHORT_DAYS)
    )
    return " ".join(filter(None, [days, times])) or _("any time")
