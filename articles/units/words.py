"""Values of units in words, as editors read them."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Field, ForeignKey, Model
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from wagtail.blocks import ChoiceBlock, ChooserBlock

from articles.statements.reading import part_name

from .unit import Fact, Unit


def facts_in_words(facts: Iterable[Fact]) -> str:
    """Return the values in one line, each with its name, such as "Certainty: Low"."""
    return "; ".join(fact_in_words(fact) for fact in facts)


def fact_in_words(fact: Fact) -> str:
    """Return one value with its name."""
    value = _value_in_words(fact)
    return f"{capfirst(str(fact.label))}: {value}" if fact.label else value


def place_in_words(model: type[Model], unit: Unit) -> str:
    """Return where a unit stands: the name of the field, or the number and the kind of the part."""
    field: Any = model._meta.get_field(unit.field)
    if unit.place is None:
        return capfirst(str(field.verbose_name))
    block = field.stream_block.child_blocks.get(unit.block_type)
    return part_name(unit.place, block.label if block else unit.block_type)


def _value_in_words(fact: Fact) -> str:
    source, raw = fact.source, fact.raw
    if raw is True:
        return _("Yes")
    if isinstance(source, ChoiceBlock):
        return str(dict(_flat(source.field.choices)).get(raw, raw))
    if isinstance(source, ChooserBlock):
        return _named(source.to_python(raw))
    if isinstance(source, ForeignKey):
        return _named(source.remote_field.model._default_manager.filter(pk=raw).first())
    if isinstance(source, Field) and source.choices:
        return str(dict(source.flatchoices).get(raw, raw))
    return "" if raw is None else str(raw)


def _named(record: Any) -> str:
    return _("something that was deleted") if record is None else str(record)


def _flat(choices: Iterable[Any]) -> Iterable[tuple[Any, Any]]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from _flat(label)
        else:
            yield value, label
