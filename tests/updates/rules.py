"""What migrations may do while the release before them serves, judged by their SQL (docs/updates.md)."""

import re
from collections.abc import Iterable, Iterator

from django.db import connection
from django.db.migrations import Migration
from django.db.migrations.operations import RunPython
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from django_migration_linter.migration_linter import MigrationLinter
from django_migration_linter.sql_analyser import PostgresqlAnalyser
from django_migration_linter.sql_analyser.analyser import analyse_sql_statements
from django_migration_linter.sql_analyser.base import Issue

from clinic.database.schema import CONTRACT

from . import release

OURS = ("clinic", "articles", "appointments")
# So many rows that an index takes seconds, in which nobody could send a request.
BIG = {f"appointments_{name}" for name in ("appointmentrequest", "requestevent", "notice", "accessrecord")}
# Short locks, which `migrate` waits for only briefly, and names of variables.
NO_MATTER = (
    *("CREATE_INDEX_EXCLUSIVE", "DROP_INDEX"),
    *("RUNPYTHON_REVERSIBLE", "RUNPYTHON_ARGS_NAMING_CONVENTION", "RUNPYTHON_MODEL_VARIABLE_NAME"),
)


def broken(plan: Iterable[Migration], state: ProjectState, known: set[tuple[str, str]]) -> Iterator[str]:
    """Say what is wrong with those migrations of the plan that are ours and not ``known``."""
    new_tables: set[str] = set()
    linter = MigrationLinter(no_cache=True, no_output=True, exclude_migration_tests=NO_MATTER)
    for migration in plan:
        if migration.app_label not in OURS or (migration.app_label, migration.name) in known:
            state = migration.mutate_state(state, preserve=False)
            continue
        harmless = getattr(migration, "harmless", {})
        for operation in migration.operations:
            sql = _sql(operation, migration.app_label, state)
            new_tables.update(re.findall(r'CREATE TABLE "(\w+)"', "\n".join(sql)))
            for issue in _issues(operation, sql, new_tables, linter):
                if issue.code not in harmless and not _is_contract(migration):
                    yield f"{migration.app_label}.{migration.name}: {issue.code} {issue.message}"


def _is_contract(migration: Migration) -> bool:
    """Return whether it may take away: its name says so, and the latest release needs it no longer."""
    since = getattr(migration, "unread_since", "")
    return CONTRACT in migration.name and bool(since) and tuple(map(int, since.split("."))) <= release.VERSION


def _sql(operation: Operation, app_label: str, state: ProjectState) -> list[str]:
    """Return the statements of one operation, each in one line; leaves ``state`` as it is after it."""
    before = state.clone()
    operation.state_forwards(app_label, state)
    if not operation.reduces_to_sql:
        return []
    with connection.schema_editor(collect_sql=True, atomic=False) as editor:
        operation.database_forwards(app_label, editor, before, state)
    return [" ".join(statement.split()) for statement in editor.collected_sql]


def _issues(
    operation: Operation, sql: list[str], new_tables: set[str], linter: MigrationLinter
) -> Iterator[Issue]:
    created = [f'CREATE TABLE "{table}" (' for table in new_tables]
    errors, _ignored, warnings = analyse_sql_statements(PostgresqlAnalyser, [*created, *sql], NO_MATTER)
    if isinstance(operation, RunPython):
        errors += linter.lint_runpython(operation)[0]
    for issue in [*errors, *warnings]:
        # What the earlier release does not know, it does not miss.
        if issue.table in new_tables:
            continue
        if issue.code == "CREATE_INDEX" and not any(_locks_for_long(one, new_tables) for one in sql):
            continue
        yield issue


def _locks_for_long(statement: str, new_tables: set[str]) -> bool:
    found = re.search(r'INDEX (CONCURRENTLY )?.*?ON "(\w+)"', statement)
    return bool(found and not found.group(1) and found.group(2) in BIG - new_tables)
