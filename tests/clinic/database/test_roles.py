"""The database's roles: what each may do to each table is tried, and compared with what stands here."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from typing import Any

from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection
from django.utils import timezone

import environ
import psycopg2
import pytest

from appointments.models import Notice, RequestEvent
from appointments.statuses import Status
from articles.models import ConditionPage
from clinic.database.erasing import erasing
from clinic.database.roles import Roles
from tests.appointments.factories import make_request
from tests.databases import address_as, address_of, copy_of
from tests.factories import make_condition
from tests.roles import signed_in_to_postgres_as
from tests.test_project import ROOT, production_environment

ROLES = Roles()
VERBS = {
    "S": "SELECT 1 FROM {table} LIMIT 1",
    "I": "INSERT INTO {table} DEFAULT VALUES",
    "U": "UPDATE {table} SET {column} = {column}",
    "D": "DELETE FROM {table}",
    "T": "TRUNCATE {table}",
}
# Web, worker, retention: what each may do where it is not the same as everywhere else.
EXCEPTIONS = {
    "appointments_appointmentrequest": ("SIU", "SIU", "SD"),
    "appointments_requestevent": ("SI", "SI", "SD"),
    "appointments_notice": ("SIU", "SIU", "SD"),
    "appointments_visit": ("SIU", "SIU", "SD"),
    "appointments_accessrecord": ("SI", "S", "S"),
    "appointments_erasure": ("S", "S", "SI"),
    "appointments_persondatarecord": ("SI", "S", "S"),
    "appointments_keycheck": ("SI", "SI", ""),
    "appointments_workerheartbeat": ("S", "SIUD", ""),
    "clinic_accountevent": ("SI", "SI", "S"),
    "clinic_backup": ("S", "S", ""),
    "clinic_issuednotice": ("SI", "SI", ""),
    "clinic_chainmark": ("S", "SI", "S"),
    "clinic_publicchange": ("", "", ""),
    "clinic_siteversion": ("S", "S", ""),
    "django_migrations": ("S", "S", ""),
}
# What says who may sign in, and what they may do; and all other tables.
ACCOUNTS, OTHERS = ("SIUD", "S", ""), ("SIUD", "SIUD", "")
OF_ACCOUNTS = (
    *("account_", "auth_", "mfa_", "clinic_user_groups", "clinic_user_user_permissions"),
    *("django_content_type", "wagtailcore_grouppage", "wagtailcore_groupcollection"),
)
# Whatever is attempted is taken back. Another error than a missing right came after the right was asked for.
ATTEMPT = """
CREATE FUNCTION pg_temp.may(statement text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE statement;
    RAISE EXCEPTION 'done';
EXCEPTION
    WHEN insufficient_privilege THEN RETURN false;
    WHEN OTHERS THEN RETURN true;
END $$
"""
TABLES = """
SELECT c.relname, a.attname FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = 1
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' ORDER BY 1
"""


@pytest.fixture(scope="module")
def address(untouched_database: str) -> Iterator[str]:
    """A database of its own, as whoever may do everything reaches it."""
    with copy_of(untouched_database, "roles") as name:
        yield address_of(name)


@contextmanager
def connected(address: str) -> Iterator[psycopg2.extensions.cursor]:
    known = environ.Env.db_url_config(address)
    place = {name.lower(): known[name] or None for name in ("USER", "PASSWORD", "HOST", "PORT")}
    with closing(psycopg2.connect(dbname=known["NAME"], **place)) as own:
        own.autocommit = True
        yield own.cursor()


def rights_of(address: str, role: str) -> dict[str, str]:
    """What the role can do to each table."""
    signs_in = role in ROLES.that_sign_in
    with connected(address_as(role, address) if signs_in else address) as cursor:
        cursor.execute(ATTEMPT)
        cursor.execute(TABLES)
        tables = cursor.fetchall()
        if not signs_in:
            cursor.execute(f"GRANT EXECUTE ON FUNCTION pg_temp.may TO {role}")
            cursor.execute(f"SET ROLE {role}")
        attempts = [
            (table, verb, statement.format(table=table, column=column))
            for table, column in tables
            for verb, statement in VERBS.items()
        ]
        cursor.execute("SELECT pg_temp.may(one) FROM unnest(%s) AS one", [[one[2] for one in attempts]])
        found = dict.fromkeys((table for table, _column in tables), "")
        for (table, verb, _statement), (may,) in zip(attempts, cursor.fetchall(), strict=True):
            found[table] += verb if may else ""
    return found


@pytest.mark.parametrize("number", range(3), ids=["web", "worker", "retention"])
def test_each_role_can_do_to_each_table_what_is_written_here_and_no_more(address, number):
    role = (ROLES.web, ROLES.worker, ROLES.retention)[number]
    found = rights_of(address, role)
    expected = {
        table: EXCEPTIONS.get(table, ACCOUNTS if table.startswith(OF_ACCOUNTS) else OTHERS)[number]
        for table in found
    }
    assert found == expected
    assert set(EXCEPTIONS) <= set(found)


def test_the_role_of_backups_reads_everything_and_writes_only_that_it_did(address):
    found = rights_of(address, ROLES.backup)
    assert found == {table: "SIU" if table == "clinic_backup" else "S" for table in found}


@pytest.mark.parametrize("role", [ROLES.web, ROLES.worker, ROLES.backup])
def test_no_role_may_run_a_function_of_ours(address, role):
    """They belong to triggers, which ask nobody, and to retention."""
    with connected(address) as cursor:
        cursor.execute(
            "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
            " AND pg_get_userbyid(proowner) = %s AND has_function_privilege(%s, oid, 'EXECUTE')",
            [ROLES.owner, role],
        )
        assert cursor.fetchall() == []


@pytest.mark.parametrize(
    "statement",
    [
        "COPY appointments_senderbucket FROM PROGRAM 'true'",
        "COPY (SELECT 1) TO '/tmp/clinic-roles'",
        "SELECT pg_read_file('PG_VERSION')",
        "SET session_replication_role = replica",
        "ALTER TABLE appointments_accessrecord DISABLE TRIGGER ALL",
        "ALTER TABLE appointments_accessrecord ADD COLUMN more text",
        "DROP TABLE appointments_accessrecord",
        "CREATE TABLE more ()",
        "CREATE FUNCTION more() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "ALTER FUNCTION appointments_refuse_delete() RENAME TO gone",
        "CREATE ROLE more",
        "CREATE DATABASE more",
        "SELECT * FROM pg_authid",
        f"SET ROLE {ROLES.owner}",
        f"SET ROLE {ROLES.retention}",
        "SELECT clinic_forget_records('appointments_accessrecord'::regclass)",
        "SET clinic.erasing = 'on'; DELETE FROM appointments_accessrecord",
        "SET clinic.erasing = 'on'; DELETE FROM appointments_appointmentrequest",
        "SET clinic.erasing = 'on'; TRUNCATE appointments_requestevent CASCADE",
    ],
)
def test_the_web_cannot(address, statement):
    with connected(address_as(ROLES.web, address)) as cursor, pytest.raises(psycopg2.Error) as refused:
        cursor.execute(statement)
    assert refused.value.pgcode == "42501", refused.value


def test_the_worker_erases_only_while_it_says_so(address):
    with connected(address_as(ROLES.worker, address)) as cursor:
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            cursor.execute("DELETE FROM appointments_requestevent")
        cursor.execute(f"SET ROLE {ROLES.retention}")
        cursor.execute("DELETE FROM appointments_requestevent")


@pytest.mark.django_db
def test_whoever_erases_is_the_role_of_retention_and_is_it_no_longer_afterwards():
    def now() -> tuple[Any, ...]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user, current_setting('clinic.erasing', true)")
            return cursor.fetchone()

    before = now()[0]
    with erasing():
        assert now() == (ROLES.retention, "on")
    assert now() == (before, "off")


def test_nobody_signs_in_as_retention(address):
    with connected(address) as cursor:
        cursor.execute(
            "SELECT rolname, rolcanlogin FROM pg_roles WHERE rolname = ANY(%s)",
            [[*ROLES.that_sign_in, ROLES.retention]],
        )
        can = dict(cursor.fetchall())
    assert [role for role, signs_in in can.items() if not signs_in] == [ROLES.retention]


@pytest.mark.parametrize(
    ("code", "begins"), [("import clinic.wsgi", "DATABASE_URL"), ("", "Cannot start: DATABASE_WORKER_URL")]
)
def test_neither_web_nor_worker_starts_as_a_superuser(address, code, begins):
    command = ["-W", "ignore", "-c", code] if code else ["manage.py", "run_worker", "--once"]
    answer = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=production_environment(DATABASE_URL=address),
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode != 0
    assert len(answer.stderr.splitlines()) == 1
    assert answer.stderr.startswith(f"{begins} signs in as a role that is a superuser")


@pytest.mark.django_db
def test_deploy_check_names_what_the_role_may_do():
    with pytest.raises(SystemCheckError, match="DATABASE_URL is a superuser"):
        call_command("check", "--deploy", "--tag", "security")


@pytest.mark.django_db
def test_the_worker_may_do_all_that_it_has_to():
    page = make_condition(title="Sciatica", slug="sciatica")
    ConditionPage.objects.update(expire_at=timezone.now() - timedelta(minutes=1))
    make_request(status=Status.QUARANTINED)
    with signed_in_to_postgres_as(ROLES.worker):
        call_command("run_worker", once=True)
    page.refresh_from_db()
    assert not page.live, "pages come and go on schedule"
    assert not Notice.objects.pending().exists()


@pytest.mark.django_db
def test_the_web_dates_no_event_and_only_the_end_of_a_visit_has_its_own_time():
    appointment_request = make_request()
    past = timezone.now() - timedelta(days=900)
    with signed_in_to_postgres_as(ROLES.web):
        for kind in ("claimed", "visit_over"):
            RequestEvent.objects.create(appointment_request=appointment_request, kind=kind, at=past)
    dated, over = RequestEvent.objects.order_by("pk").filter(kind__in=["claimed", "visit_over"])
    assert timezone.now() - dated.at < timedelta(minutes=5)
    assert over.at == past
