"""Forms of the admin, asked question by question at a terminal."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from django import forms
from django.db.models import Model
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from wagtail.admin.panels import get_edit_handler
from wagtail.contrib.settings.views import get_setting_edit_handler

from clinic.identity.hours_blocks import WEEKDAYS
from clinic.identity.week import WeekFormField
from clinic.models import ClinicSettings

Ask = Callable[[str], str]
Say = Callable[[str], object]
# Makes a form of what was answered.
MakeForm = Callable[[Mapping[str, Any]], forms.BaseForm]
_DASHES = str.maketrans("–—", "--")


class Left(Exception):
    """Error: nothing was answered, so the step is left for later."""


class Terminal:
    """Terminal of somebody who answers; ``ask`` raises ``EOFError`` when there is nobody."""

    def __init__(self, ask: Ask, say: Say) -> None:
        self.ask, self.say = ask, say

    def fill(self, make: MakeForm, names: Iterable[str]) -> Any:
        """Ask for the fields ``names`` of a form until it is valid, and return it.

        Raises ``Left`` when the first answer is empty and nothing stands there yet.
        """
        asked, answers = list(names), dict[str, Any]()
        wanted = list(asked)
        while True:
            for name in wanted:
                before = str(answers.get(name, ""))
                # Nothing is left of a longer list that was answered before.
                answers = {key: text for key, text in answers.items() if not key.startswith(f"{name}-")}
                answers |= self._answer(make({}), name, before)
                if name == asked[0] and not any(answers.values()):
                    raise Left
            form = _only(make(answers), asked)
            if form.is_valid():
                return form
            for errors in form.errors.as_data().values():
                for sentence in (sentence for error in errors for sentence in _sentences(error)):
                    self.say(f"  {sentence}")
            # What belongs to no single question is asked from the start.
            wanted = [name for name in asked if name in form.errors] or list(asked)

    def agrees(self, question: str) -> bool:
        """Return whether the answer is yes."""
        return self.ask(f"{question} [yes/no] ").strip().lower() in ("y", "yes")

    def _answer(self, form: forms.BaseForm, name: str, before: str) -> dict[str, Any]:
        field = form.fields[name]
        self.say(f"{field.label}. {strip_tags(str(field.help_text))}")
        if isinstance(field, WeekFormField):
            return dict(self._week(name))
        if name == "closures":
            return self._closures()
        standing = before or str(form[name].value() or "")
        return {name: self.ask(f"  [{standing}] " if standing else "  ").strip() or standing}

    def _week(self, name: str) -> Iterator[tuple[str, str]]:
        """Yield what the table of the admin would send, from a line for each day."""
        self.say(_("  Write each day like 9:00-17:00, or 9-13, 14-18. Leave a closed day empty."))
        for day, day_name in WEEKDAYS:
            openings = self.ask(f"  {day_name}: ").translate(_DASHES).split(",")
            for number, text in enumerate(opening for opening in openings if opening.strip()):
                opens, _dash, closes = text.partition("-")
                yield f"{name}-{day}-opens-{number}", opens.strip()
                yield f"{name}-{day}-closes-{number}", closes.strip()

    def _closures(self) -> dict[str, Any]:
        """Return what the editor of the admin would send, from three answers for each."""
        days: list[dict[str, str]] = []
        while first := self.ask(_("  First day, like 2026-12-24; Enter when there is none: ")).strip():
            last = self.ask(_("  Last day; Enter for the same: ")).strip() or first
            days.append({"first_day": first, "last_day": last, "reason": self.ask(_("  Reason: ")).strip()})
        sent: dict[str, Any] = {"closures-count": str(len(days))} if days else {}
        for number, values in enumerate(days):
            place = f"closures-{number}"
            sent |= {f"{place}-deleted": "", f"{place}-id": "", f"{place}-order": str(number)}
            sent |= {f"{place}-type": "closure"} | {
                f"{place}-value-{key}": text for key, text in values.items()
            }
        return sent


def form_of_details(details: ClinicSettings) -> MakeForm:
    """Return what makes the admin's form of the clinic's details."""
    form_class = get_setting_edit_handler(ClinicSettings).get_form_class()
    return lambda answers: form_class(answers or None, instance=details)


def form_of_new(model: type[Model]) -> MakeForm:
    """Return what makes the admin's form of a record that is added."""
    form_class = get_edit_handler(model).get_form_class()
    return lambda answers: form_class(answers or None, instance=model())


def _sentences(error: Any) -> Iterator[str]:
    """Yield what is wrong, also within the parts of a field."""
    inside = getattr(error, "block_errors", None)
    if inside:
        for part in inside.values():
            yield from _sentences(part)
    else:
        yield from error.messages


def _only(form: forms.BaseForm, names: Iterable[str]) -> forms.BaseForm:
    """Leave the other fields as they are stored."""
    form.fields = {name: form.fields[name] for name in names}
    return form
