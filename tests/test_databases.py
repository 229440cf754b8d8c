"""The databases of the tests: made once, by whoever asks first, anew after an interruption, and put back."""

from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connections

import psycopg2
import pytest

from tests.appointments.factories import make_request
from tests.databases import copy_of, drop, made_once, migrated_name
from tests.factories import make_condition
from tests.putting_back import all_rows

NAME = "test_made_once"


def connect(name: str) -> psycopg2.extensions.connection:
    place = connections["default"].settings_dict
    where = {"host": place["HOST"], "port": place["PORT"] or None}
    return psycopg2.connect(dbname=name, user=place["USER"], password=place["PASSWORD"] or None, **where)


def test_a_database_is_made_once_and_one_that_was_interrupted_is_made_anew(untouched_database):
    made = []

    def interrupted(name: str) -> None:
        made.append(name)
        raise KeyboardInterrupt

    try:
        with pytest.raises(KeyboardInterrupt):
            made_once(NAME, untouched_database, interrupted)
        assert made_once(NAME, untouched_database, made.append) == NAME
        assert made_once(NAME, untouched_database, made.append) == NAME
        assert made == [NAME, NAME]
    finally:
        drop(NAME)


def test_nobody_can_connect_to_what_others_copy(untouched_database):
    assert untouched_database == migrated_name()
    with pytest.raises(psycopg2.OperationalError, match="not currently accepting connections"):
        connect(untouched_database)
    with copy_of(untouched_database, "reached") as name:
        connect(name).close()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_whatever_a_transactional_test_wrote_and_removed_is_put_back():
    before = _in_one_order(all_rows())
    make_request(article=make_condition())
    Group.objects.all().delete()
    assert all_rows().keys() != before.keys()
    # As after such a test: its rows cannot be removed otherwise, and those of the migrations were.
    call_command("flush", interactive=False, verbosity=0)
    assert _in_one_order(all_rows()) == before


def _in_one_order(rows: dict[str, bytes]) -> dict[str, list[bytes]]:
    """Postgres tells rows as they lie, and fills the gaps that others left."""
    return {table: sorted(lines.splitlines()) for table, lines in rows.items()}
