"""The description of one question: who is asked it, in which words, and how its answer reads back."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext

from appointments.patient_data import PatientData

from .choices import Choices

# What stands on a page; lazy, so that it is in the language of whoever reads it.
Text = str | Promise


@dataclass(frozen=True, kw_only=True)
class Group:
    """Questions under one heading; ``name`` is for the stylesheet, ``say`` is what the desk reads aloud."""

    legend: Text
    desk_legend: Text
    hint: Text = ""
    say: Text = ""
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class DeskWording:
    """What the desk's form says instead. No hint is taken over; ``place`` sorts within the group."""

    label: Text = ""
    hint: Text = ""
    choices: Choices = field(default_factory=list)
    missing: Text = ""
    place: int = 0


@dataclass(frozen=True, kw_only=True)
class Readback:
    """How the desk reads the answer on the record, and in the export when ``is_exported``.

    ``choices`` are the words for the codes. What needs other answers to be understood is made by ``words``,
    from all answers and the version of the consent; what the desk corrected is made by ``corrected``.
    """

    label: Text
    choices: Choices = field(default_factory=list)
    words: Callable[[PatientData, str], str] | None = None
    corrected: Callable[[Any], str] | None = None
    place: int = 0
    only_if_answered: bool = False
    for_the_call: bool = False
    is_exported: bool = False

    def in_words(self, value: Any) -> str:
        """An answer, or one of the desk's corrections, that needs no other answer to be understood."""
        if isinstance(value, bool):
            return gettext("Yes") if value else gettext("No")
        names = dict(self.choices)
        values = value if isinstance(value, list) else [value]
        return ", ".join(str(names.get(one, one)) for one in values if one)


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question. ``name`` is that of its form field, and of the answer in ``PatientData``."""

    name: str
    group: Group | None = None
    # What patients are asked, with label, hint and choices; None for what nobody is asked.
    field: forms.Field | None = None
    # The label where the patient checks the answers; empty where the field's own will do.
    summary: Text = ""
    # Said when the answer is missing because of another answer.
    missing: Text = ""
    # Without it, the desk does not ask the question.
    desk: DeskWording | None = None
    # Without it, the answer does not stand on the record by itself.
    record: Readback | None = None
    # With which the desk corrects the answer, kept under the name ``corrected_as``.
    correction: forms.Field | None = None
    corrected_as: str = ""
    # The schema version of the stored answers that brought the question.
    since: int = 1
    # The answers to ``who_for`` with which it is asked; None for all.
    for_whom: frozenset[str] | None = None
    # Whether only those are asked who came from an article.
    of_an_article: bool = False

    @property
    def correction_name(self) -> str:
        """The name of the answer among the corrections."""
        return self.corrected_as or self.name
