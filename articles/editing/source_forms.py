"""Form for a source: accepts a DOI or PubMed number as people paste it, and explains what is wrong."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from wagtail.admin.forms import WagtailAdminModelForm

from clinic.typed.fields import PlainTextField

DOI_ADDRESS = re.compile(r"^(https?://)?((dx|www)\.)?doi\.org/|^doi:\s*", re.IGNORECASE)
PUBMED_ADDRESS = re.compile(
    r"^(https?://)?(pubmed\.ncbi\.nlm\.nih\.gov/|www\.ncbi\.nlm\.nih\.gov/pubmed/)|^pmid:?\s*", re.IGNORECASE
)


# Fields of the form that no check compares with the publication.
NOT_COMPARED = {"is_retracted", "retraction_note"}


class DoiField(PlainTextField):
    """Field for a DOI; an address at doi.org, as browsers copy it, is reduced to the DOI within it."""

    def to_python(self, value: Any) -> str:
        doi = DOI_ADDRESS.sub("", (super().to_python(value) or "").strip())
        if re.search(r"\s", doi):
            raise ValidationError(
                _("There is a space in this DOI. A DOI has none: take it out, or copy the DOI once more.")
            )
        if "://" in doi or doi.startswith("www."):
            raise ValidationError(
                _("This is the address of a page. Find the DOI on that page: it starts with 10 and a dot.")
            )
        return doi


class PubMedField(PlainTextField):
    """Field for a PubMed number; the address of a PubMed page is reduced to the number within it."""

    def __init__(self, **kwargs: Any) -> None:
        # The model holds eight digits; a browser must not cut a pasted address down to that.
        super().__init__(**{**kwargs, "max_length": None})

    def to_python(self, value: Any) -> str:
        number = PUBMED_ADDRESS.sub("", (super().to_python(value) or "").strip()).rstrip("/")
        if re.search(r"[^\d\s]", number):
            raise ValidationError(
                _("A PubMed number has only digits, such as 39401008. A PMC number is a different one.")
            )
        return number


class SourceForm(WagtailAdminModelForm):
    """Form for a publication that articles can cite."""

    class Meta(WagtailAdminModelForm.Meta):
        field_classes = {"doi": DoiField, "pmid": PubMedField}

    def save(self, commit: bool = True) -> Any:
        """Save, and keep who entered what a check compares: somebody else checks it."""
        if self.for_user and set(self.changed_data) - NOT_COMPARED:
            self.instance.typed_by = self.for_user
        return super().save(commit=commit)
