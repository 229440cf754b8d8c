"""Form fields that tell people from programs. Neither is ever a reason to refuse a request."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.core.signing import BadSignature, Signer
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from appointments.models import Signal
from appointments.questions.field_kinds import TrustingField
from clinic.database.clock import current_time

FASTEST = timedelta(seconds=3)
# Patients leave a page open over a night or two; programs send it again next week.
OLDEST = timedelta(days=2)
TRAP, OPENED = "subject", "opened"

_signer = Signer(salt="appointments.screening.opened")


def signed_time(moment: datetime) -> str:
    """Sign ``moment``."""
    return _signer.sign(str(int(moment.timestamp() * 1000)))


def _moment_of(signed: str) -> datetime | None:
    try:
        return datetime.fromtimestamp(int(_signer.unsign(signed)) / 1000, tz=UTC)
    except BadSignature:
        return None


def field_signals(opened: str, now: datetime, *, is_trapped: bool) -> list[Signal]:
    """Return the signals of spam in the two fields of a form."""
    trapped = [Signal.TRAP] if is_trapped else []
    opened_at = _moment_of(opened)
    if opened_at is None or now - opened_at > OLDEST:
        return [*trapped, Signal.NO_TIME]
    return [*trapped, Signal.TOO_FAST] if now - opened_at < FASTEST else trapped


class ScreeningFields(forms.Form):
    """Mixin for the form of a request: the trap, and the time at which the form was first shown.

    Draw the trap with ``components/trap.html``. The time survives every round of corrections.
    """

    # No browser fills in a "subject". The other attributes ask password managers to stay away too.
    subject = TrustingField(
        label=_("Leave this field empty"),
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "tabindex": "-1",
                "data-1p-ignore": "true",
                "data-bwignore": "true",
                "data-lpignore": "true",
                "data-form-type": "other",
            }
        ),
    )
    opened = TrustingField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Asked when it is shown.
        self.initial.setdefault(OPENED, lambda: signed_time(current_time()))

    @property
    def trap(self) -> BoundField:
        """Field that people do not see."""
        return self[TRAP]
