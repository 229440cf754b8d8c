"""The tests' database: that of DATABASE_URL, or a throw-away Postgres that the first test to ask starts."""

import gc
import os
import shutil
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db import connections, transaction
from django.test import Client, override_settings

import pytest
from hypothesis import settings as hypothesis_settings

from clinic.embedded_postgres import throwaway
from tests.crawl import SITE_URL, Crawled, crawl, load_demonstration_site, read_sitemap
from tests.databases import address_of, copy_of
from tests.emptying import let_tests_empty_tables

PICTURES = settings.MEDIA_ROOT


# The same inputs in every run, however slow the machine. HYPOTHESIS_PROFILE=default looks for others.
hypothesis_settings.register_profile("same", derandomize=True, deadline=None)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


def pytest_configure() -> None:
    """Tests that run at the same time keep their pictures apart."""
    settings.MEDIA_ROOT = PICTURES / os.environ.get("PYTEST_XDIST_WORKER", "alone")
    # Python would look at every object of Django's and of thousands of tests again and again, for nothing.
    gc.set_threshold(50_000, 20, 100)


def pytest_collection_finish() -> None:
    """What there is before the first test stays: it need not be looked at for rubbish any more."""
    gc.collect()
    gc.freeze()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Pictures that tests upload go when the last test has ended."""
    if not hasattr(config, "workerinput"):
        shutil.rmtree(PICTURES, ignore_errors=True)


@pytest.fixture(scope="session", autouse=True)
def tables_can_be_emptied() -> None:
    """By Django, after a transactional test."""
    let_tests_empty_tables()


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


@pytest.fixture(scope="session")
def given_name(django_db_modify_db_settings: None) -> str:
    """What the database is called before there is a test database."""
    return connections["default"].settings_dict["NAME"]


@pytest.fixture(scope="session")
def django_db_setup(given_name: str, django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """Besides the test database keep a copy, so that later tests have one as it was before any test."""
    default = connections["default"]
    # Where browser tests run alone, nobody has asked pytest-django for a test database.
    is_missing = default.settings_dict["NAME"] == given_name
    if is_missing:
        with django_db_blocker.unblock():
            default.creation.create_test_db(verbosity=0, autoclobber=True)
    default.close()
    with copy_of(default.settings_dict["NAME"], "untouched") as name:
        yield name
    if is_missing:
        with django_db_blocker.unblock():
            default.creation.destroy_test_db(given_name, verbosity=0)


@pytest.fixture(scope="session")
def untouched_database(django_db_setup: str) -> str:
    """The name of a database that is migrated and empty. Nobody may connect to it: tests copy it."""
    return django_db_setup


@pytest.fixture
def database_url(transactional_db: None) -> str:
    """DATABASE_URL of the test database, for processes that a test starts."""
    return address_of(connections["default"].settings_dict["NAME"])


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
