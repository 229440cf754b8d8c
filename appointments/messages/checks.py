"""Checks of a message text: merge fields, words about health, early promises."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from articles.gate.lint import expression
from articles.models import ConditionPage
from articles.models.rules.lint import LintTerm
from articles.statements.reading import normalize

from .kinds import WITH_A_VISIT
from .merge_fields import EVERY_KIND, FIELD, MERGE_FIELDS, fields_for, in_brackets

# Words that no message may contain, because others may read the mail. A star stands for any ending, as in the
# list of words that articles do not use.
HEALTH_WORDS = (
    "pain", "pains", "painful", "ache*", "aching", "hurt*", "sore*", "numb", "numbness", "tingl*",
    "nerve*", "neuropath*", "neuralg*", "sciatic*", "radiculopath*", "carpal", "diabet*", "migraine*",
    "headache*", "arthrit*", "inflam*", "injur*", "wound*", "surg*", "cancer*", "tumor*", "chemo*",
    "stroke*", "pregnan*", "fertil*", "menopaus*", "menstru*", "depress*", "anxi*", "stress*", "insomnia",
    "addict*", "symptom*", "diagnos*", "disease*", "disorder*", "illness*", "sick*", "infect*", "virus*",
    "covid*", "blood", "heart", "spine*", "knee*", "shoulder*", "hip", "neck", "needle*", "acupunct*",
    "herb*", "cupping", "moxa*", "drug*", "medication*", "prescri*", "therap*", "treatment*", "patholog*",
    "condition*", "syndrome*",
)  # fmt: skip
_CONFIRMED = re.compile(r"\bconfirm\w*", re.IGNORECASE)
_BEFORE_THE_CONDITION = re.compile(r"^acupuncture for ", re.IGNORECASE)
_SHORTEST_NAME = 3


def problems_of(kind: str, subject: str, body: str) -> dict[str, list[str]]:
    """Return the problems that keep a text from being sent, by field."""
    return {
        "subject": [*_line_problems(subject), *_problems(kind, subject, subject=True)],
        "body": [*_control_problems(body), *_problems(kind, body)],
    }


def unusable_fields(kind: str, text: str) -> list[str]:
    """Return the names in ``text`` that are no merge field, or have no value in messages of ``kind``."""
    usable = fields_for(kind)
    return [name for name in dict.fromkeys(FIELD.findall(text)) if name not in usable]


def _problems(kind: str, text: str, *, subject: bool = False) -> Iterator[str]:
    yield from _field_problems(kind, text)
    if subject:
        yield from _subject_fields(kind, text)
    words = " ".join(normalize(FIELD.sub(" ", text)).split())
    yield from _health_problems(words)
    yield from _promises(words)
    if kind not in WITH_A_VISIT and (match := _CONFIRMED.search(words)):
        yield _(
            "It says “%(found)s”. Only a message about a visit that stands may say so: patients would come."
        ) % {"found": match[0]}


def _field_problems(kind: str, text: str) -> Iterator[str]:
    if kind not in EVERY_KIND:
        # The form asks for the missing kind, on which the usable fields depend.
        return
    usable = in_brackets(fields_for(kind))
    for name in unusable_fields(kind, text):
        if name in MERGE_FIELDS:
            message = _("{%(name)s} has no value in this kind of message. You can use: %(usable)s.")
        else:
            message = _("There is no field {%(name)s}. You can use: %(usable)s.")
        yield message % {"name": name, "usable": usable}
    if re.search(r"[{}]", FIELD.sub("", text)):
        yield _("A curly bracket stands alone. Write a field with both, such as {phone}.")


def _subject_fields(kind: str, text: str) -> Iterator[str]:
    usable = [name for name in fields_for(kind) if MERGE_FIELDS[name].in_subject]
    for name in dict.fromkeys(FIELD.findall(text)):
        if name in fields_for(kind) and name not in usable:
            yield _(
                "{%(name)s} cannot stand in a subject, which shows on locked phones. You can use: %(usable)s."
            ) % {"name": name, "usable": in_brackets(usable)}


def _line_problems(subject: str) -> Iterator[str]:
    if any(unicodedata.category(letter) in ("Cc", "Zl", "Zp") for letter in subject):
        yield _("A subject is one line. Remove the line breaks.")


def _control_problems(body: str) -> Iterator[str]:
    if any(unicodedata.category(letter) == "Cc" and letter not in "\r\n\t" for letter in body):
        yield _("It holds a control character. Type the text again instead of pasting it.")


def _health_problems(words: str) -> Iterator[str]:
    for word in _matches(words, [*HEALTH_WORDS, *_names_of_conditions()]):
        yield _(
            "It says “%(found)s”. Others may read the mail, so write nothing about health. "
            "For the clinic's name write {clinic}."
        ) % {"found": word}


def _promises(words: str) -> Iterator[str]:
    for term in LintTerm.objects.filter(is_active=True):
        for word in _matches(words, [term.pattern]):
            yield _("It says “%(found)s”. %(advice)s") % {"found": word, "advice": term.advice}


def _names_of_conditions() -> Iterator[str]:
    """Yield the titles of live articles and the other names of their conditions."""
    for title, known_as in ConditionPage.objects.live().values_list("title", "also_known_as"):
        for name in (_BEFORE_THE_CONDITION.sub("", title), *re.split(r"[,;]", known_as)):
            if len(name.strip()) >= _SHORTEST_NAME:
                yield name.strip()


def _matches(words: str, patterns: Iterable[str]) -> list[str]:
    """Return the matches of the patterns as they were written, each once."""
    hits = (re.search(expression(one), words, re.IGNORECASE) for one in patterns if one.strip(" *"))
    return list({hit[0].casefold(): hit[0] for hit in hits if hit}.values())
