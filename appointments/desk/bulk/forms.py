"""Forms of the bulk actions."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from appointments.desk.actions.forms.duplicate import why_it_cannot_stay
from appointments.models import AppointmentRequest
from appointments.permissions import front_desk_members
from appointments.references import normalize
from clinic.identity.clinic_time import day_and_time
from clinic.models import User

NOBODY, ANOTHER = "nobody", "another"


class BulkForm(forms.Form):
    """A form without fields. ``spared`` counts ticked requests that the action leaves alone on purpose."""

    use_required_attribute = False
    spared = 0

    def __init__(self, *args: Any, requests: list[AppointmentRequest], user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.requests = requests
        self.user = user


class AssignForm(BulkForm):
    """The form that gives requests to a person of the desk."""

    to = forms.ChoiceField(
        label=_("Give to"),
        error_messages={"required": _("Choose a person"), "invalid_choice": _("Choose a person")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = {str(member.pk): member for member in front_desk_members()}
        others = [(pk, str(member)) for pk, member in self.members.items() if member != self.user]
        self.fields["to"].choices = [
            (str(self.user.pk), _("Me")),
            *others,
            (NOBODY, _("Nobody, back to the desk")),
        ]
        self.members[str(self.user.pk)] = self.user

    def clean_to(self) -> User | None:
        """The person, or None for the desk."""
        return self.members.get(self.cleaned_data["to"])


class DuplicatesForm(BulkForm):
    """The form that closes duplicates: which of the requests stays, or another one."""

    original = forms.ChoiceField(
        label=_("Which request stays?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the request that stays")},
    )
    reference = forms.CharField(
        label=_("Reference of the other request"),
        help_text=_("Eight letters and digits, such as K7MW4RXQ."),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ticked = [
            (appointment_request.reference, self._label(appointment_request))
            for appointment_request in self.requests
        ]
        self.fields["original"].choices = [*ticked, (ANOTHER, _("Another request"))]
        self.fields["original"].initial = ticked[0][0] if len(ticked) > 1 else ANOTHER

    @staticmethod
    def _label(appointment_request: AppointmentRequest) -> str:
        when = _("received %(when)s") % {"when": day_and_time(appointment_request.received_at)}
        return f"{appointment_request.reference}, {when}"

    def clean(self) -> dict[str, Any]:
        """The request that stays, found by its reference."""
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
        self.spared = sum(appointment_request == original for appointment_request in self.requests)
        return self.cleaned_data
