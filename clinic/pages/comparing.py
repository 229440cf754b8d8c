"""Comparison of two versions of a page in readable words: labels, lines, and nothing where nothing was."""

import re
from html import unescape
from typing import Any

from django.db import models
from django.utils.formats import date_format
from django.utils.html import escape, strip_tags
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from wagtail.admin import compare
from wagtail.blocks import ChoiceBlock, ListBlock, RichTextBlock, StreamBlock, StructBlock
from wagtail.fields import StreamField

_ENDS = re.compile(r"</(?:p|li|ul|ol|h\d|tr|td|th|div|blockquote)>|<br\s*/?>", re.IGNORECASE)


def words_of(block: Any, value: Any) -> str:
    """Return what a block says, each of its parts on a line of its own."""
    if value in (None, ""):
        return ""
    # The value of a picture's block is the picture.
    if isinstance(block, StructBlock) and isinstance(value, dict):
        parts = (
            (child.label, words_of(child, value.get(name))) for name, child in block.child_blocks.items()
        )
        return "\n".join(_labelled(label, words) for label, words in parts if words)
    if isinstance(block, ListBlock):
        return "\n".join(filter(None, (words_of(block.child_block, item) for item in value)))
    if isinstance(block, StreamBlock):
        return "\n".join(_labelled(child.block.label, words_of(child.block, child.value)) for child in value)
    if isinstance(block, RichTextBlock):
        return _lines(value.source)
    if isinstance(block, ChoiceBlock):
        return str(dict(block.field.choices).get(value, value))
    return str(value)


def _labelled(label: Any, words: str) -> str:
    return f"{label}:\n{words}" if "\n" in words else f"{label}: {words}"


def _lines(html: str) -> str:
    lines = unescape(strip_tags(_ENDS.sub("\n", html))).splitlines()
    return "\n".join(line.strip() for line in lines if line.strip())


class ReadableBlockComparison(compare.BlockComparison):
    """Two states of one part of a stream, compared by what they say."""

    def htmlvalue(self, val: Any) -> SafeString:
        return escape(_labelled(self.block.label, words_of(self.block, val)))

    def htmldiff(self) -> SafeString:
        before, after = words_of(self.block, self.val_a), words_of(self.block, self.val_b)
        compared: SafeString = compare.diff_text(
            _labelled(self.block.label, before), _labelled(self.block.label, after)
        ).to_html()
        return compared


class ReadableParts(compare.StreamBlockComparison):
    """Parts of two streams, matched as Wagtail matches them."""

    def get_block_comparisons(self) -> list[ReadableBlockComparison]:
        return [
            ReadableBlockComparison(part.block, part.exists_a, part.exists_b, part.val_a, part.val_b)
            for part in super().get_block_comparisons()
        ]


class ReadableStreamComparison(compare.StreamFieldComparison):
    """Two states of a stream; an old one without identifiers is compared as Wagtail does."""

    def htmldiff(self) -> SafeString:
        if not (self.has_block_ids(self.val_a) and self.has_block_ids(self.val_b)):
            plain: SafeString = super().htmldiff()
            return plain
        block = self.field.stream_block
        compared: SafeString = ReadableParts(block, True, True, self.val_a, self.val_b).htmldiff()
        return compared


class ReadableValueComparison(compare.FieldComparison):
    """Two values in words: a date as people write it, the name of a record, "Yes" and "No", or nothing."""

    def htmldiff(self) -> SafeString:
        before, after = self._words(self.val_a), self._words(self.val_b)
        if before == after:
            return escape(after)
        changes = [("deletion", before)] * bool(before) + [("addition", after)] * bool(after)
        compared: SafeString = compare.TextDiff(changes, separator=" ").to_html()
        return compared

    def _words(self, value: Any) -> str:
        if value is None:
            return ""
        if self.field.is_relation:
            record = self.field.related_model._default_manager.filter(pk=value).first()
            return str(record) if record else ""
        return date_format(value, "F j, Y") if hasattr(value, "year") else capfirst(str(value))


def read_comparisons_in_words() -> None:
    """Register these in place of Wagtail's own."""
    compare.register_comparison_class(StreamField, comparison_class=ReadableStreamComparison)
    for kind in (models.DateField, models.DateTimeField):
        compare.register_comparison_class(kind, comparison_class=ReadableValueComparison)
    compare.register_comparison_class(
        models.ForeignKey, to=models.Model, comparison_class=ReadableValueComparison
    )
