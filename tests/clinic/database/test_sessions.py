"""Nothing leans on a session of Postgres but what refuses a pooler: behind one, sessions are shared."""

import pytest

from tests.sessions import KEPT, kept_in
from tests.test_project import ROOT

# Each asks first whether its connection is one to Postgres itself.
DIRECT = {
    "clinic/backups/dumping.py": "is_direct is asked by `backup`",
    "clinic/database/limits.py": "take_time lifts limits of a direct connection only",
    "clinic/management/commands/migrate.py": "refuses a pooler",
    "clinic/workers/bell.py": "asks each second behind a pooler",
}


def test_whoever_leans_on_a_session_is_known():
    modules = [path for app in ("appointments", "articles", "clinic") for path in (ROOT / app).rglob("*.py")]
    # Migrations are the business of `migrate`, which refuses a pooler.
    leaning = [path for path in modules if "migrations" not in path.parts and any(kept_in(path))]
    assert {str(path.relative_to(ROOT)) for path in leaning} == set(DIRECT)


@pytest.mark.parametrize(
    ("statement", "is_kept"),
    [
        ("SELECT pg_advisory_lock(7)", True),
        ("SELECT pg_try_advisory_lock(hashtextextended('a', 0))", True),
        ("SELECT pg_advisory_xact_lock(7)", False),
        ("SELECT set_config('clinic.actor', %s, false)", True),
        ("SELECT set_config('clinic.actor', %s, true)", False),
        ("SET clinic.erasing = 'on'", True),
        ("SET LOCAL clinic.erasing = 'on'; SET statement_timeout TO 0", True),
        ("SET LOCAL clinic.erasing = 'on'", False),
        ("SET CONSTRAINTS ALL IMMEDIATE", False),
        ("SET ROLE clinic_retention", True),
        ("SET SESSION AUTHORIZATION clinic_web", True),
        ("\nLISTEN clinic_work", True),
        ("CREATE TEMPORARY TABLE a AS SELECT 1", True),
        ("CREATE TEMPORARY TABLE a ON COMMIT DROP AS SELECT 1", False),
        ("DECLARE a CURSOR WITH HOLD FOR SELECT 1", True),
        ('UPDATE "clinic_user" SET "email" = %s', False),
    ],
)
def test_what_a_session_keeps_is_told_from_what_ends_with_the_transaction(statement, is_kept):
    assert bool(KEPT.search(statement)) is is_kept
