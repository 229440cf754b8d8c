"""Merge fields, which the website fills in. No other word of a message depends on the patient."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from clinic.lazy_text import StrOrPromise

from .kinds import ABOUT_A_VISIT, MessageKind

EVERY_KIND = frozenset(MessageKind)
FIELD = re.compile(r"\{([^{}]*)\}")
LINK = "link"


@dataclass(frozen=True, kw_only=True)
class MergeField:
    """Merge field: its meaning, a sample, and the kinds of messages in which it has a value."""

    meaning: StrOrPromise
    sample: StrOrPromise
    kinds: frozenset[MessageKind] = EVERY_KIND
    in_subject: bool = False


MERGE_FIELDS: dict[str, MergeField] = {
    "clinic": MergeField(meaning=_("the clinic's name"), sample=_("Sample Clinic"), in_subject=True),
    "phone": MergeField(meaning=_("the clinic's phone number"), sample="949-555-0100"),
    "hours": MergeField(
        meaning=_("when the clinic is open"), sample=_("Monday to Friday, 9:00 AM to 5:00 PM")
    ),
    "address": MergeField(
        meaning=_("where the clinic is"), sample=_("1 Sample Street, Sample Town, CA 92675")
    ),
    "reference": MergeField(meaning=_("the request's reference"), sample="K7MW4RXQ", in_subject=True),
    LINK: MergeField(
        meaning=_("the patient's own page, where the request can be seen and withdrawn"),
        sample="https://clinic.example/your-request/sample",
    ),
    "visit_time": MergeField(
        meaning=_("day and time of the visit"),
        sample=_("Monday, January 4, 2027, 2:30 PM"),
        kinds=ABOUT_A_VISIT,
    ),
    "practitioner": MergeField(
        meaning=_("with whom the visit is"), sample=_("Sam Sample, L.Ac."), kinds=ABOUT_A_VISIT
    ),
    "earlier_time": MergeField(
        meaning=_("the time that the visit had before"),
        sample=_("Friday, January 1, 2027, 9:00 AM"),
        kinds=frozenset({MessageKind.VISIT_MOVED}),
    ),
    "times": MergeField(
        meaning=_("the free times that you offer, one on each line"),
        sample=_("Monday, January 4, 2027, 2:30 PM (Sam Sample, L.Ac.)"),
        kinds=frozenset({MessageKind.OFFERED_TIMES}),
    ),
    "email": MergeField(
        meaning=_("the e-mail address in the clinic's details, to which the patient answers"),
        sample="desk@clinic.example",
        kinds=frozenset({MessageKind.OFFERED_TIMES}),
    ),
    "due": MergeField(
        meaning=_("by when the clinic had promised an answer"),
        sample=_("Friday, January 1, 2027, 5:00 PM"),
        kinds=frozenset({MessageKind.EXPIRED}),
    ),
}


def fields_for(kind: str) -> list[str]:
    """Return the names of the fields that have a value in messages of ``kind``."""
    return [name for name, one in MERGE_FIELDS.items() if kind in one.kinds]


def in_brackets(names: list[str]) -> str:
    """Return the fields as they are typed, for a sentence: "{clinic}, {phone}"."""
    return ", ".join(f"{{{name}}}" for name in names)


def filled_in(text: str, values: Mapping[str, str]) -> str:
    """Fill in the merge fields of ``text``; a field without a value stays as it is."""
    return FIELD.sub(lambda match: values.get(match[1], match[0]), text)
