"""Blocks for typed text, which tidy and check it as the form fields do. Migrations see Wagtail's own."""

from typing import Any

from django import forms

from wagtail.blocks import CharBlock, TextBlock

from .fields import PlainTextField

Deconstructed = tuple[str, Any, Any]


class PlainTextBlock(CharBlock):
    """Text of one line."""

    field: forms.CharField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.field = _plain(self.field)

    def deconstruct(self) -> Deconstructed:
        """Return what migrations store: nothing in the database depends on the tidying."""
        return _as_wagtails(self, PlainTextBlock, "wagtail.blocks.CharBlock", super().deconstruct())


class PlainLinesBlock(TextBlock):
    """Text of several lines."""

    field: forms.CharField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.field = _plain(self.field, lines=True)

    def deconstruct(self) -> Deconstructed:
        """Return what migrations store: nothing in the database depends on the tidying."""
        return _as_wagtails(self, PlainLinesBlock, "wagtail.blocks.TextBlock", super().deconstruct())


def _plain(field: forms.CharField, *, lines: bool = False) -> PlainTextField:
    """Return a field with the same rules that tidies what is typed."""
    return PlainTextField(
        lines=lines,
        required=field.required,
        help_text=field.help_text,
        max_length=field.max_length,
        min_length=field.min_length,
        widget=field.widget,
    )


def _as_wagtails(block: Any, ours: type, path: str, deconstructed: Deconstructed) -> Deconstructed:
    own_path, args, kwargs = deconstructed
    return path if type(block) is ours else own_path, args, kwargs
