"""Check of a posted form of the editor: whether its streams have their counts, and its rich text is whole.

The editor's scripts write both. Wagtail reads them without a doubt, so that a form without them is a crash.
"""

from collections.abc import Mapping

from django.db.models import Model
from django.forms import Field, Widget
from django.utils.datastructures import MultiValueDict

from wagtail.admin.panels import get_edit_handler
from wagtail.blocks import Block, FieldBlock, ListBlock, StreamBlock, StructBlock
from wagtail.fields import RichTextField, StreamField

from .parameters import is_number

# Far more parts than any page has.
MOST_PARTS = 1000


def is_whole(model: type[Model], data: Mapping[str, str]) -> bool:
    """Return whether ``data`` holds what the streams and rich texts in the form of ``model`` need."""
    if not any(isinstance(field, StreamField | RichTextField) for field in model._meta.get_fields()):
        return True
    form_class = get_edit_handler(model).get_form_class()
    # Whoever may not change a field has none of it in the form.
    not_for_all = getattr(form_class._meta, "field_permissions", None) or {}
    fields = form_class.base_fields.items()
    return all(_has_field(field, data, name) for name, field in fields if name not in not_for_all)


def _has_field(field: Field, data: Mapping[str, str], name: str) -> bool:
    if block := getattr(field, "block", None):
        return _has_block(block, data, name)
    if hasattr(field.widget, "converter"):
        return _is_rich_text(field.widget, data, name)
    return True


def _has_block(block: Block, data: Mapping[str, str], prefix: str) -> bool:
    if isinstance(block, StreamBlock | ListBlock):
        count = data.get(f"{prefix}-count", "")
        if not is_number(count) or not 0 <= int(count) <= MOST_PARTS:
            return False
        return all(_has_part(block, data, f"{prefix}-{number}") for number in range(int(count)))
    if isinstance(block, StructBlock):
        children = block.child_blocks.items()
        return all(_has_block(child, data, f"{prefix}-{name}") for name, child in children)
    return not isinstance(block, FieldBlock) or _has_field(block.field, data, prefix)


def _has_part(block: StreamBlock | ListBlock, data: Mapping[str, str], prefix: str) -> bool:
    if f"{prefix}-deleted" not in data:
        return False
    if data[f"{prefix}-deleted"]:
        return True
    if not is_number(data.get(f"{prefix}-order", "")):
        return False
    if isinstance(block, ListBlock):
        return _has_block(block.child_block, data, f"{prefix}-value")
    if f"{prefix}-type" not in data:
        return False
    child = block.child_blocks.get(data[f"{prefix}-type"])
    # Wagtail leaves out parts of a kind that there is no more.
    return child is None or _has_block(child, data, f"{prefix}-value")


def _is_rich_text(widget: Widget, data: Mapping[str, str], name: str) -> bool:
    """Return whether the widget, which converts its text unchecked, can read it."""
    try:
        widget.value_from_datadict(data, MultiValueDict(), name)
    except (AttributeError, LookupError, RecursionError, TypeError, ValueError):
        return False
    return True
