"""Waits for what another process or thread does, without sleeping for luck."""

import time
from collections.abc import Callable
from typing import Any


def wait_until(condition: Callable[[], Any], what: str, seconds: float = 60) -> Any:
    """What ``condition`` returns as soon as it is true; looks twenty times a second."""
    end = time.monotonic() + seconds
    while not (result := condition()):
        assert time.monotonic() < end, f"waited too long for {what}"
        time.sleep(0.05)
    return result
