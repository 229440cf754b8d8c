"""Data that a throw-away Postgres leaves for the next one: whole, or none; only when somebody wants it."""

from pathlib import Path

from clinic.embedded_postgres import Snapshot, throwaway
from tests.clinic.test_embedded_postgres import REPOSITORY, query


def tables(place: dict[str, str]) -> list[tuple]:
    return query(place, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'")


def test_the_next_one_starts_with_what_was_kept_and_empty_where_that_is_broken(tmp_path: Path) -> None:
    older, kept = tmp_path / "kept" / "older", tmp_path / "kept" / "this"
    older.mkdir(parents=True)
    snapshot = Snapshot(kept)
    with throwaway(REPOSITORY, snapshot) as place:
        query(place, "CREATE TABLE one AS SELECT 1")
    assert not kept.exists(), "nobody wanted it"
    with throwaway(REPOSITORY, snapshot) as place:
        query(place, "CREATE TABLE two AS SELECT 2")
        snapshot.is_wanted = True
    assert [path.name for path in kept.parent.iterdir()] == ["this"], "older data and all leftovers are gone"
    with throwaway(REPOSITORY, Snapshot(kept)) as place:
        assert tables(place) == [("two",)]
        query(place, "DROP TABLE two")
    with throwaway(REPOSITORY, Snapshot(kept)) as place:
        assert tables(place) == [("two",)], "each has a copy of its own"
    (kept / "global" / "pg_control").unlink()
    with throwaway(REPOSITORY, Snapshot(kept)) as place:
        assert tables(place) == []
    assert not kept.exists()
