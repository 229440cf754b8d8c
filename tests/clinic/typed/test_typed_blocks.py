"""Text typed into blocks kept what nobody sees: zero-width spaces, control characters, lines of a paste."""

from django.core.exceptions import ValidationError

from wagtail.blocks import CharBlock, TextBlock

import pytest

from articles.models import ConditionPage
from clinic.models import ClinicSettings, HomePage, InformationPage, NoticePage, Practitioner
from clinic.typed.blocks import PlainLinesBlock, PlainTextBlock
from tests.factories import make_details


def every_block(block, found):
    """The block and all in it."""
    if block in found:
        return found
    found.append(block)
    for inner in [*getattr(block, "child_blocks", {}).values(), getattr(block, "child_block", None)]:
        if inner is not None:
            every_block(inner, found)
    return found


@pytest.mark.parametrize(
    "model", [ConditionPage, HomePage, InformationPage, NoticePage, ClinicSettings, Practitioner]
)
def test_no_block_of_a_page_takes_text_without_the_tidying(model):
    streams = [field for field in model._meta.get_fields() if hasattr(field, "stream_block")]
    assert streams
    for field in streams:
        for block in every_block(field.stream_block, []):
            if isinstance(block, CharBlock | TextBlock):
                assert isinstance(block, PlainTextBlock | PlainLinesBlock), block.name


def test_what_nobody_sees_is_taken_out_and_a_control_character_refused():
    block = PlainTextBlock()
    typed = block.value_from_form("Christmas\u200b Eve ")
    assert block.clean(typed) == "Christmas Eve"
    with pytest.raises(ValidationError, match="special control characters"):
        block.clean("Christmas\x07Eve")
    with pytest.raises(ValidationError, match="line breaks"):
        block.clean("Christmas\nEve")
    assert PlainLinesBlock(required=False).clean("one\r\ntwo\u200b") == "one\ntwo"


@pytest.mark.django_db
def test_the_owners_closure_is_kept_tidy_and_its_length_still_counts():
    details = make_details()
    block = details._meta.get_field("closures").stream_block.child_blocks["closure"]
    assert block.child_blocks["reason"].clean("\ufeffStaff party\u2060") == "Staff party"
    with pytest.raises(ValidationError, match="80"):
        block.child_blocks["reason"].clean("x" * 81)
