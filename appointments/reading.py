"""Reading of patients' data, which needs an open reading: without one, decrypting and searching raise.

A page of the desk opens a reading that has to be recorded in the access log before it ends
(``recorded_reading``); a program opens one for a reason in ``Reader`` (``reading_as``). One is required where
answers and notes are decrypted and where search hashes are compared, so that no view can forget it.
"""

import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import Enum


class AccessNotRecorded(Exception):
    """Error: patients' data was to be read with no reading open, or a page shows it without a record."""


class Reader(Enum):
    """Program that reads without a record in the access log, with the reason. None shows what it read."""

    SERVICE = "A service stores or changes a request. Whoever asked for it learns whether it was made."
    COMPARISON = "Requests are compared to warn of duplicates. Those that are then shown are recorded."
    DELIVERY = "The worker addresses and words messages to patients."
    RENEWAL = "The search hashes are made anew, by a command of the operator."


@dataclass
class _Reading:
    """Reading that is open: the requests that were ``opened``, and those that a record names.

    ``searched`` is whether people were searched for, ``has_record`` whether any record was written.
    """

    reader: Enum | None = None
    opened: set[uuid.UUID] = field(default_factory=set)
    recorded: set[uuid.UUID] = field(default_factory=set)
    searched: bool = False
    has_record: bool = False


_reading: ContextVar[_Reading | None] = ContextVar("reading of patients' data", default=None)


@contextmanager
def reading_as(reader: Enum) -> Iterator[None]:
    """Let the block read as a program, for the reason that ``reader`` gives."""
    with _opened(_Reading(reader)):
        yield


@contextmanager
def recorded_reading() -> Iterator[None]:
    """Let the block read for a person, to whom it shows what it read.

    Raises ``AccessNotRecorded`` at its end, unless a record names every request that was read, and one was
    written if people were searched for. Inside a transaction, that rolls back whatever the block wrote.
    """
    with _opened(_Reading()) as reading:
        yield
    if reading.opened - reading.recorded or (reading.searched and not reading.has_record):
        raise AccessNotRecorded("A page read patients' data, and no access record says so.")


@contextmanager
def _opened(reading: _Reading) -> Iterator[_Reading]:
    token = _reading.set(reading)
    try:
        yield reading
    finally:
        _reading.reset(token)


def note_opening(owner: uuid.UUID) -> None:
    """Note that data of the request ``owner`` is read; raises ``AccessNotRecorded`` without a reading."""
    _required().opened.add(owner)


def note_search() -> None:
    """Note that people are searched for; raises ``AccessNotRecorded`` without a reading."""
    _required().searched = True


def note_record(shown: Iterable[uuid.UUID]) -> None:
    """Note that a record was written which names the requests ``shown``."""
    if reading := _reading.get():
        reading.has_record = True
        reading.recorded.update(shown)


def note_nothing_shown() -> None:
    """Note that the page that was to show what was read is replaced by one without any of it."""
    if reading := _reading.get():
        reading.opened.clear()
        reading.searched = False


def _required() -> _Reading:
    reading = _reading.get()
    if reading is None:
        raise AccessNotRecorded("Patients' data is read inside recorded_reading() or reading_as() only.")
    return reading
