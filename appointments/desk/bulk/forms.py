"""Forms of the bulk actions."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from appointments.desk.actions.forms.duplicate import reference_field, why_it_cannot_stay
from appointments.desk.presenters.status import status_of
from appointments.models import AppointmentRequest
from appointments.permissions import front_desk_members
from appointments.references import normalize
from clinic.identity.clinic_time import day_and_time
from clinic.models import User
from clinic.typed.fields import set_choices

NOBODY, ANOTHER = "nobody", "another"


class BulkForm(forms.Form):
    """Form without fields. ``spared`` counts selected requests that the action deliberately leaves alone."""

    use_required_attribute = False
    spared = 0

    def __init__(self, *args: Any, requests: list[AppointmentRequest], user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.requests = requests
        self.user = user


class AssignForm(BulkForm):
    """Form that assigns requests to a member of the desk."""

    to = forms.ChoiceField(
        label=_("Give to"),
        error_messages={"required": _("Choose a person"), "invalid_choice": _("Choose a person")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = {str(member.pk): member for member in front_desk_members()}
        others = [(pk, str(member)) for pk, member in self.members.items() if member != self.user]
        me, nobody = (str(self.user.pk), _("Me")), (NOBODY, _("Nobody, back to the desk"))
        set_choices(self.fields["to"], [me, *others, nobody])
        self.members[str(self.user.pk)] = self.user

    def clean_to(self) -> User | None:
        """Return the chosen person, or None for the desk."""
        return self.members.get(self.cleaned_data["to"])


class DuplicatesForm(BulkForm):
    """Form that closes duplicates and asks which of the requests, or which other one, stays."""

    original = forms.ChoiceField(
        label=_("Which request stays?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the request that stays")},
    )
    reference = reference_field(label=_("Reference of the other request"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        selected = [(one.reference, self._label(one)) for one in self.requests]
        set_choices(self.fields["original"], [*selected, (ANOTHER, _("Another request"))])
        self.fields["original"].initial = selected[0][0] if len(selected) > 1 else ANOTHER

    @staticmethod
    def _label(appointment_request: AppointmentRequest) -> str:
        when = _("received %(when)s") % {"when": day_and_time(appointment_request.received_at)}
        return f"{appointment_request.reference}, {status_of(appointment_request)}, {when}"

    def clean(self) -> dict[str, Any]:
        """Find the request that stays by its reference."""
        super().clean()
        chosen = self.cleaned_data.get("original")
        field = "reference" if chosen == ANOTHER else "original"
        reference = normalize(self.cleaned_data.get("reference", "")) if chosen == ANOTHER else chosen
        original = AppointmentRequest.objects.filter(reference=reference).first()
        if chosen and original is None:
            raise ValidationError({field: _("There is no request with this reference")})
        if original and (problem := why_it_cannot_stay(original)):
            raise ValidationError({field: problem})
        self.cleaned_data["stays"] = original
        self.spared = sum(one == original for one in self.requests)
        return self.cleaned_data
