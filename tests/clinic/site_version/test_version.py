"""The number goes up with what visitors see, whoever changes it and how, and with nothing else."""

import threading
from collections.abc import Callable, Iterator
from contextlib import closing

from django.test import RequestFactory

import environ
import psycopg2
import pytest

from clinic.database.roles import Roles
from clinic.site_version.version import public_version
from tests.databases import address_of, copy_of
from tests.queries import at_most_queries

WAIT = 20


@pytest.fixture(scope="module")
def address(untouched_database: str) -> Iterator[str]:
    """DATABASE_URL of a database of its own: these tests commit."""
    with copy_of(untouched_database, "version") as name:
        yield address_of(name)


@pytest.fixture
def connect(address: str) -> Iterator[Callable[[], psycopg2.extensions.connection]]:
    """Opens connections that are in a transaction, as whoever owns everything."""
    opened = []

    def one() -> psycopg2.extensions.connection:
        known = environ.Env.db_url_config(address)
        place = {name.lower(): known[name] or None for name in ("USER", "PASSWORD", "HOST", "PORT")}
        opened.append(psycopg2.connect(dbname=known["NAME"], **place))
        return opened[-1]

    yield one
    for each in opened:
        each.close()


def run(on: psycopg2.extensions.connection, statement: str) -> list:
    with on.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


def number(connect: Callable[[], psycopg2.extensions.connection]) -> int:
    with closing(connect()) as reader:
        return run(reader, "SELECT number FROM clinic_siteversion")[0][0]


ADD = "INSERT INTO wagtailcore_locale (language_code) VALUES ('{}')"


@pytest.mark.parametrize(
    ("statement", "counts"),
    [
        ("UPDATE wagtailcore_page SET title = title || '.'", True),
        ("UPDATE wagtailcore_page SET draft_title = draft_title || '.', locked = true", False),
        ("UPDATE wagtailcore_page SET title = title", False),
        ("UPDATE clinic_homepage SET headline = headline || '.'", True),
        (ADD.format("fr"), True),
        ("DELETE FROM wagtailcore_locale WHERE language_code = 'fr'", True),
        ("DELETE FROM wagtailcore_locale WHERE language_code = 'xx'", False),
        ("TRUNCATE wagtailredirects_redirect", True),
        ("UPDATE clinic_user SET last_login = now()", False),
        ("SELECT 1", False),
    ],
)
def test_plain_sql_counts_once_for_each_transaction(connect, statement, counts):
    before, writer = number(connect), connect()
    run(writer, statement)
    run(writer, statement.replace("INSERT", "SELECT 1 --"))
    assert number(connect) == before, "not before it is committed"
    writer.commit()
    assert number(connect) == before + counts


def test_what_is_rolled_back_counts_not_even_in_part(connect):
    before, writer = number(connect), connect()
    run(writer, ADD.format("it"))
    writer.rollback()
    run(writer, "SAVEPOINT a")
    run(writer, ADD.format("it"))
    run(writer, "ROLLBACK TO a")
    writer.commit()
    assert number(connect) == before
    run(writer, "SAVEPOINT a")
    run(writer, ADD.format("it"))
    run(writer, "ROLLBACK TO a")
    run(writer, ADD.format("it"))
    writer.commit()
    assert number(connect) == before + 1
    assert run(writer, "SELECT * FROM clinic_publicchange") == []


def test_of_two_who_save_at_once_each_counts_and_none_waits_before_the_end(connect):
    before, one, other = number(connect), connect(), connect()
    run(one, ADD.format("de"))
    run(other, ADD.format("nl"))
    other.commit()
    assert number(connect) == before + 1, "although the first is still busy"
    one.commit()
    assert number(connect) == before + 2


def test_two_who_save_and_look_at_each_others_rows_at_the_end_are_both_done(connect):
    """A check of a key at the end waits for the other, who must not wait for the number meanwhile."""
    one, other, before = connect(), connect(), number(connect)
    run(other, "SELECT * FROM wagtailcore_page WHERE id = 1 FOR UPDATE")
    run(other, "UPDATE wagtailcore_page SET title = title || '.' WHERE id = 1")
    # Its key is looked at when it ends, after the change that counts.
    run(one, ADD.format("pt"))
    run(
        one,
        "INSERT INTO wagtailcore_pageviewrestriction (restriction_type, password, page_id)"
        " VALUES ('none', '', 1)",
    )
    ended = threading.Thread(target=one.commit)
    ended.start()
    waits = "SELECT count(*) FROM pg_stat_activity WHERE pid = {} AND wait_event_type = 'Lock'"
    watcher = connect()
    watcher.autocommit = True
    for _try in range(2000):
        if run(watcher, waits.format(one.info.backend_pid))[0][0]:
            break
    else:
        pytest.fail("the check of the key did not wait")
    other.commit()
    ended.join(WAIT)
    assert not ended.is_alive()
    assert number(connect) == before + 2


def test_the_web_raises_it_by_what_it_saves_and_never_by_hand(connect):
    before, web = number(connect), connect()
    run(web, f"SET SESSION AUTHORIZATION {Roles().web}")
    run(web, "UPDATE clinic_homepage SET headline = headline || '.'")
    web.commit()
    assert number(connect) == before + 1
    for statement in (
        "UPDATE clinic_siteversion SET number = 7",
        "INSERT INTO clinic_publicchange (transaction) VALUES (1)",
        "SELECT * FROM clinic_publicchange",
        "DELETE FROM clinic_siteversion",
    ):
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            run(web, statement)
        web.rollback()
        run(web, f"SET SESSION AUTHORIZATION {Roles().web}")


def test_a_number_that_is_gone_begins_again(connect):
    writer = connect()
    run(writer, "DELETE FROM clinic_siteversion")
    run(writer, ADD.format("da"))
    writer.commit()
    assert number(connect) == 1


@pytest.mark.django_db
def test_inside_of_a_transaction_there_is_none():
    with at_most_queries(0):
        assert public_version(RequestFactory().get("/")) is None
