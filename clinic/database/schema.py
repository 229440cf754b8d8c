"""Comparison of the database's tables with this version: the migrations that only one of both knows."""

from dataclasses import dataclass

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

# In the name of a migration that takes away what an earlier version needs (docs/updates.md).
CONTRACT = "_contract_"


@dataclass(frozen=True)
class Waiting:
    """Migration that was not applied; ``unread_since`` is the first version without what it takes away."""

    app_label: str
    name: str
    unread_since: str = ""

    def __str__(self) -> str:
        return f"{self.app_label}.{self.name}"


@dataclass(frozen=True)
class Fit:
    """Migrations that the database waits for, and those that only a later version knows.

    Later ones that only add are no harm: during an update the earlier version goes on serving.
    """

    waiting: tuple[Waiting, ...]
    unknown: tuple[str, ...]
    is_empty: bool

    @property
    def is_whole(self) -> bool:
        """True while this version can serve."""
        return not self.waiting and not any(CONTRACT in name for name in self.unknown)

    def remarks(self) -> dict[str, list[str]]:
        """Return what a monitor is told; nothing when both know the same."""
        named = {"migrations_waiting": list(map(str, self.waiting)), "migrations_unknown": list(self.unknown)}
        return {name: migrations for name, migrations in named.items() if migrations}


def fit() -> Fit:
    """Compare this version with the database."""
    executor = MigrationExecutor(connection)
    loader = executor.loader
    known = set(loader.disk_migrations)
    for migration in loader.disk_migrations.values():
        known.update(migration.replaces)
    plan = executor.migration_plan(loader.graph.leaf_nodes())
    applied = [node for node in loader.applied_migrations if node[0] in loader.migrated_apps]
    return Fit(
        waiting=tuple(
            Waiting(one.app_label, one.name, getattr(one, "unread_since", "")) for one, _backwards in plan
        ),
        unknown=tuple(sorted(".".join(node) for node in applied if node not in known)),
        is_empty=not applied,
    )
