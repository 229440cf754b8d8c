"""Our settings of gunicorn, without what they start for our site alone."""

from typing import Any

from clinic.server.gunicorn import *  # noqa: F403 - the same settings


def post_worker_init(_worker: Any) -> None:
    """Keep nothing: there are no clinic's details."""


def on_starting(_server: Any) -> None:
    """Check no keys: there are none."""
