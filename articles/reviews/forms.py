"""Forms of a clinical reviewer: a full review of an article, or a correction to it."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from dateutil.relativedelta import relativedelta

from articles.gate.readiness import LONGEST_REVIEW
from articles.models import ConditionPage, Correction
from clinic.gate import findings
from clinic.identity.clinic_time import clinic_today
from clinic.lazy_text import StrOrPromise
from clinic.models import Practitioner
from clinic.typed.fields import PlainTextField

from .acts import Amendment, Review

USUAL_INTERVAL = relativedelta(months=12)


def _day(label: StrOrPromise, help_text: StrOrPromise) -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Write the day as year, month and day, such as 2026-11-03.")},
    )


def _words(label: StrOrPromise, help_text: StrOrPromise) -> PlainTextField:
    return PlainTextField(
        label=label,
        help_text=help_text,
        lines=True,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def _refuse_future(day: datetime.date) -> datetime.date:
    if day > clinic_today():
        raise ValidationError(_("This day lies in the future. Enter the day on which it was done."))
    return day


class ReviewForm(forms.Form):
    """Full review: reviewer, day, next due day, and what was checked."""

    practitioner = forms.ModelChoiceField(
        # Those of the day on which the form is made.
        Practitioner.objects.none(),
        label=_("Reviewer"),
        empty_label=_("Select who checked it"),
        help_text=_("The licensed person who checked the whole article. It cannot be its author."),
    )
    reviewed_on = _day(_("Reviewed on"), _("The day on which the whole article was checked."))
    next_due = _day(
        _("Next review due"), _("At most two years after this one. Research moves: one year is usual.")
    )
    note = _words(
        _("What was checked"),
        _(
            "Such as: every claim against its source, new trials since the last review, the care cards; "
            "who wrote it, what it rests on and who is paid (JAMA); what is uncertain, other treatments, and "
            "what happens without any (DISCERN)."
        ),
    )

    def __init__(self, *args: Any, page: ConditionPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.page = page
        reviewer = self.fields["practitioner"]
        if isinstance(reviewer, forms.ModelChoiceField):
            reviewer.queryset = Practitioner.objects.active()

    def clean_practitioner(self) -> Practitioner:
        """Refuse the article's own author as its reviewer."""
        practitioner = self.cleaned_data["practitioner"]
        if practitioner.pk == self.page.author_id:
            raise ValidationError(_("This person wrote the article. Somebody else has to review it."))
        return practitioner

    def clean_reviewed_on(self) -> datetime.date:
        """Refuse a day in the future: a review is recorded after it was done."""
        return _refuse_future(self.cleaned_data["reviewed_on"])

    def clean_next_due(self) -> datetime.date:
        """Require a day after the review and within two years of it."""
        due, reviewed = self.cleaned_data["next_due"], self.cleaned_data.get("reviewed_on")
        if reviewed is None:
            return due
        if due <= reviewed:
            raise ValidationError(_("The next review has to be later than this one."))
        latest = reviewed + LONGEST_REVIEW
        if due > latest:
            message = _("At most two years after the review: enter %(date)s or an earlier day.")
            raise ValidationError(message, params={"date": date_format(latest, "F j, Y")})
        return due

    def review(self) -> Review:
        """Return the review for the service."""
        return Review(**self.cleaned_data)


class CorrectionForm(forms.Form):
    """Correction, in the words that readers will see."""

    corrected_on = _day(_("Corrected on"), _("The day on which the article was put right."))
    was_wrong = _words(
        _("What was wrong"), _("What the article said, in plain words. Readers see it. It cannot be changed.")
    )
    is_right = _words(_("What is right"), _("What the article says now, and why."))
    corrected_by = PlainTextField(
        label=_("Corrected by"), max_length=170, help_text=_("First and last name. Readers see it.")
    )

    def __init__(self, *args: Any, page: ConditionPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.page = page

    def clean_corrected_on(self) -> datetime.date:
        """Refuse a day in the future: a correction is recorded after it was made."""
        return _refuse_future(self.cleaned_data["corrected_on"])

    def clean(self) -> dict[str, Any]:
        """Refuse words that the article itself could not say: readers see these in it."""
        cleaned = super().clean() or {}
        said = {name: cleaned[name] for name in ("was_wrong", "is_right", "corrected_by") if name in cleaned}
        for finding in findings(Correction(**said)):
            self.add_error(finding.field if finding.field in said else None, finding.message)
        return cleaned

    def amendment(self) -> Amendment:
        """Return the correction for the service."""
        return Amendment(**self.cleaned_data)
