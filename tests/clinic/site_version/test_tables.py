"""Every table that public pages read is watched, as the apps declare it."""

import re

from django.apps import apps
from django.db import connection

import pytest

from clinic.site_version.tables import public_tables
from tests.crawl import FORM, tables_read
from tests.factories import make_condition

# Which kinds of things there are changes with a release alone.
UNCHANGING = {"django_content_type"}
# They ask for more than they show to everybody, and are never kept.
NOT_KEPT = (FORM, "/search/")
TRIGGERS = """
SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger
WHERE tgfoid = 'clinic_public_change'::regproc AND tgenabled = 'O'
"""


def watched() -> dict[str, tuple[str, ...]]:
    """What the database's triggers say of each table, those of all four commands."""
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERS)
        rows = cursor.fetchall()
    by_table: dict[str, dict[str, str]] = {}
    for table, name, definition in rows:
        by_table.setdefault(table, {})[name] = definition
    for table, found in by_table.items():
        assert set(found) == {"public_columns", "public_row", "public_truncate"}, table
        assert "AFTER INSERT OR DELETE ON" in found["public_row"]
        assert "AFTER TRUNCATE ON" in found["public_truncate"]
    columns = {
        table: re.findall(r"\(to_jsonb\(\w+\.\*\) - '\{(.*?)\}'::text\[\]\)", found["public_columns"])
        for table, found in by_table.items()
    }
    assert all(len(set(found)) == 1 and len(found) == 2 for found in columns.values()), columns
    return {table: tuple(filter(None, found[0].split(","))) for table, found in columns.items()}


@pytest.mark.django_db
def test_the_database_watches_what_the_apps_declare():
    assert watched() == public_tables()


def test_each_column_that_does_not_count_is_there():
    columns = {
        model._meta.db_table: {field.column for field in model._meta.local_concrete_fields}
        for model in apps.get_models(include_auto_created=True)
    }
    unknown = {table: set(names) - columns[table] for table, names in public_tables().items()}
    assert not any(unknown.values()), unknown


@pytest.mark.django_db
def test_every_table_that_a_public_page_reads_is_watched(crawled):
    read = {
        table: path
        for path, page in crawled.items()
        if page.path not in NOT_KEPT
        for table in page.tables
        if not table.startswith("pg_")
    }
    assert len(read) > 15
    assert set(read) - UNCHANGING <= set(public_tables()), "declare it, and watch() it in a migration"


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/sitemap.xml", "/robots.txt", "/feed.xml"])
def test_so_is_what_machines_read(client, address):
    make_condition()
    with tables_read() as tables:
        assert client.get(address).status_code == 200
    assert tables - UNCHANGING <= set(public_tables())
