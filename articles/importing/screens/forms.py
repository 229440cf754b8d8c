"""Forms with which an article is brought, and with which its draft is made."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from articles.importing.drafts.writer import CONDITIONS, INFORMATION

# As many characters as the form's limit lets through beside its other fields.
MOST_PASTED = 2_000_000


class PastedField(forms.CharField):
    """Whatever the clipboard held. The readers leave out what nobody sees, and say so."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.validators = []

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\x00", "")


class BringForm(forms.Form):
    """Form that takes one file, or what is pasted."""

    file = forms.FileField(
        label=_("A file"),
        required=False,
        help_text=_(
            "A Word document (.docx), plain text, a web page (.html) or a WordPress export, up to 10 MB."
        ),
    )
    pasted = PastedField(
        label=_("Or paste it here"),
        widget=forms.Textarea(attrs={"rows": 12, "data-paste-text": ""}),
        help_text=_(
            "Copy the whole article in Word, Google Docs or your browser, and paste it. Headings, tables and "
            "links survive, although you see only the words here."
        ),
    )
    pasted_html = PastedField(widget=forms.HiddenInput(attrs={"data-paste-html": ""}))

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and file.size > settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE:
            most = filesizeformat(settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE)
            words = _(
                "This file is larger than %(most)s. Ask whoever runs the server to bring it by command."
            )
            raise ValidationError(words % {"most": most})
        return file

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        pasted = cleaned.get("pasted", ""), cleaned.get("pasted_html", "")
        has_paste = any(each.strip() for each in pasted)
        if "file" in cleaned and not cleaned["file"] and not has_paste:
            raise ValidationError(_("Choose a file, or paste the article."))
        if cleaned.get("file") and has_paste:
            raise ValidationError(_("Bring one at a time: take away the file, or what is pasted."))
        if any(len(each) > MOST_PASTED for each in pasted):
            raise ValidationError(_("That is too much to paste. Save it as a file, and bring the file."))
        return cleaned


class MakeForm(forms.Form):
    """Choice of what the drafts become."""

    kind = forms.ChoiceField(
        label=_("What becomes of it"),
        choices=[
            (CONDITIONS, _("An article about a condition")),
            (INFORMATION, _("An information page")),
        ],
        initial=CONDITIONS,
        widget=forms.RadioSelect,
    )
