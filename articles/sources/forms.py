"""Form of the check of a source."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from dateutil.relativedelta import relativedelta

from articles.models.sources.checks import NotRead
from clinic.identity.clinic_time import clinic_today

from .checking import Reading

USUAL = relativedelta(months=12)
LONGEST = relativedelta(months=36)


class CheckForm(forms.Form):
    """Form of a check: what was not read, when it is due again, and which values were on the screen."""

    not_read = forms.ChoiceField(
        label=_("What did you not read?"),
        choices=NotRead,
        widget=forms.RadioSelect,
        help_text=_("Be frank: where only a summary was read, readers of the articles are told so."),
    )
    recheck_due = forms.DateField(
        label=_("To be checked again by"),
        help_text=_("Research moves, and studies are withdrawn: one year is usual, three are the most."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Write the day as year, month and day, such as 2026-11-03.")},
    )
    fingerprint = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["recheck_due"].initial = clinic_today() + USUAL

    def clean_recheck_due(self) -> datetime.date:
        """Require a day to come, within three years."""
        due, today = self.cleaned_data["recheck_due"], clinic_today()
        if not today < due <= today + LONGEST:
            raise ValidationError(_("Enter a day after today, within three years."))
        return due

    def reading(self) -> Reading:
        """Return the result for the service."""
        return Reading(**self.cleaned_data)
