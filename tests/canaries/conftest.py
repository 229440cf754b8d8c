"""The places that are searched, fresh for each test."""

import logging
import tempfile
from collections.abc import Iterator
from typing import Any

from django.core.cache import cache
from django.core.signals import got_request_exception

import pytest

from clinic.fragments.memory import MEMORY
from clinic.kept_pages.shelf import SHELF

from .sinks import Sinks


@pytest.fixture
def sinks(
    db: None, tmp_path: Any, settings: Any, monkeypatch: Any, capfd: Any, mailoutbox: Any
) -> Iterator[Sinks]:
    """All places, from now on, with a temporary folder of their own, and records of all levels."""
    forget()
    places = Sinks(tmp_path, capfd)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temp"))
    settings.MEDIA_ROOT = tmp_path / "media"
    loggers = [logging.getLogger(name) for name in (None, "django", "django_tasks")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
    # It tells of each variable that a template does not have, by its name: slow, and no word of anybody's.
    monkeypatch.setattr(logging.getLogger("django.template"), "level", logging.INFO)
    loggers[0].addHandler(places.handler)
    loggers[0].addHandler(places.reporter)
    got_request_exception.connect(places.reporter.in_request, weak=False, dispatch_uid="canaries")
    yield places
    got_request_exception.disconnect(dispatch_uid="canaries")
    loggers[0].removeHandler(places.reporter)
    loggers[0].removeHandler(places.handler)
    for logger, level in zip(loggers, levels, strict=True):
        logger.setLevel(level)
    (settings.VAR_DIR / "leak-of-a-test.txt").unlink(missing_ok=True)
    forget()


def forget() -> None:
    """Forget whatever the process keeps in its memory."""
    cache.clear()
    SHELF.clear()
    MEMORY.forget()
