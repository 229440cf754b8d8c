"""Description of one question: its audience, its words, and the readback of its answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.translation import gettext

from appointments.patient_data import PatientData
from clinic.lazy_text import StrOrPromise

from .choices import Choices


# Compared as objects: their words would be translated each time.
@dataclass(frozen=True, kw_only=True, eq=False)
class Group:
    """Group of questions under one heading; ``name`` is for the stylesheet, the desk reads ``say`` aloud.

    ``is_folded`` is for questions that patients see only when they ask for them.
    """

    legend: StrOrPromise
    desk_legend: StrOrPromise
    hint: StrOrPromise = ""
    say: StrOrPromise = ""
    name: str = ""
    is_folded: bool = False


@dataclass(frozen=True, kw_only=True)
class DeskWording:
    """Words that the desk's form uses instead, always with its own hint; ``place`` sorts within the group."""

    label: StrOrPromise = ""
    hint: StrOrPromise = ""
    choices: Choices = field(default_factory=list)
    missing: StrOrPromise = ""
    place: int = 0


@dataclass(frozen=True, kw_only=True)
class Readback:
    """Form of the answer on the record, and in the export when ``is_exported``.

    ``choices`` are the words for the codes. For an answer that depends on others, ``words`` makes the text of
    all answers and the version of the consent; ``corrected`` makes the text of a correction.
    """

    label: StrOrPromise
    choices: Choices = field(default_factory=list)
    words: Callable[[PatientData, str], str] | None = None
    corrected: Callable[[Any], str] | None = None
    place: int = 0
    only_if_answered: bool = False
    for_the_call: bool = False
    is_exported: bool = False

    def in_words(self, value: Any) -> str:
        """Return the words for an answer or a correction that does not depend on other answers."""
        if isinstance(value, bool):
            return gettext("Yes") if value else gettext("No")
        names = dict(self.choices)
        values = value if isinstance(value, list) else [value]
        return ", ".join(str(names.get(one, one)) for one in values if one)


@dataclass(frozen=True, kw_only=True)
class Question:
    """Question. ``name`` is also the name of its form field and of the answer in ``PatientData``."""

    name: str
    group: Group | None = None
    # Form field for patients, with label, hint and choices; None for a question that nobody is asked.
    field: forms.Field | None = None
    # Label where the patient checks the answers; empty for the field's own.
    summary: StrOrPromise = ""
    # Error when another answer requires this one and it is missing.
    missing: StrOrPromise = ""
    # Words of the desk's form; None for a question that the desk does not ask.
    desk: DeskWording | None = None
    # Form on the record; None for an answer that the record does not show by itself.
    record: Readback | None = None
    # Form field for the desk's correction, which is kept under the name ``corrected_as``.
    correction: forms.Field | None = None
    corrected_as: str = ""
    # Schema version of the stored answers that introduced the question.
    since: int = 1
    # Name of another question, and its answers for which this one is asked; None for all.
    only_if: tuple[str, frozenset[str]] | None = None
    # True for a question to patients who came from an article.
    of_an_article: bool = False

    def is_asked(self, answers: Mapping[str, Any]) -> bool:
        """Return whether it is asked of somebody with these ``answers``, by the names of their questions."""
        return self.only_if is None or answers.get(self.only_if[0]) in self.only_if[1]

    @property
    def correction_name(self) -> str:
        """Name of the answer among the corrections."""
        return self.corrected_as or self.name
