"""Fields of kept input as they are offered again: what was typed to be changed, what was chosen in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlsplit

from django import forms
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from clinic.lazy_text import StrOrPromise

from .sealed import KeptInput


class KnownForm(NamedTuple):
    """Title and fields of a form, as its view describes them in ``kept_form``.

    ``about`` is the address of what the form changes.
    """

    title: StrOrPromise
    fields: Mapping[str, forms.Field]
    about: str = ""


@dataclass(frozen=True)
class OfferedField:
    """Field with its input. The ``kind`` tells whether it is changed, read or neither.

    "lines" and "line" are texts, "words" a choice, "hidden" is all the rest.
    """

    name: str
    values: list[str]
    kind: str
    label: StrOrPromise = ""
    words: str = ""

    @property
    def value(self) -> str:
        """Return the only value of a text."""
        return self.values[0]


def form_behind(kept: KeptInput) -> KnownForm:
    """Return the form that was sent; of one that nobody described, the fields that hold words."""
    undescribed = KnownForm("", _fields_with_words(kept))
    try:
        match = resolve(urlsplit(kept.path).path)
    except Resolver404:
        return undescribed
    describe = getattr(getattr(match.func, "view_class", None), "kept_form", None)
    if describe is None:
        return undescribed
    return describe(**getattr(match.func, "view_initkwargs", {}), **match.kwargs)


def _fields_with_words(kept: KeptInput) -> dict[str, forms.Field]:
    """Return the fields in which a sentence was typed, named as they are in the page."""
    fields: dict[str, forms.Field] = {}
    for name, values in kept.fields.items():
        text, label = values[0], name.replace("_", " ").replace("-", " ")
        # The rich texts and streams of an editor are data, and stay hidden.
        if label.replace(" ", "").isalpha() and " " in text.strip() and not text.startswith(("{", "[")):
            widget = forms.Textarea if "\n" in text else forms.TextInput
            fields[name] = forms.CharField(label=label.capitalize(), widget=widget)
    return fields


def offered_fields(kept: KeptInput, form: KnownForm) -> list[OfferedField]:
    """Return every field that was sent, those with words in the order of the form."""
    names = [*(name for name in form.fields if name in kept.fields)]
    names += [name for name in kept.fields if name not in form.fields]
    return [_offered(name, kept.fields[name], form.fields.get(name)) for name in names]


def _offered(name: str, values: list[str], field: forms.Field | None) -> OfferedField:
    if field is None or field.widget.is_hidden or not any(values):
        return OfferedField(name, values, "hidden")
    label = field.label or name
    if isinstance(field.widget, forms.Textarea):
        return OfferedField(name, values, "lines", label)
    if isinstance(field.widget, forms.TextInput):
        return OfferedField(name, values, "line", label)
    if isinstance(field.widget, forms.CheckboxInput):
        return OfferedField(name, values, "words", label, _("Yes"))
    words = _words(getattr(field, "choices", ()))
    return OfferedField(name, values, "words", label, ", ".join(words.get(value, value) for value in values))


def _words(choices: Iterable[tuple[object, object]]) -> dict[str, str]:
    return {str(value): str(label) for value, label in choices}
