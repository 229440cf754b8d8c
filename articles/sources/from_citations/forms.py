"""Form into which citations are pasted, or their file is put."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .adding import mark_duplicates
from .entries import Entry
from .reading import Unreadable, decoded, entries_in


class CitationsForm(forms.Form):
    """Citations in one of four formats, as text or as a file."""

    text = forms.CharField(
        label=_("Citations"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
        help_text=_(
            "Paste what PubMed, a journal or your reference manager saves as RIS, BibTeX, PubMed (nbib) or "
            "CSL-JSON: one or many, up to 2,000."
        ),
    )
    file = forms.FileField(
        label=_("Or a file with them"), required=False, help_text=_("Up to 5 MB, in one of the same formats.")
    )

    def clean(self) -> dict[str, Any]:
        """Read the entries, and mark those that are here already."""
        cleaned = super().clean() or {}
        file, text = cleaned.get("file"), cleaned.get("text", "")
        if bool(file) is bool(text.strip()):
            raise ValidationError(_("Paste the citations, or choose one file: one of the two."))
        try:
            cleaned["entries"] = entries_in(decoded(file.read()) if file else text)
        except Unreadable as error:
            raise ValidationError(str(error)) from error
        mark_duplicates(cleaned["entries"])
        return cleaned

    def entries(self) -> list[Entry]:
        """Return what was read."""
        return self.cleaned_data["entries"]
