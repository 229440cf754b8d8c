"""The tests' database: that of DATABASE_URL, or a throw-away Postgres that the first test to ask starts."""

import gc
import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import connections, transaction
from django.test import Client, override_settings

import pytest
from hypothesis import settings as hypothesis_settings
from pytest_django.plugin import blocking_manager_key

from clinic.database import clock
from clinic.fragments.memory import MEMORY
from clinic.kept_pages.shelf import SHELF
from clinic.site_version.version import SEEN
from tests.crawl import SITE_URL, Crawled, crawl, load_demonstration_site, read_sitemap
from tests.databases import WORKER, address_of, copy_of, migrated, migrated_name, migrating, postgres_of_tests
from tests.kept_contexts import keep_contexts_of_all_templates, keep_contexts_of_whole_pages
from tests.open_form import let_forms_be, let_forms_be_open
from tests.putting_back import let_tests_put_tables_back
from tests.reading import reading_of_the_test
from tests.roles import let_requests_run_as_the_web
from tests.sweeps import mark_sweeps

PICTURES = settings.MEDIA_ROOT


# The same inputs in every run, however slow the machine. HYPOTHESIS_PROFILE=default looks for others.
hypothesis_settings.register_profile("same", derandomize=True, deadline=None)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))

OWN_POSTGRES = pytest.StashKey[ExitStack]()
HOST = pytest.StashKey[str]()


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Tests that run at the same time keep their pictures apart, and share one Postgres."""
    settings.MEDIA_ROOT = PICTURES / WORKER
    config.stash[OWN_POSTGRES] = ExitStack()
    has_workers = bool(config.getoption("numprocesses", None)) and not hasattr(config, "workerinput")
    if has_workers and not os.environ.get("DATABASE_URL"):
        host = config.stash[HOST] = config.stash[OWN_POSTGRES].enter_context(postgres_of_tests())
        # While the workers collect their tests. No test runs in this process, so nothing need be refused.
        config.stash[OWN_POSTGRES].enter_context(config.stash[blocking_manager_key].unblock())
        config.stash[OWN_POSTGRES].enter_context(migrating(host))
    # Python would look at every object of Django's and of thousands of tests again and again, for nothing.
    gc.set_threshold(200_000, 20, 100)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell each worker where the Postgres of all is."""
    node.workerinput["postgres"] = node.config.stash.get(HOST, None)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the suites that ``make check`` leaves out, before pytest looks at the marks."""
    mark_sweeps(items)


def pytest_collection_finish() -> None:
    """What there is before the first test stays: it need not be looked at for rubbish any more."""
    gc.collect()
    gc.freeze()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Pictures that tests upload go when the last test has ended; so does the Postgres."""
    config.stash[OWN_POSTGRES].close()
    if not hasattr(config, "workerinput"):
        shutil.rmtree(PICTURES, ignore_errors=True)


@pytest.fixture(scope="session", autouse=True)
def contexts_of_whole_pages_are_kept(django_test_environment: None) -> None:
    """By the tests' client, and no others."""
    keep_contexts_of_whole_pages()


@pytest.fixture
def keeps_contexts_of_all_templates(
    contexts_of_whole_pages_are_kept: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For a test that looks at what a page includes, or at what a template itself puts into its context."""
    keep_contexts_of_all_templates(monkeypatch)


@pytest.fixture(scope="session", autouse=True)
def requests_run_as_the_web() -> None:
    """With the rights in the database that the web has, and no others."""
    let_requests_run_as_the_web()


@pytest.fixture(autouse=True)
def clock_of_the_database() -> None:
    """As the Postgres on this machine would tell it, so that no test is the one that has to ask.

    Anew for each, as the one before may have taken the machine to another time.
    """
    clock.CLOCK.said = clock.Said.just_now(datetime.now(UTC), good_for=float("inf"))


@pytest.fixture(autouse=True)
def no_page_is_kept() -> None:
    """From the test before: its database was another, whose number may be the same."""
    SHELF.clear()
    MEMORY.forget()
    SEEN.number, SEEN.asks_from = None, 0


@pytest.fixture(scope="session", autouse=True)
def forms_are_open() -> None:
    """Of every clinic of which a test says nothing else."""
    let_forms_be_open()


@pytest.fixture
def new_site() -> Iterator[None]:
    """A site of which nothing is told yet, as `migrate` leaves it."""
    let_forms_be(None)
    yield
    let_forms_be_open()


@pytest.fixture(scope="session")
def postgres(pytestconfig: pytest.Config) -> Iterator[None]:
    """Point Django at the Postgres of the tests: the one that all workers share, or one that starts here."""
    with ExitStack() as stack:
        if not os.environ.get("DATABASE_URL"):
            shared = getattr(pytestconfig, "workerinput", {}).get("postgres")
            connections["default"].settings_dict["HOST"] = shared or stack.enter_context(postgres_of_tests())
        yield
        connections["default"].close()


@pytest.fixture(scope="session")
def django_db_setup(postgres: None, django_test_environment: None, django_db_blocker: Any) -> Iterator[None]:
    """Give Django a copy of the migrated database, instead of one that pytest-django migrates anew."""
    default = connections["default"]
    with django_db_blocker.unblock(), copy_of(migrated(), "database") as name:
        default.settings_dict["NAME"] = name
        let_tests_put_tables_back()
        with django_db_blocker.block():
            yield
        default.close()


@pytest.fixture(scope="session")
def untouched_database(django_db_setup: None) -> str:
    """The name of a database that is migrated and empty. Nobody may connect to it: tests copy it."""
    return migrated_name()


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


@pytest.fixture
def reads_patients_data() -> Iterator[None]:
    """Let the test look at patients' data itself. The site's own reads stay as strict as they are."""
    with reading_of_the_test():
        yield
