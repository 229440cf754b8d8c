"""Migrations since the latest release only add, so that it serves on while and after they are applied."""

import warnings
from collections.abc import Iterator
from typing import Any

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import connection, models
from django.db.migrations import (
    AddField,
    AddIndex,
    AlterField,
    Migration,
    RemoveField,
    RenameField,
    RunPython,
)
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState

import pytest

from . import release
from .rules import broken

REQUEST = "appointmentrequest"


@pytest.fixture(scope="module")
def executor(django_db_setup: None, django_db_blocker: Any) -> Iterator[MigrationExecutor]:
    """Outside of a transaction, as some operations ask for."""
    with django_db_blocker.unblock():
        yield MigrationExecutor(connection)
        connection.close()


@pytest.fixture(scope="module")
def tables(executor: MigrationExecutor) -> ProjectState:
    """The tables as they are, with their models, which are slow to make."""
    state = executor.loader.project_state()
    assert state.apps
    return state


def judged(tables: ProjectState, operation: Any, name: str = "0999_of_a_test", **fields: Any) -> list[str]:
    """What is said of a migration with one operation, by the code of what is wrong."""
    made = type("Migration", (Migration,), {"operations": [operation], **fields})(name, "appointments")
    return [said.split()[1] for said in broken([made], tables.clone(), set())]


def rename_by_import(apps: Any, schema_editor: Any) -> None:
    AppointmentRequest = apps.get_model("appointments", "AppointmentRequest")
    AppointmentRequest.objects.update(language="en")
    Notice.objects.update(state="sent")  # noqa: F821 - the fault that is to be found


def test_all_migrations_since_the_release_only_add(executor):
    try:
        known = release.migrations()
    except release.NotHere as error:
        warnings.warn(str(error), stacklevel=1)
        pytest.skip(str(error))
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes(), clean_start=True)
    assert {("appointments", "0027_erasures"), ("clinic", "0001_people")} <= known
    assert list(broken([migration for migration, _backwards in plan], ProjectState(), known)) == []


@pytest.mark.parametrize(
    ("operation", "said"),
    [
        (RemoveField(REQUEST, "language"), ["DROP_COLUMN"]),
        (RenameField(REQUEST, "language", "tongue"), ["RENAME_COLUMN"]),
        (AddField(REQUEST, "of_a_test", models.CharField(default="", max_length=5)), ["NOT_NULL"]),
        (AlterField(REQUEST, "reference", models.IntegerField()), ["ALTER_COLUMN"]),
        (AddIndex(REQUEST, models.Index(fields=["language"], name="of_a_test")), ["CREATE_INDEX"]),
        (RunPython(rename_by_import), ["RUNPYTHON_MODEL_IMPORT"]),
        (AddField(REQUEST, "of_a_test", models.CharField(db_default="", max_length=5)), []),
        (AddField(REQUEST, "of_a_test", models.DateTimeField(null=True)), []),
        (AddIndexConcurrently(REQUEST, models.Index(fields=["language"], name="of_a_test")), []),
        (AddIndex("canary", models.Index(fields=["rung_at"], name="of_a_test")), []),
    ],
    ids=lambda value: type(value).__name__ if not isinstance(value, list) else "".join(value) or "no harm",
)
def test_what_takes_away_or_holds_patients_up_is_found(tables, operation, said):
    assert judged(tables, operation) == said


def test_taking_away_says_so_in_its_name_and_waits_for_a_release_that_does_not_read_it(tables):
    removed = RemoveField(REQUEST, "language")
    assert judged(tables, removed, "0999_contract_language", unread_since=release.TAG[1:]) == []
    assert judged(tables, removed, "0999_contract_language", unread_since="99.0.0") == ["DROP_COLUMN"]
    assert judged(tables, removed, "0999_contract_language") == ["DROP_COLUMN"]
    assert judged(tables, removed, "0999_language", unread_since=release.TAG[1:]) == ["DROP_COLUMN"]
