"""Screens of the request form: which questions stand on which, and who is asked them."""

from collections.abc import Iterable
from dataclasses import dataclass

from appointments.questions.groups import BESIDES, REACH, WHEN, WHO
from appointments.questions.question import Group, Question
from appointments.questions.table import BY_GROUP
from clinic.lazy_text import StrOrPromise
from clinic.typed.asked_back import input_names


@dataclass(frozen=True)
class Screen:
    """Screen with the questions of its ``groups``; the first of them names it."""

    number: int
    groups: tuple[Group, ...]

    @property
    def name(self) -> str:
        """Name of the screen in the page."""
        return self.groups[0].name

    @property
    def title(self) -> StrOrPromise:
        """Title of the screen, and its heading."""
        return self.groups[0].legend

    @property
    def before(self) -> "Screen | None":
        """Screen to which "Back" leads."""
        return SCREENS[self.number - 2] if self.number > 1 else None

    @property
    def after(self) -> "Screen | None":
        """Screen to which "Continue" leads; None where the answers are checked next."""
        return SCREENS[self.number] if self.number < len(SCREENS) else None

    @property
    def questions(self) -> list[Question]:
        """Questions of the screen, asked or not."""
        return [one for group, questions in BY_GROUP if group in self.groups for one in questions]

    @property
    def inputs(self) -> Iterable[str]:
        """Names of all inputs of the screen."""
        return input_names({one.name: one.field for one in self.questions if one.field})


SCREENS = (Screen(1, (WHO,)), Screen(2, (REACH,)), Screen(3, (WHEN, BESIDES)))
FIRST, LAST = SCREENS[0], SCREENS[-1]
BY_NAME = {screen.name: screen for screen in SCREENS}
# The check counts as a step too.
STEPS = len(SCREENS) + 1
