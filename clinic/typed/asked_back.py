"""Answers that are asked about once: whoever sends the same answer again means it.

The page that asks carries the answer in a hidden input beside the control: this works without scripts, and
another doubtful answer is asked about again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from clinic.lazy_text import StrOrPromise

from .fields import PlainTextField

_ASKED = "_asked"


@dataclass(frozen=True)
class Doubt:
    """Doubt about an answer: ``about`` is the answer in its plainest form, ``question`` is shown once."""

    about: str
    question: StrOrPromise


class AskedBackInput(forms.TextInput):
    """Text input with a hidden one beside it, which names the doubtful answer that the page shows."""

    template_name = "clinic/typed/asked_back.html"
    was_asked_about = ""
    field: "AskedBackField"

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        self.was_asked_about = data.get(name + _ASKED) or ""
        return super().value_from_datadict(data, files, name)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        doubt = self.field.doubt_about(str(context["widget"]["value"] or ""))
        if doubt:
            context["widget"]["asked"] = {"name": name + _ASKED, "value": doubt.about}
        return context


class AskedBackField(PlainTextField):
    """Text field that asks back once about an answer in doubt. Subclasses say which, and what is refused."""

    widget = AskedBackInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.field = self

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        doubt = self.doubt_about(text)
        if doubt and doubt.about != self.widget.was_asked_about:
            raise ValidationError(doubt.question, code="doubtful")
        return text

    def doubt_about(self, text: str) -> Doubt | None:
        """Return the doubt about ``text``, which may be no valid answer; None without one."""
        raise NotImplementedError


def input_names(fields: Mapping[str, forms.Field]) -> Iterable[str]:
    """Return the names of all inputs of the ``fields``, those of doubtful answers too."""
    for name, field in fields.items():
        yield name
        if isinstance(field.widget, AskedBackInput):
            yield name + _ASKED
