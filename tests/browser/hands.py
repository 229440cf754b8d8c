"""Hands that count: how many clicks and keys a task of the desk takes."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page


@dataclass
class Effort:
    """What one task took. A typed word counts one key for each letter."""

    clicks: int = 0
    keys: int = 0


@dataclass
class Hands:
    """One person at one screen; ``efforts`` holds each task's count by its name."""

    page: Page
    efforts: dict[str, Effort] = field(default_factory=dict)
    now: Effort = field(default_factory=Effort)

    @contextmanager
    def task(self, name: str, *, clicks: int, keys: int = 0) -> Iterator[None]:
        """Do one task, and fail if it takes more clicks or keys than somebody wants to spend on it."""
        self.now = self.efforts[name] = Effort()
        yield
        assert self.now.clicks <= clicks, (name, self.now)
        assert self.now.keys <= keys, (name, self.now)

    def click(self, target: Locator) -> None:
        """Click, and wait for the page that it leads to."""
        self.now.clicks += 1
        target.click()
        self.page.wait_for_load_state()

    def choose(self, target: Locator, *, index: int) -> None:
        """Choose from a list: a click to open it, one to choose."""
        self.now.clicks += 2
        target.select_option(index=index)

    def type(self, target: Locator, words: str, *, keys: int | None = None) -> None:
        """Click into a field and type. ``keys`` where a person types less than the field's value."""
        self.now.clicks += 1
        self.now.keys += len(words) if keys is None else keys
        target.fill(words)

    def press(self, key: str) -> None:
        """Press one key."""
        self.now.keys += 1
        self.page.keyboard.press(key)
        self.page.wait_for_load_state()
