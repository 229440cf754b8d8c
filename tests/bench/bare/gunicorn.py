"""Our settings of gunicorn, without what they start for our site alone."""

import gc
from typing import Any

from django.urls import resolve

from clinic.server.gunicorn import *  # noqa: F403 - the same settings


def post_worker_init(_worker: Any) -> None:
    """Keep nothing: there are no clinic's details."""


def on_starting(_server: Any) -> None:
    """Check no keys: there are none."""


def when_ready(_server: Any) -> None:
    """Load the addresses and share what is loaded, as ours do."""
    resolve("/")
    gc.freeze()
    gc.enable()
