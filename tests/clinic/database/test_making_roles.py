"""An administrator makes the database's roles, once and again."""

from django.core.management import CommandError, call_command

import pytest

from clinic.database.roles import Roles
from tests.clinic.database.test_roles import connected
from tests.databases import address_as, address_of, copy_of, drop


def passwords(address: str) -> dict[str, str]:
    """What Postgres keeps of each role's password."""
    with connected(address) as cursor:
        cursor.execute("SELECT rolname, rolpassword FROM pg_authid WHERE rolname LIKE 'elsewhere_%'")
        return dict(cursor.fetchall())


def name_addresses(monkeypatch: pytest.MonkeyPatch, place: str, roles: Roles) -> None:
    """Name what the command reads: the administrator's address of the database, and that of each role."""
    monkeypatch.setenv("DATABASE_ADMIN_URL", place)
    for variable, role in (
        ("DATABASE_URL", roles.web),
        ("DATABASE_WORKER_URL", roles.worker),
        ("DATABASE_OWNER_URL", roles.owner),
        ("DATABASE_BACKUP_URL", roles.backup),
    ):
        monkeypatch.setenv(variable, address_as(role, place))


def test_an_administrator_makes_the_roles_on_a_postgres_of_their_own(
    untouched_database, settings, monkeypatch
):
    settings.DATABASE_ROLES = "elsewhere"
    roles = Roles("elsewhere")
    with copy_of(untouched_database, "elsewhere") as name:
        place = address_of(name)
        try:
            name_addresses(monkeypatch, place, roles)
            kept = []
            for _twice in range(2):
                call_command("create_database_roles", quiet=True)
                kept.append(passwords(place))
            # A pooler knows what Postgres keeps, which would be another for the same password.
            assert kept[0] == kept[1]
            monkeypatch.setenv("DATABASE_OWNER_URL", f"postgres://{roles.owner}:another@/{name}")
            call_command("create_database_roles", quiet=True)
            changed = {role for role, hashed in passwords(place).items() if kept[0][role] != hashed}
            assert changed == {roles.owner}
            monkeypatch.setenv("DATABASE_OWNER_URL", address_as(roles.owner, place))
            call_command("create_database_roles", quiet=True)
            for role in roles.that_sign_in:
                with connected(address_as(role, place)) as cursor:
                    cursor.execute("SELECT current_user")
                    assert cursor.fetchone() == (role,)
            with connected(address_as(roles.owner, place)) as cursor:
                cursor.execute("ALTER TABLE appointments_accessrecord ADD COLUMN more text")
            monkeypatch.setenv("DATABASE_WORKER_URL", address_as(roles.web, place))
            with pytest.raises(CommandError, match="DATABASE_WORKER_URL must sign in as elsewhere_worker"):
                call_command("create_database_roles", quiet=True)
        finally:
            drop(name)
            with connected(address_of("postgres")) as cursor:
                for role in (*roles.that_sign_in, roles.retention):
                    cursor.execute(f"DROP ROLE IF EXISTS {role}")
