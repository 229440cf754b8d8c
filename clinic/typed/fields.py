"""Form fields for typed text: any script is accepted, and nothing that only a machine would send."""

import unicodedata
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from clinic.lazy_text import StrOrPromise

from .text import tidy

_LINE_BREAKS = "\n\t"
_UNREADABLE = "\ufffd"


class PlainTextField(forms.CharField):
    """Text in any script. Control characters, and line breaks unless ``lines``, are refused."""

    default_error_messages = {
        "control": _("Remove the line breaks and special control characters from this answer"),
        "unreadable": _("Some characters did not arrive as you typed them. Type this answer again"),
    }

    def __init__(self, *, lines: bool = False, **kwargs: Any) -> None:
        super().__init__(strip=False, **kwargs)
        self.allowed_controls = _LINE_BREAKS if lines else ""
        # ``validate`` covers every control character, in words for patients.
        self.validators = [
            v for v in self.validators if type(v).__name__ != "ProhibitNullCharactersValidator"
        ]

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        # Without maxlength, as browsers would cut pasted text silently.
        return {}

    def to_python(self, value: Any) -> Any:
        text = tidy(super().to_python(value) or "")
        # Browsers send each line break as two characters, and count it as one.
        text = text.replace("\r\n", "\n").replace("\r", "\n") if self.allowed_controls else text
        return text or self.empty_value

    def validate(self, value: str | None) -> None:
        super().validate(value)
        value = value or ""
        if _UNREADABLE in value:
            raise ValidationError(self.error_messages["unreadable"], code="unreadable")
        controls = (c for c in value if unicodedata.category(c) in ("Cc", "Zl", "Zp", "Cs"))
        if any(c not in self.allowed_controls for c in controls):
            raise ValidationError(self.error_messages["control"], code="control")


def set_choices(field: forms.Field, choices: Sequence[tuple[Any, StrOrPromise]]) -> None:
    """Give a field of a form the ``choices`` that depend on the form's data."""
    if not isinstance(field, forms.ChoiceField):
        raise TypeError(f"{field} has no choices.")
    field.choices = choices
