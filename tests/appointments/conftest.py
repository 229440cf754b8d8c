"""What several tests of the appointments app start from."""

import os
import sys
from collections.abc import Callable

import pytest

from articles.models import ConditionPage
from tests.factories import make_condition


@pytest.fixture
def condition(db: None) -> ConditionPage:
    """A published article."""
    return make_condition(title="Sciatica", slug="sciatica")


@pytest.fixture
def worker_environment(database_url: str) -> Callable[..., dict[str, str]]:
    """The environment of a worker process on the test database that sends to a mail server on loopback."""

    def environment(**changes: str) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": os.pathsep.join(sys.path),
            "DJANGO_SETTINGS_MODULE": "clinic.settings.test",
            "DATABASE_URL": database_url,
            "SMTP_HOST": "127.0.0.1",
            "SMTP_SECURITY": "none",
            **changes,
        }

    return environment
