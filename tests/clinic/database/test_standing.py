"""Neither web nor worker serves as a role that may do more than serving takes."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import connection

import pytest

from clinic.database.roles import Roles
from clinic.database.standing import refuse_mighty_role, rights_too_many
from tests.database_away import ERRORS, away_after

pytestmark = pytest.mark.django_db
ROLES = Roles()
MAKES, RUNS = (
    "may make roles or databases, or copy the whole server",
    "may run programs or open files on the server",
)


@pytest.mark.parametrize(
    ("right", "found"),
    [
        ("SELECT 1", []),
        *(
            (f"ALTER ROLE {{web}} {right}", [MAKES])
            for right in ("CREATEROLE", "CREATEDB", "REPLICATION", "BYPASSRLS")
        ),
        *(
            (f"GRANT pg_{right} TO {{web}}", [RUNS])
            for right in ("execute_server_program", "read_server_files", "write_server_files")
        ),
        (
            "GRANT {owner} TO {web}",
            ["owns tables, so that it can switch off what guards them", "may empty tables at once"],
        ),
        ("GRANT TRUNCATE ON clinic_user TO {web}", ["may empty tables at once"]),
    ],
)
def test_a_role_with_rights_too_many_is_found(right, found):
    with connection.cursor() as cursor:
        cursor.execute(right.format(web=ROLES.web, owner=ROLES.owner))
        cursor.execute(f"SET LOCAL SESSION AUTHORIZATION {ROLES.web}")
    assert rights_too_many() == found


def test_whoever_signed_in_as_a_superuser_is_one_whatever_role_they_took_on():
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {ROLES.web}")
    assert "is a superuser" in rights_too_many()


def test_a_start_leaves_no_connection_to_the_processes_that_are_forked(settings):
    settings.DATABASE_ROLES_REQUIRED = True

    def start() -> Any:
        with pytest.raises(ImproperlyConfigured, match="SETTING signs in as a role that is a superuser"):
            refuse_mighty_role("SETTING")
        return connection.connection

    # With a connection of its own, as the test's has a transaction.
    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(start).result() is None


@pytest.mark.parametrize("error", ERRORS)
def test_a_database_that_is_away_stops_no_start(settings, monkeypatch, error):
    settings.DATABASE_ROLES_REQUIRED = True
    # The connection of the test stays.
    monkeypatch.setattr(connection, "close", lambda: None)
    with away_after(0, error):
        refuse_mighty_role("SETTING")
