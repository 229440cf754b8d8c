"""The tests' database: that of DATABASE_URL, or a throw-away Postgres that the first test to ask starts."""

import os
import shutil
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db import connections, transaction
from django.test import Client, override_settings

import pytest

from clinic.embedded_postgres import throwaway
from tests.crawl import SITE_URL, Crawled, crawl, load_demonstration_site, read_sitemap


@pytest.fixture(scope="session", autouse=True)
def no_pictures_left() -> Iterator[None]:
    """Pictures that tests upload go when the tests end."""
    yield
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> Iterator[None]:
    """Point Django at the throw-away Postgres before pytest-django creates the test database in it."""
    if os.environ.get("DATABASE_URL"):
        yield
        return
    with throwaway(settings.BASE_DIR) as place:
        default = connections["default"]
        default.settings_dict["HOST"] = place["HOST"]
        yield
        default.close()


@pytest.fixture
def database_url(transactional_db: None) -> str:
    """DATABASE_URL of the test database, for processes that a test starts."""
    place = connections["default"].settings_dict
    if not place["HOST"].startswith("/"):
        port = f":{place['PORT']}" if place["PORT"] else ""
        return f"postgres://{place['USER']}:{place['PASSWORD']}@{place['HOST']}{port}/{place['NAME']}"
    return f"postgres://{place['USER']}@/{place['HOST']}/{place['NAME']}"


@pytest.fixture(scope="session")
def demonstration_site(django_db_setup: None, django_db_blocker: Any) -> tuple[dict[str, Crawled], list[str]]:
    """Every public page of the demonstration site by its path, and its sitemap, read once for all tests."""
    with django_db_blocker.unblock(), override_settings(SITE_URL=SITE_URL), transaction.atomic():
        load_demonstration_site()
        found = crawl(Client()), read_sitemap(Client())
        transaction.set_rollback(True)
    return found


@pytest.fixture
def crawled(demonstration_site: tuple[dict[str, Crawled], list[str]]) -> dict[str, Crawled]:
    """Every public page of the demonstration site by its path."""
    return demonstration_site[0]


@pytest.fixture
def sitemap(demonstration_site: tuple[dict[str, Crawled], list[str]]) -> list[str]:
    """Every address in the sitemap of the demonstration site."""
    return demonstration_site[1]
