"""Form that a user fills in to export a list of requests."""

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from clinic.spreadsheets.files import CSV, XLSX


class ExportReason(models.TextChoices):
    """Reasons for an export, kept in the access log. No free text, in which users would name patients."""

    PRACTICE_SYSTEM = "practice_system", _("To enter them in the practice system")
    ON_PAPER = "on_paper", _("To work on paper while the site cannot be reached")
    REVIEW = "review", _("To review how requests were handled")
    ASKED_FOR = "asked_for", _("A patient or an authority has asked for them")


class ExportForm(forms.Form):
    """Form that asks for the reason, the kind of file, and whether it names the patients."""

    use_required_attribute = False

    reason = forms.ChoiceField(
        label=_("Why do you need this file?"),
        choices=ExportReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a reason"), "invalid_choice": _("Choose a reason")},
    )
    kind = forms.ChoiceField(
        label=_("File"),
        choices=[(XLSX, _("Excel (XLSX)")), (CSV, _("Text (CSV)"))],
        initial=XLSX,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a kind of file"), "invalid_choice": _("Choose a kind of file")},
    )
    with_people = forms.BooleanField(
        label=_("With the name, phone and e-mail address of each patient"),
        required=False,
        help_text=_("Leave them out unless the reason needs them: with them, the file says who asked."),
    )
