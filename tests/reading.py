"""Reading of patients' data by tests: what a test looks at itself, not what the site does meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from typing import Any

from django.test.client import ClientHandler

import pytest

from appointments import reading


class Reader(Enum):
    """Reader of the tests."""

    TEST = "A test looks at what was stored."


@contextmanager
def reading_of_the_test() -> Iterator[None]:
    """Let the block open patients' data. A request of the test client has no reading that it did not open."""
    answer = ClientHandler.__call__

    def without_the_tests_reading(handler: ClientHandler, environ: dict[str, Any]) -> Any:
        token = reading._reading.set(None)
        try:
            return answer(handler, environ)
        finally:
            reading._reading.reset(token)

    with pytest.MonkeyPatch.context() as patch, reading.reading_as(Reader.TEST):
        patch.setattr(ClientHandler, "__call__", without_the_tests_reading)
        yield
