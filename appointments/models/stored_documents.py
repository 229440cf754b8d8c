"""Dataclasses that are stored as JSON objects in the details of timeline events.

Each field is stored under its own name, empty ones are left out. Reading ignores keys that no field has and
fills what is missing with the default, so that every row that was ever written can be read.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any, Self

from clinic.models import Practitioner


@dataclass(frozen=True, kw_only=True)
class JSONDocument:
    """Dataclass that is stored as a JSON object. Every field of a subclass has a default."""

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """Read ``stored``, whichever version of the code wrote it."""
        names = {one.name for one in fields(cls)}
        return cls(**{name: _read(name, value) for name, value in stored.items() if name in names})

    def to_json(self) -> dict[str, Any]:
        """Return the fields that hold a value."""
        values = ((one.name, getattr(self, one.name)) for one in fields(self))
        return {name: _written(value) for name, value in values if value not in (None, "", ())}


@dataclass(frozen=True, kw_only=True)
class VisitTime(JSONDocument):
    """Time of a visit, as it was when the event was written."""

    practitioner: str = ""
    start: datetime | None = None
    minutes: int | None = None

    @classmethod
    def between(cls, practitioner: Practitioner, start: datetime, end: datetime) -> Self:
        """Return the practitioner's time from ``start`` to ``end``."""
        minutes = int((end - start).total_seconds() // 60)
        return cls(practitioner=practitioner.display_name, start=start, minutes=minutes)


@dataclass(frozen=True, kw_only=True)
class StandingVisit(JSONDocument):
    """Visit of a request before an action; ``practitioner`` is a primary key. Empty if there was none."""

    pk: int | None = None
    practitioner: int | None = None
    start: datetime | None = None
    end: datetime | None = None
    despite: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Standing(JSONDocument):
    """State before an action of what it changed: ``columns``, and the ``visit`` unless None."""

    columns: Mapping[str, str | None] = field(default_factory=dict)
    visit: StandingVisit | None = None


_READERS: dict[str, Callable[[Any], Any]] = {
    "start": datetime.fromisoformat,
    "end": datetime.fromisoformat,
    "visit": StandingVisit.from_json,
    "before": Standing.from_json,
    "earlier": VisitTime.from_json,
}


def _read(name: str, value: Any) -> Any:
    if isinstance(value, list):
        return tuple(value)
    return value if value is None or name not in _READERS else _READERS[name](value)


def _written(value: Any) -> Any:
    if isinstance(value, JSONDocument):
        return value.to_json()
    return value.isoformat() if isinstance(value, datetime) else value
