"""Form that keeps a visit at its time, although leave, a closure or other hours were entered since."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from appointments.models import Visit
from appointments.targets.visit_objections import Offer
from clinic.typed.fields import PlainTextField

from .action import ActionForm, note_field


class PresentInput(forms.HiddenInput):
    """Hidden input with the ``present`` value, also in a form that was sent with another one."""

    present = ""

    def format_value(self, value: Any) -> str:
        return self.present


class KeepVisitForm(ActionForm):
    """Form that keeps a visit. It holds what spoke against its time when it was shown."""

    despite = PlainTextField(required=False, max_length=200, widget=PresentInput())
    note = note_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        visits = self.appointment_request.visits.active().to_come()
        visit: Visit | None = visits.select_related("practitioner").first()
        found = Offer(visit.practitioner, self.clock).unforeseen(visit) if visit else set()
        self.objections = sorted(found)
        self.fields["despite"].widget.present = " ".join(self.objections)

    def clean(self) -> None:
        """Refuse what the person has not seen, and a visit that nothing speaks against."""
        super().clean()
        if not self.objections:
            self.add_error(None, _("Nothing speaks against this visit any more: it stays as it is."))
        elif not set(self.objections) <= set(self.cleaned_data.get("despite", "").split()):
            self.add_error(
                None, _("Meanwhile something else speaks against this time. Read it above, then press again.")
            )

    def arguments(self) -> dict[str, Any]:
        return {**super().arguments(), "despite": self.objections}
