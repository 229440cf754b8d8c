"""Memory of the process for fragments: so many bytes, and what nobody asked for longest goes first."""

import pickle
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any

from django.conf import settings

from .questions import Answers, Question

type Key = tuple[Any, ...]

# Bytes that a fragment takes beside its value and its questions, and a question beside the values in it: its
# text is that of many.
_OF_EACH = 1_000


@dataclass(frozen=True)
class Fragment:
    """Value with the questions that it was made from, their answers, and the version that had them last.

    Until it is used again nobody knows the answers, and it is true for its version alone. It ends at
    ``until``, if it changes by itself.
    """

    value: Any
    questions: dict[str, Question]
    answers: Answers | None
    version: int
    until: datetime | None = None
    # By the clock of the process.
    made_at: float = 0

    @property
    def size(self) -> int:
        """Bytes that it takes, about."""
        asked = sum(_OF_EACH + len(repr(question.values)) for question in self.questions.values())
        return _OF_EACH + len(pickle.dumps(self.value)) + asked


class Memory:
    """Fragments by their keys, for all threads."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self.bytes = 0
        self._kept: OrderedDict[Key, tuple[Fragment, int]] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def find(self, key: Key) -> Fragment | None:
        """Return the fragment that is kept under ``key``."""
        with self._lock:
            if key not in self._kept:
                return None
            self._kept.move_to_end(key)
            return self._kept[key][0]

    def keep(self, key: Key, fragment: Fragment) -> None:
        """Keep a fragment in place of what was under ``key``; one larger than the memory is not kept."""
        size = fragment.size
        with self._lock:
            if key in self._kept:
                self.bytes -= self._kept.pop(key)[1]
            if size > self.most_bytes:
                return
            self._kept[key] = (fragment, size)
            self.bytes += size
            while self.bytes > self.most_bytes:
                _key, (_fragment, its_size) = self._kept.popitem(last=False)
                self.bytes -= its_size

    def forget(self) -> None:
        """Forget all of them."""
        with self._lock:
            self._kept.clear()
            self.bytes = 0


MEMORY = Memory(settings.FRAGMENT_MEGABYTES * 1024 * 1024)
