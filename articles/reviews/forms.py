"""Forms of a clinical reviewer: a full review of an article, or a correction to it."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from dateutil.relativedelta import relativedelta

from articles.approving.corrections import was_taken_out
from articles.gate.readiness import LONGEST_REVIEW
from articles.models import ConditionPage, Correction
from clinic.gate import refused
from clinic.identity.clinic_time import clinic_today
from clinic.lazy_text import StrOrPromise
from clinic.models import Practitioner
from clinic.typed.fields import PlainTextField

from .acts import Amendment, Review

USUAL_INTERVAL = relativedelta(months=12)
NOT_TAKEN_OUT = _(
    "Readers never saw these words in the article, or still do. Quote what was taken out, word for word; or "
    "untick the box, and a second person confirms it."
)


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
    only_removes = forms.BooleanField(
        label=_("We only took something out"),
        required=False,
        help_text=_(
            "Readers then see it at once: quote above what stood there, word for word. Otherwise a second "
            "person confirms the correction first."
        ),
    )
    is_right = _words(
        _("What is right"),
        _("What the article says now, and why. Leave it empty if you only took something out."),
    )
    corrected_by = PlainTextField(
        label=_("Corrected by"), max_length=170, help_text=_("First and last name. Readers see it.")
    )

    def __init__(self, *args: Any, page: ConditionPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.page = page
        self.fields["is_right"].required = False

    def clean_corrected_on(self) -> datetime.date:
        """Refuse a day in the future: a correction is recorded after it was made."""
        return _refuse_future(self.cleaned_data["corrected_on"])

    def clean(self) -> dict[str, Any]:
        """Ask for what is right or for the words taken out, and refuse what the article could not say."""
        typed = super().clean() or {}
        if not typed.get("only_removes"):
            if "is_right" in typed and not typed["is_right"]:
                self.add_error("is_right", _("Say what is right, or that you only took something out."))
        elif typed.get("is_right"):
            self.add_error("is_right", _("You only took something out: empty this, or untick the box."))
        elif "was_wrong" in typed and not was_taken_out(self.page, typed["was_wrong"]):
            self.add_error("was_wrong", NOT_TAKEN_OUT)
        said = {name: typed[name] for name in Correction.printed_fields if name in typed}
        for finding in refused(Correction(**said)):
            self.add_error(finding.field if finding.field in said else None, finding.message)
        return typed

    def amendment(self) -> Amendment:
        """Return the correction for the service."""
        typed = self.cleaned_data
        return Amendment(**{**typed, "is_right": typed["is_right"] or str(_("We took this out."))})
