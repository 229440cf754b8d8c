"""Weekly hours as one table of seven days: the model field, its form field and its widget.

They are stored as blocks, a row for each opening; only how they are typed is different.
"""

import re
from collections.abc import Mapping
from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from wagtail.fields import StreamField

from .hours_blocks import WEEKDAYS
from .timetables import Weekly, weekly_of

# Openings of a day that the table has room for: before and after a lunch break.
PAIRS = 2
# More can be stored, and are shown then.
_MOST_PAIRS = 6
_TIME = re.compile(r"(\d{1,2})(?:[:.]?(\d{2}))?(?::00)?([ap])?m?\Z")
# What was typed for each day: pairs of texts.
Typed = dict[int, list[tuple[str, str]]]


def time_of(text: str) -> time | None:
    """Read a time of day as people write it, such as 9, 9:30, 17.00, 5 pm; None for anything else."""
    match = _TIME.match(re.sub(r"[\s.](?=[apm])|\.\Z", "", " ".join(text.split()).lower()))
    if not match:
        return None
    hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


class WeekWidget(forms.Widget):
    """Table with a row for each day and pairs of times in it; an empty row is a closed day."""

    template_name = "clinic/identity/week.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        typed = value if isinstance(value, Mapping) else _typed(weekly_of(value or ()))
        pairs = max([PAIRS, *map(len, typed.values())])
        described = context["widget"]["attrs"].get("aria-describedby")
        context["widget"] |= {
            "pairs": range(pairs),
            "described": described,
            "days": [
                (str(day_name), self._inputs(name, day, str(day_name), typed.get(day, []), pairs))
                for day, day_name in WEEKDAYS
            ],
        }
        return context

    @staticmethod
    def _inputs(name: str, day: int, day_name: str, pairs: list[tuple[str, str]], count: int) -> list[Any]:
        filled = [*pairs, *[("", "")] * (count - len(pairs))]
        heads = [_("Opens"), _("Closes"), _("Opens again"), _("Closes again")]
        labels = [
            _("%(day)s opens"),
            _("%(day)s closes"),
            _("%(day)s opens again"),
            _("%(day)s closes again"),
        ]
        return [
            {
                "name": _key(name, day, number, end),
                "value": text,
                "label": labels[end + 2 * bool(number)] % {"day": day_name},
                "head": heads[end + 2 * bool(number)],
            }
            for number, texts in enumerate(filled)
            for end, text in enumerate(texts)
        ]

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Typed:
        days = {}
        for day, _name in WEEKDAYS:
            pairs = [
                (data.get(_key(name, day, number, 0), ""), data.get(_key(name, day, number, 1), ""))
                for number in range(_MOST_PAIRS)
            ]
            while pairs and not any(pairs[-1]):
                pairs.pop()
            days[day] = pairs
        return days

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return not any(key.startswith(f"{name}-") for key in data)

    def id_for_label(self, id_: str) -> str:
        return ""


class WeekFormField(forms.Field):
    """Field of a form; its value are the openings as blocks."""

    widget = WeekWidget

    def clean(self, value: Typed) -> list[tuple[str, dict[str, Any]]]:
        errors, openings = [], []
        for day, day_name in WEEKDAYS:
            for pair in value.get(day, []):
                opens, closes = (time_of(text) for text in pair)
                if not any(text.strip() for text in pair):
                    continue
                if fault := _fault(pair, opens, closes):
                    errors.append(fault % {"day": day_name, "text": _first_unreadable(pair)})
                else:
                    openings.append(("hours", {"day": str(day), "opens": opens, "closes": closes}))
        if errors:
            raise ValidationError(errors)
        return openings

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            blocks = self.clean(data)
        except ValidationError:
            return True
        before = [
            (str(day), *hours) for day, times in sorted(weekly_of(initial or ()).items()) for hours in times
        ]
        return before != [tuple(value.values()) for _kind, value in blocks]


class WeekField(StreamField):
    """Stream of openings that is typed as one table."""

    def formfield(self, **kwargs: Any) -> Any:
        """Return the field of a form."""
        return WeekFormField(label=capfirst(self.verbose_name), help_text=self.help_text, required=False)

    def deconstruct(self) -> Any:
        """Return the field as migrations store it: the table changes nothing in the database."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "wagtail.fields.StreamField", args, kwargs


def _key(name: str, day: int, number: int, end: int) -> str:
    return f"{name}-{day}-{'closes' if end else 'opens'}-{number}"


def _typed(weekly: Weekly) -> Typed:
    return {
        day: [(f"{opens:%H:%M}", f"{closes:%H:%M}") for opens, closes in sorted(hours)]
        for day, hours in weekly.items()
    }


def _fault(pair: tuple[str, str], opens: time | None, closes: time | None) -> str:
    if _first_unreadable(pair):
        return _("%(day)s: “%(text)s” is no time of day. Write it like 9:00 AM or 17:00.")
    if opens is None:
        return _("%(day)s: write also when it begins, or leave both empty.")
    return _("%(day)s: write also when it ends, or leave both empty.") if closes is None else ""


def _first_unreadable(pair: tuple[str, str]) -> str:
    return next((text.strip() for text in pair if text.strip() and time_of(text) is None), "")
