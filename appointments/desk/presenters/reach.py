"""Ways to reach a patient: how and when, short enough for a row of the inbox."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from appointments.patient_data import PatientData
from appointments.questions.choices import SHORT_CONTACT_BY, SHORT_DAYS, SPEAKS, TIMES

_CHANNELS, _SHORT_DAYS, _TIMES = dict(SHORT_CONTACT_BY), dict(SHORT_DAYS), dict(TIMES)
_USUAL_LANGUAGE = "en"


@dataclass(frozen=True)
class Reach:
    """Way to reach a patient: the channel, the time, and voicemail; ``alert`` if that is not allowed."""

    by: str
    when: str
    voicemail: str
    alert: bool
    speaks: str


def reach_of(data: PatientData) -> Reach:
    """Return the facts to know before dialing: "Phone", "morning", "No voicemail"."""
    has_phone, in_use = bool(data.phone_to_call), data.in_use()
    language = str(dict(SPEAKS).get(in_use["speaks"], ""))
    return Reach(
        by=str(_CHANNELS.get(in_use["contact_by"], in_use["contact_by"])),
        when=_when(data, in_use["call_times"]),
        voicemail=_voicemail(data) if has_phone else _("No phone"),
        alert=has_phone and not data.may_leave_voicemail,
        speaks="" if in_use["speaks"] == _USUAL_LANGUAGE else language,
    )


def _voicemail(data: PatientData) -> str:
    return _("Voicemail OK") if data.may_leave_voicemail else _("No voicemail")


def _when(data: PatientData, call_times: list[str]) -> str:
    """Return the best times to call, or else when the patient could come and so is free."""
    times = ", ".join(str(_TIMES[one]).lower() for one in call_times or data.times if one in _TIMES)
    if call_times:
        return times
    days = (
        ""
        if len(data.days) >= len(SHORT_DAYS)
        else ", ".join(str(_SHORT_DAYS[day]) for day in data.days if day in _SHORT_DAYS)
    )
    return " ".join(filter(None, [days, times])) or _("any time")
